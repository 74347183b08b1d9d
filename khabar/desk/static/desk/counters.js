/* Counts the letters of a field as they are read, and says beside it when a line grows long.
   All words come from the field's data-letters attribute. */
(() => {
  "use strict";

  // The same rule as khabar.language.text.read_length: what is invisible goes, spaces are one,
  // joiners that join nothing go, and then neither marks nor tatweel count.
  const INVISIBLE =
    /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\u200b\u2060-\u2064\ufeff\u206a-\u206f\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f]/g;
  // As Python splits: its white space has four separators and a next-line that \s has not.
  const SPACE = /[\s\u001c-\u001f\u0085]+/g;
  const IDLE_JOINERS = /(?<!\S)[\u200c\u200d]+|\u200c+(?!\S)/g;
  const NOT_READ = /[\p{Mn}\p{Me}\p{Cf}\u0640]/gu;

  const squeeze = (text) => text.replace(SPACE, " ").trim();

  const readLength = (text) => {
    const line = squeeze(squeeze(text.replace(INVISIBLE, "")).replace(IDLE_JOINERS, ""));
    return [...line.replace(NOT_READ, "")].length;
  };

  const plural = new Intl.PluralRules(document.documentElement.lang || "ar");

  const counted = (forms, number) => {
    const form = forms[number === 0 ? "zero" : plural.select(number)] || forms.other;
    return form.replace("%(n)s", String(number));
  };

  const judged = (rule, number) => {
    if (rule.limit) {
      const left = Math.max(0, rule.limit - number);
      return [left < 10 ? "advice" : "", counted(rule.left, left)];
    }
    const said = counted(rule.counted, number);
    if (rule.warning && number > rule.warning) {
      return ["warning", `${said} – ${rule.warning_text}`];
    }
    if (rule.advice && number > rule.advice) {
      return ["advice", `${said} – ${rule.advice_text}`];
    }
    return ["", said];
  };

  const follow = (field) => {
    const rule = JSON.parse(field.dataset.letters);
    const place = document.createElement("output");
    place.className = "letter-count";
    place.htmlFor = field.id;
    field.after(place);
    const show = () => {
      const [level, said] = judged(rule, readLength(field.value));
      place.dataset.level = level;
      place.textContent = said;
    };
    field.addEventListener("input", show);
    show();
  };

  const begin = () => document.querySelectorAll("[data-letters]").forEach(follow);

  window.khabarDesk = Object.assign(window.khabarDesk || {}, { counted, readLength, squeeze, INVISIBLE });
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
