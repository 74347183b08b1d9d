/* What an autosave left out is not saved: whoever leaves the page is asked, as the browser asks. */
(() => {
  "use strict";

  let sent = false;

  document.addEventListener(
    "submit",
    () => {
      sent = true;
    },
    true,
  );

  window.addEventListener("beforeunload", (event) => {
    if (!sent && document.querySelector("[data-left-out]")) {
      event.preventDefault();
    }
  });
})();
