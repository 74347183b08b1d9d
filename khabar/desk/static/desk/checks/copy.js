/* Copies the address of a preview link; the words come from the button. */
(() => {
  "use strict";

  const button = document.querySelector("[data-copy]");
  const field = document.querySelector("[data-address]");
  if (!button || !field) {
    return;
  }
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Where the page is not secure, the browser has the old way alone.
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
  });
})();
