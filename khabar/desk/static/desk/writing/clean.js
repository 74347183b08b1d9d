/* «نظّف النص»: asks what would be mended in each text, lets the editor take it in parts, undoes it.
   The words come from the button's data-words; what is mended is decided on the server. */
(() => {
  "use strict";

  const desk = (window.khabarDesk = window.khabarDesk || {});

  const ask = async (url, texts) => {
    const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        [CSRF_HEADER_NAME]: CSRF_TOKEN,
      },
      body: JSON.stringify({ texts }),
    });
    if (!response.ok) {
      throw new Error(`${response.status}`);
    }
    return (await response.json()).changes;
  };

  const say = (text, button) => {
    const note = document.querySelector("[data-clean-note]");
    note.replaceChildren(text, ...(button ? [button] : []));
    note.hidden = false;
  };

  const undo = (words, taken) => {
    let kept = false;
    for (const { field, before, after } of [...taken].reverse()) {
      if (field.text() === after) {
        field.write(before);
      } else {
        kept = true;
      }
    }
    say(kept ? `${words.undone} ${words.kept}` : words.undone);
  };

  const undoButton = (words, taken) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = words.undo;
    button.addEventListener("click", () => undo(words, taken), { once: true });
    return button;
  };

  const take = (words, chosen) => {
    const taken = [];
    let number = 0;
    for (const { field, text, changes } of chosen) {
      // Typed meanwhile? The offsets would be wrong.
      if (field.text() === text && changes.length) {
        field.change(changes);
        taken.push({ field, before: text, after: desk.applied(text, changes) });
        number += changes.length;
      }
    }
    say(desk.counted(words.done, number), taken.length ? undoButton(words, taken) : null);
  };

  const clean = async (button) => {
    const words = JSON.parse(button.dataset.words);
    const fields = desk.fields().filter((field) => field.text()?.trim());
    const texts = fields.map((field) => field.text());
    button.disabled = true;
    try {
      const changes = await ask(button.dataset.url, texts);
      const proposals = fields
        .map((field, place) => ({ field, text: texts[place], changes: changes[place] }))
        .filter((proposal) => proposal.changes.length);
      if (proposals.length) {
        desk.cleanDialog(words, proposals, (chosen) => take(words, chosen));
      } else {
        say(words.nothing);
      }
    } catch {
      say(words.failed);
    } finally {
      button.disabled = false;
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-clean-text]");
    if (button) {
      clean(button);
    }
  });
})();
