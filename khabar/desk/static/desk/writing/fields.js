/* The texts of the article's form: which there are, what they hold, and putting other text there.
   A paragraph of rich text is a text of its own, so that offsets are those of its letters. */
(() => {
  "use strict";

  const desk = (window.khabarDesk = window.khabarDesk || {});
  const PLAIN = ["kicker", "title", "short_headline", "lede", "hero_caption"];
  // Names and addresses of things elsewhere are not our text.
  const NOT_TEXT = /-(url|provider|seconds|id|type|order|deleted)$/;

  const isDeleted = (name) => {
    for (const part of name.matchAll(/-\d+(?=-)/g)) {
      const prefix = name.slice(0, part.index + part[0].length);
      const mark = document.getElementsByName(`${prefix}-deleted`)[0];
      if (mark && mark.value) {
        return true;
      }
    }
    return false;
  };

  const labelOf = (input) => {
    const own = input.id && document.querySelector(`label[for="${CSS.escape(input.id)}"]`);
    const block = input.closest("section.w-panel")?.querySelector("[data-panel-heading-text]");
    const words = [block, own].map((element) => element?.textContent.replace("*", "").trim());
    return [...new Set(words.filter(Boolean))].join(" – ");
  };

  const plainField = (input) => ({
    input,
    label: labelOf(input),
    text: () => input.value,
    write: (text) => {
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    change(changes) {
      this.write(desk.applied(input.value, changes));
    },
  });

  // Draft.js is not handed out, but every state knows its class.
  const push = (editor, state, content) => {
    editor.onChange(state.constructor.push(state, content, "insert-characters"));
  };

  const saveSoon = (input) => {
    // Draftail writes into its field a moment later; then Wagtail may notice.
    setTimeout(() => input.dispatchEvent(new Event("change", { bubbles: true })), 600);
  };

  const withChanges = (block, changes) => {
    let characters = block.getCharacterList();
    for (const { start, end, replacement } of [...changes].reverse()) {
      let style = characters.get(start < end ? start : start - 1) || characters.get(start);
      const after = characters.get(end);
      if (start === end && style.getEntity() && after?.getEntity() !== style.getEntity()) {
        style = style.constructor.applyEntity(style, null);
      }
      characters = characters.splice(start, end - start, ...Array(replacement.length).fill(style));
    }
    return block.merge({
      text: desk.applied(block.getText(), changes),
      characterList: characters,
    });
  };

  const atEnd = (content, block) => {
    const selection = content.getSelectionAfter().merge({
      anchorKey: block.getKey(),
      anchorOffset: block.getLength(),
      focusKey: block.getKey(),
      focusOffset: block.getLength(),
      isBackward: false,
    });
    return content.merge({ selectionBefore: selection, selectionAfter: selection });
  };

  const replaceBlock = (input, block) => {
    const editor = input.draftailEditor;
    const state = editor.getEditorState();
    const content = state.getCurrentContent();
    const blocks = content.getBlockMap().set(block.getKey(), block);
    push(editor, state, atEnd(content.merge({ blockMap: blocks }), block));
    saveSoon(input);
  };

  const richField = (input, key) => ({
    input,
    label: labelOf(input),
    block: () => input.draftailEditor.getEditorState().getCurrentContent().getBlockForKey(key),
    text() {
      return this.block()?.getText();
    },
    change(changes) {
      this.before = this.block();
      replaceBlock(input, withChanges(this.before, changes));
    },
    write() {
      replaceBlock(input, this.before);
    },
  });

  const ofRichText = (input) =>
    input.draftailEditor
      .getEditorState()
      .getCurrentContent()
      .getBlocksAsArray()
      .filter((block) => block.getType() !== "atomic")
      .map((block) => richField(input, block.getKey()));

  /** The body's stream block, with its children and its way to insert one. */
  desk.body = () => document.getElementById("body-root")?.rootBlock;

  /** Every text of the article, in the order of the form. */
  desk.fields = () => {
    const form = document.getElementById("page-edit-form");
    const named = PLAIN.map((name) => form?.elements.namedItem(name)).filter(Boolean);
    const within = document.getElementById("body-root")?.querySelectorAll("input, textarea") || [];
    const inBody = [...within].filter(
      (input) => input.name && !isDeleted(input.name) && !NOT_TEXT.test(input.name),
    );
    const inOrder = [...named.slice(0, 4), ...inBody, ...named.slice(4)];
    return inOrder.flatMap((input) => {
      if (input.draftailEditor) {
        return ofRichText(input);
      }
      return ["text", "textarea"].includes(input.type) ? [plainField(input)] : [];
    });
  };

  /** A text with changes made; they are in order and apart. */
  desk.applied = (text, changes) => {
    let result = "";
    let done = 0;
    for (const { start, end, replacement } of changes) {
      result += text.slice(done, start) + replacement;
      done = end;
    }
    return result + text.slice(done);
  };
})();
