/* Rich text reaches its form a quarter of a second after it is typed. Who saves sooner, by a key, would
   lose their last words: they are handed over when the form is sent. */
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
