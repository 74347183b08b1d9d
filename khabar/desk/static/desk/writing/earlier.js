/* «سبق أن نشرنا»: asks what the archive has on what is typed, and puts what is chosen into the form. */
(() => {
  "use strict";

  const desk = (window.khabarDesk = window.khabarDesk || {});
  const WAIT = 1200;
  const LETTERS = 2000;

  const value = (name) =>
    document.getElementById("page-edit-form")?.elements.namedItem(name)?.value || "";

  const said = () => ({
    headline: value("title").slice(0, LETTERS),
    lede: value("lede").slice(0, LETTERS),
    body: desk
      .fields()
      .filter(({ input }) => input.name.startsWith("body-"))
      .map((field) => field.text() || "")
      .join("\n")
      .slice(0, LETTERS),
  });

  const pause = (milliseconds) =>
    new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    });

  /** A new row of a list of the form, with that chosen in it. */
  const addRow = async (relation, field, chosen) => {
    const count = document.getElementById(`id_${relation}-TOTAL_FORMS`);
    const place = count?.value;
    document.getElementById(`id_${relation}-ADD`)?.click();
    // The row's chooser is made after the row.
    for (let tries = 0; tries < 40; tries += 1) {
      const row = document.getElementById(`id_${relation}-${place}-${field}-chooser`);
      if (row?.widget) {
        row.widget.setStateFromModalData(chosen);
        return true;
      }
      await pause(50);
    }
    return false;
  };

  const ACTS = {
    story: (chosen) => addRow("article_stories", "story", chosen),
    pin: (chosen) => addRow("related_choices", "other", chosen),
    link: (chosen) => {
      const body = desk.body();
      if (!body) {
        return false;
      }
      const place = body.children.length;
      const [definition, state, id] = body._getChildDataForInsertion({ type: "also_read" });
      body._insert(definition, state, id, place, { animate: true });
      const chooser = body.children[place].element?.querySelector(".chooser");
      chooser?.widget.setStateFromModalData(chosen);
      return Boolean(chooser);
    },
  };

  const HELD = {
    story: "input[name^=article_stories-][name$=-story]",
    pin: "input[name^=related_choices-][name$=-other]",
    link: "input[name^=body-][name$=-value-article]",
  };

  const begin = () => {
    const place = document.querySelector("[data-earlier]");
    const form = document.getElementById("page-edit-form");
    if (!place || !form) {
      return;
    }
    const found = place.querySelector("[data-earlier-found]");
    let last = JSON.stringify(said());
    let waiting;
    let asking;

    const taken = (button) => {
      button.disabled = true;
      button.textContent = place.dataset.added;
    };

    /** What stands in the form already is not offered again. */
    const show = () => {
      for (const button of found.querySelectorAll("[data-earlier-act]")) {
        const { earlierAct, pk } = button.dataset;
        const held = document.querySelectorAll(HELD[earlierAct]);
        button.hidden = false;
        if ([...held].some((input) => input.value === pk)) {
          taken(button);
        }
      }
    };

    const ask = async () => {
      const words = JSON.stringify(said());
      if (words === last) {
        return;
      }
      asking?.abort();
      asking = new AbortController();
      const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
      try {
        const response = await fetch(place.dataset.url, {
          method: "POST",
          headers: { "Content-Type": "application/json", [CSRF_HEADER_NAME]: CSRF_TOKEN },
          body: words,
          signal: asking.signal,
        });
        // What was offered last stays where the server does not answer.
        if (response.ok) {
          found.innerHTML = await response.text();
          last = words;
          show();
        }
      } catch {
        // Asked again with the next letter.
      }
    };

    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    };

    found.addEventListener("click", async ({ target }) => {
      const button = target.closest("[data-earlier-act]");
      if (!button) {
        return;
      }
      const { pk, title, editUrl } = button.dataset;
      const chosen = { id: Number(pk), title, adminTitle: title, edit_url: editUrl, editUrl };
      button.disabled = true;
      const done = await ACTS[button.dataset.earlierAct](chosen);
      button.disabled = false;
      if (done) {
        taken(button);
        form.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    for (const kind of ["input", "change", "keyup"]) {
      form.addEventListener(kind, soon);
    }
    show();
  };

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
