/* Finds and replaces words in the fields of the editor: plain ones and rich text. Words are whole:
   the same rule of what belongs to a word as khabar.language.words. */
(() => {
  "use strict";

  const PART = /[\p{L}\p{M}\p{N}\u0640\u200c\u200d]/u;

  const places = (text, words) => {
    const found = [];
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) {
      const before = [...text.slice(0, at)].pop() || "";
      const after = [...text.slice(at + words.length)][0] || "";
      if (!PART.test(before) && !PART.test(after)) {
        found.push(at);
      }
    }
    return found;
  };

  const form = () => document.querySelector("[data-edit-form]");

  const isText = (control) =>
    control.tagName === "TEXTAREA" ||
    (control.tagName === "INPUT" && (control.type === "text" || isRich(control)));

  const isRich = (control) => Boolean(control.draftailEditor);

  /* The controls where a field's text is written; a body has many. */
  const controls = (field) =>
    [...form().elements].filter(
      ({ name }) => name === field || (field === "body" && name.startsWith("body-")),
    ).filter(isText);

  const rich = {
    texts: (control) => {
      const blocks = control.draftailEditor.getEditorState().getCurrentContent().getBlocksAsArray();
      return blocks.map((block) => block.getText());
    },
    replace: (control, words, mended) => {
      const { Modifier, EditorState, SelectionState } = window.DraftJS;
      const editor = control.draftailEditor;
      const state = editor.getEditorState();
      let content = state.getCurrentContent();
      content.getBlocksAsArray().forEach((block) => {
        places(block.getText(), words)
          .reverse()
          .forEach((at) => {
            const range = SelectionState.createEmpty(block.getKey()).merge({
              anchorOffset: at,
              focusOffset: at + words.length,
            });
            const style = block.getInlineStyleAt(at);
            content = Modifier.replaceText(content, range, mended, style, block.getEntityAt(at));
          });
      });
      editor.onChange(EditorState.push(state, content, "insert-characters"));
      return () => {
        const now = editor.getEditorState();
        if (now.getCurrentContent().getPlainText() === content.getPlainText()) {
          editor.onChange(EditorState.undo(now));
        }
      };
    },
  };

  const put = (control, value) => {
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const plain = {
    texts: (control) => [control.value],
    replace: (control, words, mended) => {
      const before = control.value;
      const after = places(before, words).reduceRight(
        (text, at) => text.slice(0, at) + mended + text.slice(at + words.length),
        before,
      );
      put(control, after);
      return () => {
        if (control.value === after) {
          put(control, before);
        }
      };
    },
  };

  const way = (control) => (isRich(control) ? rich : plain);

  const holding = (field, words) =>
    controls(field).filter((control) =>
      way(control)
        .texts(control)
        .some((text) => places(text, words).length > 0),
    );

  /* Replaces the words wherever the field has them; gives back how to undo it, or null. */
  const replace = (field, words, mended) => {
    const undoing = holding(field, words).map((control) =>
      way(control).replace(control, words, mended),
    );
    return undoing.length ? () => undoing.forEach((undo) => undo()) : null;
  };

  /* Opens whatever hides an element, and brings it before the eyes. */
  const bringUp = (element) => {
    const tab = element.closest('[role="tabpanel"][hidden]');
    if (tab) {
      document.querySelector(`[role="tab"][href="#${tab.id}"]`)?.click();
    }
    for (let panel = element.closest("[data-panel]"); panel; ) {
      const toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") {
        toggle.click();
      }
      panel = panel.parentElement.closest("[data-panel]");
    }
    element.scrollIntoView({ block: "center" });
  };

  const show = (field, words) => {
    const [control] = holding(field, words);
    if (!control) {
      return false;
    }
    if (isRich(control)) {
      const { EditorState, SelectionState } = window.DraftJS;
      const editor = control.draftailEditor;
      bringUp(control.parentElement);
      const state = editor.getEditorState();
      const blocks = state.getCurrentContent().getBlocksAsArray();
      const block = blocks.find((one) => places(one.getText(), words).length > 0);
      const [at] = places(block.getText(), words);
      const range = SelectionState.createEmpty(block.getKey()).merge({
        anchorOffset: at,
        focusOffset: at + words.length,
      });
      editor.onChange(EditorState.forceSelection(state, range));
    } else {
      bringUp(control);
      const [at] = places(control.value, words);
      control.focus({ preventScroll: true });
      control.setSelectionRange(at, at + words.length);
    }
    return true;
  };

  /* Leads to a field by its name. */
  const go = (field) => {
    const element =
      form().querySelector(`[name="${field}"]:not([type="hidden"])`) ||
      form().querySelector(`[data-contentpath="${field}"]`) ||
      document.getElementById(`id_${field}-FORMS`)?.closest("[data-panel]") ||
      document.getElementById(`id_${field}`)?.parentElement;
    if (!element) {
      return;
    }
    bringUp(element);
    const within = element.matches("input, textarea, select, button")
      ? element
      : element.querySelector(
          "input:not([type=hidden]), textarea, select, [contenteditable=true], button",
        );
    within?.focus({ preventScroll: true });
  };

  window.khabarMend = { replace, show, go };
})();
