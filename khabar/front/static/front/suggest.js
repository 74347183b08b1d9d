// What may be meant, while one types in the search form: a combobox with a list of suggestions
// (WAI-ARIA Authoring Practices: editable, manual selection). Loaded by reader.js when a field is entered.

const WAIT = 150;
const FEWEST = 2;
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/gu;
const LTR = /\p{Script=Latin}/gu;

const count = (text, letters) => (text.match(letters) ?? []).length;

function make(tag, attributes, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

export function attach(field) {
  const known = new Map();
  const box = make("div", {
    role: "listbox", id: `${field.id}-suggestions`, class: "seek-list-box", "aria-label": field.dataset.suggestions,
  });
  box.hidden = true;
  field.after(box);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": box.id,
  })) field.setAttribute(name, value);
  const usual = field.dir;
  let options = [];
  let at = -1;
  let timer = 0;
  let asking = new AbortController();

  function close() {
    clearTimeout(timer);
    asking.abort();
    box.hidden = true;
    field.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(place) {
    options[at]?.setAttribute("aria-selected", "false");
    at = place;
    const option = options[at];
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  function show(groups) {
    options = [];
    box.replaceChildren(...groups.map(({ label, items }, g) => {
      const title = make("div", { role: "presentation", id: `${box.id}-g${g}` }, label);
      const rows = items.map((item) => {
        const row = make("div", { role: "option", id: `${box.id}-${options.length}`, "aria-selected": "false" }, item.label);
        row.dataset.url = item.url;
        options.push(row);
        return row;
      });
      return make("div", { role: "group", "aria-labelledby": title.id }, title, ...rows);
    }));
    mark(-1);
    box.hidden = options.length === 0;
    field.setAttribute("aria-expanded", String(options.length > 0));
  }

  async function ask(text) {
    if (!known.has(text)) {
      asking.abort();
      asking = new AbortController();
      try {
        const answer = await fetch(`/search/suggest/?q=${encodeURIComponent(text)}`, { signal: asking.signal });
        if (!answer.ok) return;
        known.set(text, (await answer.json()).groups);
      } catch {
        return; // Typed on, or offline: the form works as it is.
      }
    }
    if (field.value.trimStart() === text && document.activeElement === field) show(known.get(text));
  }

  field.addEventListener("input", (event) => {
    const [rtl, ltr] = [count(field.value, RTL), count(field.value, LTR)];
    field.dir = rtl === ltr ? usual : rtl > ltr ? "rtl" : "ltr";
    clearTimeout(timer);
    const text = field.value.trimStart();
    if (event.isComposing) return;
    if (text.length < FEWEST) return close();
    timer = setTimeout(ask, known.has(text) ? 0 : WAIT, text);
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !box.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const down = event.key === "ArrowDown";
      if (!open) {
        if (down && field.value.trim().length >= FEWEST) ask(field.value.trimStart());
        return event.preventDefault();
      }
      event.preventDefault();
      // Before the first and after the last stands the field itself.
      const places = options.length + 1;
      mark(((at + 1 + (down ? 1 : -1) + places) % places) - 1);
    } else if (event.key === "Enter" && open && options[at]) {
      event.preventDefault();
      location.assign(options[at].dataset.url);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") {
      close();
    }
  });

  box.addEventListener("pointerdown", (event) => event.preventDefault()); // The field keeps the focus.
  box.addEventListener("click", (event) => {
    const url = event.target.closest("[role=option]")?.dataset.url;
    if (url) location.assign(url);
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
}
