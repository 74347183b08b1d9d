/* Pasting: what paste_reading.js reads goes into the editor by Draftail's own way for what was copied
   from an editor, so that what a field does not allow is left out there as ever. A heading in the
   body becomes a subhead, with the paragraphs after it in a block of their own. */
(() => {
  "use strict";

  const desk = (window.khabarDesk = window.khabarDesk || {});
  const OWN = "data-draftjs-conductor-fragment";
  const again = new WeakSet();

  const dispatch = (target, html, text) => {
    const clipboardData = new DataTransfer();
    if (html) {
      clipboardData.setData("text/html", html);
    }
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    again.add(event);
    target.dispatchEvent(event);
  };

  const put = (target, paragraphs) => {
    const holder = document.createElement("div");
    const raw = desk.rawOf(paragraphs);
    holder.setAttribute(OWN, JSON.stringify(raw));
    holder.textContent = raw.blocks.map((block) => block.text).join("\n");
    // Without text beside it: of an address in a text Wagtail would make one long link.
    dispatch(target, holder.outerHTML, "");
  };

  const fieldOf = (target) => {
    const wrapper = target.closest("[data-draftail-editor-wrapper]");
    return [...(wrapper?.parentNode.querySelectorAll("input") || [])].find(
      (input) => input.draftailEditor,
    );
  };

  /** The body's block in which this field is, when it is a paragraph of the body. */
  const placeInBody = (field) => {
    const body = desk.body?.();
    const place = body ? body.children.findIndex((child) => child.element.contains(field)) : -1;
    return place >= 0 && body.children[place].type === "paragraph" ? { body, place } : null;
  };

  /** Paragraphs between headings: what will be one block each. */
  const groupsOf = (paragraphs) => {
    const groups = [];
    for (const one of paragraphs) {
      const last = groups[groups.length - 1];
      if (one.kind.type === "heading") {
        groups.push({ subhead: one.letters.map(({ letter }) => letter).join("").replace(/\s+/g, " ") });
      } else if (last?.paragraphs) {
        last.paragraphs.push(one);
      } else {
        groups.push({ paragraphs: [one] });
      }
    }
    return groups;
  };

  const hasText = (state) => state.getCurrentContent().hasText();

  const spread = (target, field, { body, place }, groups) => {
    const editor = field.draftailEditor;
    const { stateBefore, stateAfter } = window.draftail.splitState(editor.getEditorState());
    const rest = [...groups];
    if (hasText(stateAfter)) {
      editor.onChange(stateBefore.constructor.moveSelectionToEnd(stateBefore));
    }
    if (rest[0].paragraphs) {
      put(target, rest.shift().paragraphs);
    }
    let next = place + 1;
    const add = (type, value) => {
      body.insert({ type, value, id: crypto.randomUUID?.() || null }, next, { animate: false });
      next += 1;
    };
    for (const { subhead, paragraphs } of rest) {
      if (subhead) {
        add("subhead", subhead.slice(0, 120));
        if (subhead.length > 120) {
          add("paragraph", JSON.stringify(desk.rawOf(desk.readPasted("", subhead.slice(120)))));
        }
      } else {
        add("paragraph", JSON.stringify(desk.rawOf(paragraphs)));
      }
    }
    if (hasText(stateAfter)) {
      add("paragraph", stateAfter);
    }
    if (!hasText(editor.getEditorState()) && !groups[0].paragraphs) {
      body.deleteBlock(place);
    }
  };

  const say = (text) => {
    const note = document.querySelector("[data-pasting]");
    const marks = text.match(desk.INVISIBLE)?.length || 0;
    if (note && desk.counted) {
      const words = JSON.parse(note.dataset.pasting);
      note.textContent = marks ? desk.counted(words.marks, marks) : "";
    }
  };

  const intoRichText = (event) => {
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    if (html.includes(OWN) || (!html && !text)) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    say(text);
    if (/^\s*https?:\/\/\S+\s*$/.test(text)) {
      // Draftail makes a link of an address over what is selected.
      dispatch(event.target, "", desk.visible(text.trim()));
      return;
    }
    const paragraphs = desk.readPasted(html, text);
    if (!paragraphs.length) {
      return;
    }
    const field = fieldOf(event.target);
    const here = field && placeInBody(field);
    const isCollapsed = field?.draftailEditor.getEditorState().getSelection().isCollapsed();
    if (here && isCollapsed && paragraphs.some(({ kind }) => kind.type === "heading")) {
      spread(event.target, field, here, groupsOf(paragraphs));
    } else {
      put(event.target, paragraphs);
    }
  };

  const intoPlainField = (event) => {
    const text = event.clipboardData.getData("text/plain");
    const visible = desk.visible(text);
    if (visible === text) {
      return;
    }
    event.preventDefault();
    say(text);
    // The browser's own insertion keeps its undo.
    document.execCommand("insertText", false, visible);
  };

  document.addEventListener(
    "paste",
    (event) => {
      if (again.has(event) || !event.clipboardData) {
        return;
      }
      if (event.target.closest?.(".public-DraftEditor-content")) {
        intoRichText(event);
      } else if (event.target.closest?.("#page-edit-form")?.contains(event.target)) {
        if (event.target.matches("textarea, input[type=text], input:not([type])")) {
          intoPlainField(event);
        }
      }
    },
    true,
  );
})();
