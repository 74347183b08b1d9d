/* Wagtail takes the editor's form, as it stands two seconds after it opened, for what is saved. What
   is changed before that it would neither save by itself nor warn of: so it is told, in its own way,
   that the form has edits as soon as it looks. */
(() => {
  "use strict";

  // It looks twice, a tenth of a second apart.
  const AGAIN = 1_000;
  const early = new AbortController();
  const { signal } = early;
  let changed = false;

  // The form is not there yet when this is read; what happens in it comes up to the document.
  document.addEventListener(
    "input",
    (event) => {
      changed ||= Boolean(event.target.closest?.("[data-edit-form]"));
    },
    { signal },
  );
  document.addEventListener(
    "w-unsaved:watch-edits",
    (event) => {
      if (changed) {
        event.target.dataset.wUnsavedForceValue = "true";
      }
      setTimeout(() => early.abort(), AGAIN);
    },
    { signal },
  );
})();
