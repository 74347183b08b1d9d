/* The difference that «نظّف النص» proposes: before and after of each field, word by word, with a box
   for each change. */
(() => {
  "use strict";

  const desk = (window.khabarDesk = window.khabarDesk || {});

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name in element && typeof value !== "string") {
        element[name] = value;
      } else {
        element.setAttribute(name, value);
      }
    }
    element.append(...children);
    return element;
  };

  const SPACE = /\s/;

  /** The words that a change touches, so that a comma is seen with what it stands beside. */
  const wordAround = (text, { start, end }) => {
    let from = start;
    let to = end;
    while (from > 0 && !SPACE.test(text[from - 1])) from -= 1;
    while (to < text.length && !SPACE.test(text[to])) to += 1;
    if (from === start && from > 0) {
      from -= 1;
      while (from > 0 && !SPACE.test(text[from - 1])) from -= 1;
    }
    return [from, to];
  };

  /** What nobody sees is named: «مسافة» for two spaces, «علامة» for a direction mark. */
  const shown = (words, text) => {
    const unseen = text.replace(/[\s]+/g, "");
    if (text && !unseen) {
      return `␣`.repeat(text.length);
    }
    return text.replace(desk.INVISIBLE, "◌") || text;
  };

  const line = (words, text, changes, side) => {
    const parts = [];
    let done = 0;
    for (const change of changes) {
      parts.push(text.slice(done, change.start));
      const piece = side === "del" ? text.slice(change.start, change.end) : change.replacement;
      if (piece) {
        parts.push(make(side, {}, shown(words, piece)));
      }
      done = change.end;
    }
    parts.push(text.slice(done));
    return parts;
  };

  const changeLine = (words, text, change) => {
    const [from, to] = wordAround(text, change);
    const near = { ...change, start: change.start - from, end: change.end - from };
    const word = text.slice(from, to);
    // Who said it and when may be the story: that goes only when the editor says so.
    const box = make("input", { type: "checkbox", checked: change.reason !== "chat" });
    const label = make(
      "label",
      { class: "clean-change" },
      box,
      make("span", { class: "clean-word" }, ...line(words, word, [near], "del")),
      make("span", { class: "clean-arrow", "aria-hidden": "true" }, "←"),
      make("span", { class: "clean-word" }, ...line(words, word, [near], "ins")),
      make("small", {}, words.reasons[change.reason]),
    );
    return { box, label, change };
  };

  const fieldPart = (words, { field, text, changes }, place) => {
    const rows = changes.map((change) => changeLine(words, text, change));
    const all = make("input", { type: "checkbox", checked: true, id: `clean-field-${place}` });
    const after = make("p", { class: "clean-after" });
    const chosen = () => rows.filter(({ box }) => box.checked).map(({ change }) => change);
    const show = () => {
      const taken = chosen();
      all.checked = taken.length === rows.length;
      all.indeterminate = taken.length > 0 && taken.length < rows.length;
      after.replaceChildren(...line(words, text, taken, "ins"));
    };
    const set = (value) => {
      rows.forEach(({ box }) => {
        box.checked = value;
      });
      show();
    };
    rows.forEach(({ box, change }) => {
      box.addEventListener("change", () => {
        // The two signs of a quote go together.
        rows.forEach((other) => {
          if (change.group !== null && other.change.group === change.group) {
            other.box.checked = box.checked;
          }
        });
        show();
      });
    });
    all.addEventListener("change", () => set(all.checked));
    show();
    const element = make(
      "section",
      { class: "clean-field" },
      make("h3", {}, make("label", { for: all.id }, all, ` ${field.label}`)),
      make("p", { class: "clean-side" }, words.before),
      make("p", { class: "clean-before" }, ...line(words, text, changes, "del")),
      make("p", { class: "clean-side" }, words.after),
      after,
      make("div", { class: "clean-changes" }, ...rows.map(({ label }) => label)),
    );
    return { element, set, chosen: () => ({ field, text, changes: chosen() }) };
  };

  const button = (text, kind, act) => {
    const element = make("button", { type: "button", class: `button ${kind}` }, text);
    element.addEventListener("click", act);
    return element;
  };

  /** Show the proposals; `taken` gets what the editor leaves selected. */
  desk.cleanDialog = (words, proposals, taken) => {
    const parts = proposals.map((proposal, place) => fieldPart(words, proposal, place));
    const number = proposals.reduce((sum, { changes }) => sum + changes.length, 0);
    const content = document.body.classList.contains("content-ltr") ? "ltr" : "rtl";
    const dialog = make("dialog", { class: "clean-dialog", "aria-labelledby": "clean-title" });
    const quiet = "button-small button-secondary";
    dialog.append(
      make("h2", { id: "clean-title" }, words.title),
      make("p", {}, `${desk.counted(words.found, number)}. ${words.intro}`),
      make(
        "div",
        { class: "clean-buttons" },
        button(words.all, quiet, () => parts.forEach((part) => part.set(true))),
        button(words.none, quiet, () => parts.forEach((part) => part.set(false))),
      ),
      make("div", { class: "clean-fields", dir: content }, ...parts.map(({ element }) => element)),
      make(
        "div",
        { class: "clean-buttons" },
        button(words.apply, "clean-apply", () => {
          dialog.close();
          taken(parts.map((part) => part.chosen()));
        }),
        button(words.close, "button-secondary", () => dialog.close()),
      ),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
})();
