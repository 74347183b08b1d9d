/* The writing screen of a live coverage: sends without leaving the page, keeps what is typed, shows what
   others write. All words come from the screen's data- attributes; without this script the same forms
   work, each with a new page. */
(() => {
  "use strict";

  const ASKED_EVERY = 2000;
  const KEPT_AFTER = 300;
  const screen = document.querySelector("[data-live]");
  if (!screen) {
    return;
  }
  const words = screen.dataset;
  const composer = screen.querySelector("[data-live-composer]");
  const stream = screen.querySelector("[data-live-stream]");
  const status = screen.querySelector("[data-live-status]");
  const waiting = screen.querySelector("[data-live-queue]");
  const state = screen.querySelector("[data-live-state]");
  const key = `khabar-live:${words.user}:${words.coverage}`;
  let revision = Number(words.revision);
  let csrf = composer.elements.namedItem("csrfmiddlewaretoken").value;

  const say = (text) => {
    if (status.textContent !== text) {
      status.textContent = text;
    }
  };

  const token = () => {
    if (crypto.randomUUID) {
      return crypto.randomUUID();
    }
    // An address without TLS has no randomUUID.
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const post = (url, data) => {
    data.set("csrfmiddlewaretoken", csrf);
    return fetch(url, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
  };

  // What others write, and what became of one's own

  const ask = async () => {
    const response = await fetch(`${words.since}?revision=${revision}`, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
      cache: "no-store",
    });
    if (response.status === 403 || response.redirected) {
      return "signed-out";
    }
    if (!response.ok) {
      return "later";
    }
    const told = await response.json();
    csrf = told.csrf;
    if (told.order) {
      show(told);
    }
    revision = told.revision;
    return "";
  };

  const element = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    return holder.content.firstElementChild;
  };

  const busy = (line) =>
    line.dataset.dirty === "true" || line.querySelector("details[open]")?.contains(document.activeElement);

  const show = ({ order, lines, state: html }) => {
    const held = new Map([...stream.children].map((line) => [line.dataset.line, line]));
    let before = stream.firstElementChild;
    for (const id of order.map(String)) {
      let line = held.get(id);
      const fresh = lines[id] && element(lines[id]);
      if (fresh && line && busy(line)) {
        note(line, words.changed);
      } else if (fresh && line) {
        const focused = line.contains(document.activeElement);
        if (before === line) {
          before = fresh;
        }
        line.replaceWith(fresh);
        line = fresh;
        if (focused) {
          line.focus();
        }
      } else if (fresh) {
        line = fresh;
        line.classList.add("live-post--new");
      }
      if (!line) {
        continue;
      }
      held.delete(id);
      if (line === before) {
        before = line.nextElementSibling;
      } else {
        // What somebody types in stays where it is; the others go round it.
        stream.insertBefore(line, before);
      }
    }
    for (const line of held.values()) {
      if (!busy(line)) {
        line.remove();
      }
    }
    if (html && state.dataset.dirty !== "true" && !state.contains(document.activeElement)) {
      state.innerHTML = html;
    }
  };

  const note = (line, text) => {
    let place = line.querySelector(".live-changed");
    if (!place) {
      place = document.createElement("p");
      place.className = "live-error live-changed";
      place.setAttribute("role", "alert");
      line.prepend(place);
    }
    place.textContent = text;
  };

  let asking = 0;
  const round = async () => {
    clearTimeout(asking);
    let answer = "later";
    try {
      answer = await ask();
    } catch {
      // No network: said below, asked again.
    }
    const told = { later: words.offline, "signed-out": words.signedOut };
    say(told[answer] || "");
    if (!answer) {
      queue.flush();
    }
    clearTimeout(asking);
    if (!document.hidden) {
      asking = setTimeout(round, answer ? 2 * ASKED_EVERY : ASKED_EVERY);
    }
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      round();
    }
  });

  // Sending

  const dataOf = (item) => {
    const data = new FormData();
    for (const [name, value] of item.fields) {
      data.append(name, value);
    }
    data.set("token", item.token);
    data.set("then", item.then);
    return data;
  };

  const deliver = async (item, again = false) => {
    let response;
    try {
      response = await post(composer.action, dataOf(item));
    } catch {
      return "later";
    }
    if (response.status === 403 && !again) {
      // The session began anew, and its token with it; or it is over; or this may not be done.
      const answer = await ask().catch(() => "later");
      return answer || deliver(item, true);
    }
    if (response.redirected) {
      return "signed-out";
    }
    if (response.status >= 500 || response.status === 408 || response.status === 429) {
      return "later";
    }
    if (response.ok) {
      round();
      return "taken";
    }
    try {
      const { errors } = await response.json();
      return Object.values(errors).flat().join(" ");
    } catch {
      return words.refused;
    }
  };

  const queued = (items) => {
    waiting.hidden = items.length === 0;
    waiting.replaceChildren(...items.map(row));
  };

  const row = (item) => {
    const line = document.createElement("div");
    line.className = "live-queue__item";
    const text = document.createElement("p");
    text.dir = "auto";
    const said = new Map(item.fields);
    text.textContent = said.get("headline") || said.get("body") || "…";
    const word = document.createElement("p");
    word.className = item.refused ? "live-error" : "live-meta";
    word.textContent = item.refused || (navigator.onLine ? words.sending : words.waiting);
    line.append(text, word);
    if (item.refused) {
      line.append(
        button(words.back, () => {
          fill(item.fields);
          queue.drop(item.token);
        }),
        button(words.drop, () => queue.drop(item.token)),
      );
    }
    return line;
  };

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small button-secondary";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  // The composer

  const CHOOSERS = ["photo", "document", "article"];
  const field = (name) => composer.elements.namedItem(name);
  const chooser = (name) => field(name).closest("[data-chooser]") || document.getElementById(`${field(name).id}-chooser`);
  const chosen = (name) => chooser(name)?.querySelector("[data-chooser-title]");

  const typed = () =>
    [...new FormData(composer)].filter(([name]) => !["csrfmiddlewaretoken", "token"].includes(name));
  const hasWords = () =>
    ["headline", "body", "photo", "video_url", "document"].some((name) => field(name).value.trim());

  const fill = (fields, titles = {}) => {
    const said = new Map(fields);
    for (const one of composer.elements) {
      if (!one.name || ["csrfmiddlewaretoken", "token"].includes(one.name) || one.type === "submit") {
        continue;
      }
      if (one.type === "checkbox") {
        one.checked = said.has(one.name);
      } else {
        one.value = said.get(one.name) ?? "";
      }
    }
    for (const name of CHOOSERS) {
      const value = said.get(name);
      chooser(name)?.classList.toggle("blank", !value);
      if (value && chosen(name)) {
        chosen(name).textContent = titles[name] || value;
      }
    }
    kind();
    keep();
  };

  const empty = () => {
    const authors = field("authors").value;
    fill([["kind", "update"], ["authors", authors]]);
    field("token").value = token();
    localStorage.removeItem(`${key}:draft`);
  };

  let keeping = 0;
  const keep = () => {
    clearTimeout(keeping);
    keeping = setTimeout(() => {
      if (!hasWords()) {
        localStorage.removeItem(`${key}:draft`);
        return;
      }
      const titles = Object.fromEntries(CHOOSERS.map((name) => [name, chosen(name)?.textContent.trim()]));
      const kept = { fields: typed(), titles, token: field("token").value };
      localStorage.setItem(`${key}:draft`, JSON.stringify(kept));
    }, KEPT_AFTER);
  };

  const takeUp = () => {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(`${key}:draft`));
    } catch {
      // Not ours; nothing to take up.
    }
    if (kept && !hasWords()) {
      fill(kept.fields, kept.titles);
      field("token").value = kept.token;
    }
  };

  const kind = () => {
    for (const part of composer.querySelectorAll("[data-for]")) {
      part.hidden = part.dataset.for !== field("kind").value;
    }
  };

  composer.addEventListener("input", keep);
  composer.addEventListener("change", () => {
    kind();
    keep();
  });
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!hasWords()) {
      field("body").focus();
      return;
    }
    const then = event.submitter?.value || composer.querySelector("button[name=then]").value;
    const item = { token: field("token").value, then, fields: typed() };
    clearTimeout(keeping);
    empty();
    queue.add(item);
    field("body").focus();
  });
  composer.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return;
    }
    if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      composer.requestSubmit(composer.querySelector("button[name=then]"));
    } else if (event.code === "Enter" && event.target === field("headline")) {
      // A headline is one line: Enter goes on to the text, and publishes nothing.
      event.preventDefault();
      field("body").focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    // By the key's place: the same under an Arabic and a Latin layout.
    const digit = event.altKey && !event.ctrlKey && /^Digit([1-8])$/.exec(event.code);
    if (digit) {
      event.preventDefault();
      field("kind").selectedIndex = Number(digit[1]) - 1;
      field("kind").dispatchEvent(new Event("change", { bubbles: true }));
      field(["key_event", "breaking"].includes(field("kind").value) ? "headline" : "body").focus();
    }
  });

  // Verbs on what stands there

  screen.addEventListener("input", (event) => {
    const line = event.target.closest("[data-line]") || event.target.closest("[data-live-state]");
    if (line) {
      line.dataset.dirty = "true";
    }
  });

  screen.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-live-act], [data-live-course]");
    if (!form) {
      return;
    }
    event.preventDefault();
    const line = form.closest("[data-line]") || state;
    line.setAttribute("aria-busy", "true");
    try {
      const data = new FormData(form, event.submitter || undefined);
      let response = await post(form.action, data);
      if (response.status === 403 && (await ask()) === "") {
        response = await post(form.action, data);
      }
      const told = await response.json();
      delete line.dataset.dirty;
      if (told.go) {
        window.location.assign(told.go);
      } else if (told.line) {
        const fresh = element(told.line);
        line.replaceWith(fresh);
        fresh.dataset.dirty = "true";
        fresh.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
      } else if (told.state && line === state) {
        state.innerHTML = told.state;
        if (told.said) {
          note(state, told.said);
        }
      }
      document.activeElement?.blur();
      await round();
      stream.querySelector(`[data-line="${line.dataset.line}"]`)?.focus();
    } catch {
      note(line, words.failed);
    } finally {
      line.removeAttribute("aria-busy");
    }
  });

  const queue = window.khabarLiveQueue(`${key}:queue`, deliver, queued);
  takeUp();
  kind();
  queued(queue.read());
  round();
  field("body").focus();
})();
