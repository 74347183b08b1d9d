/* How many words the body has and how long they take to read, as they are typed. */
(() => {
  "use strict";

  const desk = (window.khabarDesk = window.khabarDesk || {});
  const A_WORD = /[\p{L}\p{N}]/u;

  /** As khabar.language.reading.word_count. */
  desk.wordCount = (text) =>
    desk
      .squeeze(text.replace(desk.INVISIBLE, ""))
      .split(" ")
      .filter((word) => A_WORD.test(word)).length;

  const begin = () => {
    const place = document.querySelector("[data-reading]");
    const root = document.getElementById("body-root") || document.getElementById("body");
    if (!place || !root) {
      return;
    }
    const rule = JSON.parse(place.dataset.reading);
    const show = (words) => {
      // Rounded as khabar.language.reading.reading_minutes rounds.
      const minutes = Math.floor(words / rule.words_a_minute + 0.5);
      const said = [desk.counted(rule.words, words), desk.counted(rule.minutes, minutes)];
      place.textContent = words ? said.join(" – ") : said[0];
    };
    const count = () => {
      const inBody = desk.fields().filter(({ input }) => input.name.startsWith("body-"));
      show(inBody.reduce((sum, field) => sum + desk.wordCount(field.text() || ""), 0));
    };
    let waiting;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(count, 300);
    };
    show(Number(place.dataset.saved));
    // Of the panel, since the body's element is put in the place of another when it is ready.
    const panel = root.closest("section") || root.parentElement;
    for (const kind of ["input", "change", "keyup", "paste", "click"]) {
      panel.addEventListener(kind, soon);
    }
    new MutationObserver(soon).observe(panel, { childList: true, subtree: true });
  };

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
