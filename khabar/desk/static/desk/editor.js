/* Rich text runs the way of the edition. Wagtail leaves it to Draft.js, which looks at each
   paragraph's first letter and takes an empty one for English. */
(() => {
  "use strict";

  const { classList } = document.body;
  const direction = ["RTL", "LTR"].find((way) => classList.contains(`content-${way.toLowerCase()}`));
  if (!direction) {
    return;
  }

  document.addEventListener(
    "w-draftail:init",
    (event) => {
      event.detail.textDirectionality = direction;
    },
    true,
  );

  if (window.draftail && window.telepath) {
    const Editor = window.draftail.DraftailRichTextArea;
    window.telepath.register(
      "wagtail.widgets.DraftailRichTextArea",
      class extends Editor {
        constructor(options) {
          super({ ...options, textDirectionality: direction });
        }
      },
    );
  }
})();
