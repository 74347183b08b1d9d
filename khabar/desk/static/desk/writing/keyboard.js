/* The desk's keys, by their place on the keyboard: the same under an Arabic layout. What each does is
   in #khabar-shortcuts. A key without Ctrl, Alt or ⌘ does nothing while somebody types. */
(() => {
  "use strict";

  const MAC = /Mac|iPod|iPhone|iPad/.test(navigator.userAgent);
  const DIALOG = "keyboard-shortcuts-dialog";
  const FIELD =
    'input:not([type="hidden"], [type="submit"], [type="button"]), textarea, select, .public-DraftEditor-content';

  const isTyping = (element) =>
    Boolean(
      element?.isContentEditable ||
        element?.closest?.("input:not([type=checkbox], [type=radio], [type=button]), textarea, select"),
    );

  const isSeen = (element) => element.getClientRects().length > 0;

  const pressed = (event) => {
    const names = [];
    if (MAC ? event.metaKey : event.ctrlKey && !event.altKey) names.push("Mod");
    if (event.ctrlKey && (event.altKey || MAC)) names.push("Ctrl");
    if (event.altKey) names.push("Alt");
    if (event.shiftKey) names.push("Shift");
    return [...names, event.code].join("+");
  };

  const focus = (element) => {
    element.focus();
    element.scrollIntoView({ block: "center" });
  };

  const step = (by) => {
    const form = document.getElementById("page-edit-form") || document.querySelector("main form");
    const fields = [...(form?.querySelectorAll(FIELD) || [])].filter(isSeen);
    const here = fields.findIndex((field) => field.contains(document.activeElement));
    const next = fields[here < 0 && by < 0 ? fields.length - 1 : here + by];
    if (next) {
      focus(next);
    }
  };

  const insert = (type) => {
    const body = window.khabarDesk?.body?.();
    if (!body) {
      return;
    }
    const here = body.children.findIndex((child) =>
      child.element?.contains(document.activeElement),
    );
    const place = here < 0 ? body.children.length : here + 1;
    const [definition, state, id] = body._getChildDataForInsertion({ type });
    body._insert(definition, state, id, place, { animate: true, focus: true });
    // A photo is chosen at once: until then there is nothing in its block to write in.
    body.children[place].element?.querySelector(".unchosen [data-chooser-action-choose]")?.click();
  };

  const help = () => {
    const dialog = document.getElementById(DIALOG);
    if (!dialog) {
      return;
    }
    // What is not on this screen is not shown on it.
    for (const { name, selector, act } of keys) {
      const line = dialog.querySelector(`[data-shortcut="${name}"]`);
      if (line) {
        const editing = /^(insert|next|previous)-/.test(act || "");
        line.hidden = selector
          ? !document.querySelector(selector)
          : editing && !document.getElementById("page-edit-form");
      }
    }
    dialog.querySelectorAll("tbody").forEach((group) => {
      const lines = [...group.querySelectorAll("tr")].slice(1);
      group.hidden = lines.every((line) => line.hidden);
    });
    dialog.dispatchEvent(new CustomEvent("w-dialog:show"));
  };

  const search = () => {
    const field = document.querySelector('[role="search"] input, input[name="q"]');
    if (field) {
      focus(field);
    } else {
      document.querySelector("[role=search] button")?.click();
    }
  };

  const ACTS = {
    help,
    search,
    "next-field": () => step(1),
    "previous-field": () => step(-1),
    "insert-paragraph": () => insert("paragraph"),
    "insert-subhead": () => insert("subhead"),
    "insert-photo": () => insert("photo"),
    "insert-quote": () => insert("quote"),
  };

  const carryOut = ({ url, selector, act, confirm }) => {
    if (url) {
      window.location.assign(url);
      return true;
    }
    if (act) {
      ACTS[act]();
      return true;
    }
    const target = document.querySelector(selector);
    if (!target || target.disabled) {
      return false;
    }
    if (!confirm || window.confirm(confirm)) {
      target.click();
    }
    return true;
  };

  const source = document.getElementById("khabar-shortcuts");
  const keys = source ? JSON.parse(source.textContent) : [];

  const listen = (event) => {
    if (event.repeat || event.isComposing || event.getModifierState?.("AltGraph")) {
      return;
    }
    if (window.wagtailConfig?.KEYBOARD_SHORTCUTS_ENABLED === false) {
      return;
    }
    const name = pressed(event);
    const shortcut = keys.find((one) => one.keys === name);
    if (!shortcut) {
      return;
    }
    const modified = /Mod|Ctrl|Alt/.test(name);
    if (!modified && (isTyping(event.target) || document.querySelector("dialog[open]"))) {
      return;
    }
    if (carryOut(shortcut)) {
      // Wagtail listens for some of the same keys, by letter.
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };

  document.addEventListener("keydown", listen, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-desk-help]")) {
      help();
    }
  });
})();
