/* One press, one flash: the button rests while the form is on its way. (The form's token says the
   same to the server, which makes one article of it however often it is sent.) */
(() => {
  "use strict";

  const button = document.querySelector("[data-once]");
  const form = button && button.closest("form");
  if (!form) {
    return;
  }
  const headline = form.elements.namedItem("headline");
  headline.addEventListener("keydown", (event) => {
    // A headline is one line: Enter sends it.
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      button.click();
    }
  });
  form.addEventListener("submit", () => {
    // After the form's own data was taken, which names the button.
    setTimeout(() => {
      button.disabled = true;
    }, 0);
  });
  window.addEventListener("pageshow", () => {
    button.disabled = false;
  });
  headline.focus();
})();
