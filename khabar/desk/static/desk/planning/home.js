/* Counts down beside the times of the first screen, and marks what is overdue as it becomes so.
   All words come from the screen's data-words attribute; without script the times stand. */
(() => {
  "use strict";

  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  const plural = new Intl.PluralRules(document.documentElement.lang || "ar");

  const counted = (forms, number) => {
    const form = forms[number === 0 ? "zero" : plural.select(number)] || forms.other;
    return form.replace("%(n)s", String(number));
  };

  // One unit, never two; past a day the date that stands there says it better.
  const left = (words, wait) => {
    if (wait <= 0) {
      return words.now;
    }
    if (wait >= DAY) {
      return "";
    }
    return wait >= HOUR
      ? counted(words.hours, Math.floor(wait / HOUR))
      : counted(words.minutes, Math.floor(wait / MINUTE));
  };

  const begin = () => {
    const screen = document.querySelector("[data-words]");
    if (!screen) {
      return;
    }
    const words = JSON.parse(screen.dataset.words);
    const places = [...screen.querySelectorAll("time[data-countdown]")].map((time) => {
      const place = document.createElement("span");
      place.className = "desk-countdown";
      time.after(place);
      return [Date.parse(time.dateTime), place];
    });
    const watched = [...screen.querySelectorAll("[data-overdue-at]")];
    const tick = () => {
      const now = Date.now();
      for (const [at, place] of places) {
        place.textContent = left(words, at - now);
        place.dataset.soon = String(at - now < 10 * MINUTE);
      }
      for (const line of watched) {
        line.classList.toggle("is-overdue", Date.parse(line.dataset.overdueAt) <= now);
      }
    };
    tick();
    setInterval(tick, 1000);
  };

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
