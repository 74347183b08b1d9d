/* Rich text runs the way of the edition. Wagtail leaves it to Draft.js, which looks at each
   paragraph's first letter and takes an empty one for English. Its buttons suit the script: «ع» for
   bold where B says nothing, and lists whose marks stand where the line begins. */
(() => {
  "use strict";

  const { classList } = document.body;
  const direction = ["RTL", "LTR"].find((way) => classList.contains(`content-${way.toLowerCase()}`));
  if (!direction) {
    return;
  }

  const ARABIC = ["ar", "arz", "ary", "fa", "ur", "ps", "ckb", "sd", "ug"];
  const LISTS = {
    "ordered-list-item": "khabar-list-ol",
    "unordered-list-item": "khabar-list-ul",
  };
  const isArabic = ARABIC.some((language) => classList.contains(`content-in-${language}`));

  const button = (one) => {
    if (one.type === "BOLD" && isArabic) {
      return { ...one, icon: null, label: "ع" };
    }
    if (one.type in LISTS && direction === "RTL") {
      return { ...one, icon: LISTS[one.type] };
    }
    return one;
  };

  const suited = (options) => ({
    ...options,
    ...(options.inlineStyles && { inlineStyles: options.inlineStyles.map(button) }),
    ...(options.blockTypes && { blockTypes: options.blockTypes.map(button) }),
    textDirectionality: direction,
  });

  document.addEventListener(
    "w-draftail:init",
    (event) => {
      Object.assign(event.detail, suited(event.detail));
    },
    true,
  );

  if (window.draftail && window.telepath) {
    const Editor = window.draftail.DraftailRichTextArea;
    window.telepath.register(
      "wagtail.widgets.DraftailRichTextArea",
      class extends Editor {
        constructor(options) {
          super(suited(options));
        }
      },
    );
  }
})();
