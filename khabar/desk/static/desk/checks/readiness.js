/* Keeps the list of readiness true to the form as it stands, and mends a word by one click.
   All words come from the list itself and from the attributes of its section. */
(() => {
  "use strict";

  const CALM = 700;
  const AGAIN = 2500;
  const section = document.querySelector("[data-readiness]");
  const form = document.querySelector("[data-edit-form]");
  if (!section || !form) {
    return;
  }

  const list = section.querySelector("[data-readiness-list]");
  const trouble = section.querySelector("[data-trouble]");
  const undoLine = section.querySelector("[data-undo-line]");
  const undoText = section.querySelector("[data-undo-text]");
  const panel = section.closest("[data-side-panel]");
  const { khabarMend } = window;
  let sent = "";
  let timer = 0;
  let request = null;
  let undo = null;
  let counts = null;

  const say = (text) => {
    trouble.textContent = text;
    trouble.hidden = !text;
  };

  /* A new article is saved while its editor stays open: from then on it has an address. */
  const address = () => {
    const saved = /\/pages\/(\d+)\/edit\//.exec(window.location.pathname);
    return saved ? section.dataset.editUrl.replace("/0/", `/${saved[1]}/`) : section.dataset.readiness;
  };

  /* The number on the panel's button: what is here, and what Wagtail's own checks found. */
  const showCount = () => {
    const counter = document.querySelector(
      '[data-side-panel-toggle="checks"] [data-side-panel-toggle-counter]',
    );
    if (!counter || !counts) {
      return;
    }
    const theirs = Number(panel.querySelector("[data-content-checker-count]")?.textContent || 0);
    const sum = counts.musts + counts.advice + theirs;
    counter.textContent = String(sum);
    counter.hidden = sum === 0;
    counter.classList.toggle("readiness-counter--must", counts.musts > 0);
  };

  const serialised = () => new URLSearchParams(new FormData(form)).toString();

  const ask = async () => {
    const now = `${address()}?${serialised()}`;
    if (now === sent) {
      return;
    }
    sent = now;
    request?.abort();
    request = new AbortController();
    try {
      const response = await fetch(address(), {
        method: "POST",
        body: new FormData(form),
        signal: request.signal,
        headers: { Accept: "application/json" },
      });
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      const answer = await response.json();
      if (!answer.valid) {
        say(section.dataset.invalid);
        return;
      }
      say("");
      list.innerHTML = answer.html;
      counts = { musts: answer.musts, advice: answer.advice };
      showCount();
    } catch (error) {
      if (error.name !== "AbortError") {
        say(section.dataset.failed);
      }
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, CALM);
  };

  const openCard = () => {
    document.querySelector('[data-side-panel-toggle="preview"]')?.click();
    const mode = document.querySelector("#id_preview_mode");
    if (mode && mode.value !== "share") {
      mode.value = "share";
      mode.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const mend = (line) => {
    const { field, text, mended } = line.dataset;
    undo = khabarMend.replace(field, text, mended);
    if (!undo) {
      say(section.dataset.notFound);
      return;
    }
    line.remove();
    undoText.textContent = section.dataset.replaced
      .replace("{before}", text)
      .replace("{after}", mended);
    undoLine.hidden = false;
    soon();
  };

  section.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) {
      return;
    }
    const line = button.closest(".style-word");
    if (button.dataset.go) {
      khabarMend.go(button.dataset.go);
    } else if ("openCard" in button.dataset) {
      openCard();
    } else if ("mend" in button.dataset) {
      mend(line);
    } else if ("show" in button.dataset) {
      say(khabarMend.show(line.dataset.field, line.dataset.text) ? "" : section.dataset.notFound);
    } else if ("undo" in button.dataset && undo) {
      undo();
      undo = null;
      undoLine.hidden = true;
      soon();
    }
  });

  ["input", "change"].forEach((name) => form.addEventListener(name, soon));
  // Rich text changes its field without an event; what was just looked at changes without a field.
  document.addEventListener("w-unsaved:add", soon);
  document.addEventListener("w-autosave:success", () => {
    sent = "";
    soon();
  });
  document.addEventListener("w-preview:loaded", () => {
    sent = "";
    soon();
  });
  document.addEventListener("w-preview:content", showCount);
  setInterval(() => {
    if (document.visibilityState === "visible" && !panel.hidden) {
      ask();
    }
  }, AGAIN);

  window.addEventListener("load", () => {
    const wanted = /^#readiness-(\w+)$/.exec(window.location.hash);
    if (wanted?.[1] === "card") {
      openCard();
    } else if (wanted) {
      khabarMend.go(wanted[1]);
    }
    soon();
  });
})();
