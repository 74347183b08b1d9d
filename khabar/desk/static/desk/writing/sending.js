/* When an editor's form is sent, and when its page is left.

   Rich text reaches the form a quarter of a second after it is typed: who saves sooner, by a key, would
   lose their last words, so they are handed over first. An autosave that waits its half second would
   arrive behind the form and be refused as older than what is saved: it is called off. And what an
   autosave left out is not saved: whoever leaves the page is asked, as the browser asks. */
(() => {
  "use strict";

  // After which a form that went nowhere is one that is still written in.
  const PATIENCE = 15_000;
  let sent = 0;
  let waiting = null;

  const isSent = () => sent > 0 && Date.now() - sent < PATIENCE;

  document.addEventListener(
    "submit",
    ({ target }) => {
      for (const field of target.elements) {
        if (field.draftailEditor) {
          field.draftailEditor.saveState();
        }
      }
    },
    true,
  );

  // Last of all: who stopped the sending has done so by now.
  window.addEventListener("submit", (event) => {
    if (event.target.matches("[data-edit-form]") && !event.defaultPrevented) {
      sent = Date.now();
      waiting?.preventDefault();
    }
  });

  // Wagtail looks at the event again when the half second is over.
  document.addEventListener("w-autosave:save", (event) => {
    waiting = event;
    if (isSent()) {
      event.preventDefault();
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (!isSent() && document.querySelector("[data-left-out]")) {
      event.preventDefault();
    }
  });
})();
