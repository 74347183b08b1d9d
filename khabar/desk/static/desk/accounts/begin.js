/* Begins Wagtail's widgets where its own templates would do so by inline script, which the desk's
   content policy forbids. What may be begun is this list; nothing else is ever called. */
(() => {
  "use strict";

  const FUNCTIONS = ["initDateChooser", "initTimeChooser", "initDateTimeChooser", "createTaskChooser"];
  const CLASSES = [
    "InlinePanel",
    "MultipleChooserPanel",
    "Chooser",
    "PageChooser",
    "ImageChooser",
    "DocumentChooser",
    "SnippetChooser",
  ];

  const begin = (mark) => {
    const name = mark.dataset.deskBegin;
    const values = JSON.parse(mark.dataset.deskWith);
    mark.remove();
    if (FUNCTIONS.includes(name)) {
      window[name](...values);
    } else if (CLASSES.includes(name)) {
      new window[name](...values);
    }
  };

  const beginAll = (root) => {
    if (root.matches("[data-desk-begin]")) {
      begin(root);
    } else {
      root.querySelectorAll("[data-desk-begin]").forEach(begin);
    }
  };

  // A dialogue's form names the scripts that it needs, and jQuery would fetch them and run their text
  // as inline script. They are loaded as files instead, each once.
  window.jQuery._evalUrl = (address) => {
    const { href } = new URL(address, document.baseURI);
    if (![...document.scripts].some((script) => script.src === href)) {
      const script = document.createElement("script");
      script.async = false;
      script.src = href;
      document.head.append(script);
    }
  };

  // Forms come with the page, with a dialogue, and with each line that is added to a list.
  new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.addedNodes) {
        if (node.nodeType === Node.ELEMENT_NODE && node.isConnected) {
          beginAll(node);
        }
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
