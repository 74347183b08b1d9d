// What a page can do better with a script. Everything works without it.

const words = document.body.dataset;
const language = document.documentElement.lang;
const categories = ["zero", "one", "two", "few", "many", "other"];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// «قبل دقيقتين»: the six forms come from the server, in the order of the categories.
export function ago(forms, n, digits, tag) {
  const category = n === 0 ? "zero" : new Intl.PluralRules(tag).select(n);
  const number = String(n).replace(/\d/g, (digit) => digits[digit]);
  return forms.split("|")[categories.indexOf(category)].replace("#", number);
}

function tell() {
  const now = Date.now();
  for (const time of document.querySelectorAll("time[data-ago]")) {
    time.dataset.ago ||= time.textContent;
    const age = Math.max(now - Date.parse(time.dateTime), -5 * MINUTE - 1);
    const recent = age >= -5 * MINUTE && age < DAY;
    if (recent) {
      const past = Math.max(age, 0);
      time.title = time.dataset.ago;
      time.textContent = past < HOUR
        ? ago(words.minutes, Math.floor(past / MINUTE), words.digits, language)
        : ago(words.hours, Math.floor(past / HOUR), words.digits, language);
    } else if (time.textContent !== time.dataset.ago) {
      time.textContent = time.dataset.ago;
      time.removeAttribute("title");
    }
  }
}

function copying(within) {
  if (!navigator.clipboard) return;
  for (const button of within.querySelectorAll("[data-copy]")) {
    const label = button.querySelector("span");
    const before = label.textContent;
    button.parentElement.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = button.dataset.copied;
      setTimeout(() => { label.textContent = before; }, 3000);
    });
  }
}

// A third party is asked for nothing before this click.
function players() {
  for (const link of document.querySelectorAll("a[data-player]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const frame = document.createElement("iframe");
      frame.src = link.dataset.player;
      frame.title = link.querySelector("strong").textContent;
      frame.allow = "autoplay; fullscreen; picture-in-picture";
      frame.allowFullscreen = true;
      const box = document.createElement("div");
      box.className = "player";
      box.append(frame);
      link.closest(".embed").replaceWith(box);
      frame.focus();
    });
  }
}

// Streams (HLS) where the browser plays none by itself: a library, and nothing before this click.
function streams(within) {
  for (const video of within.querySelectorAll("video[data-hls]")) {
    const source = video.querySelector("source[type='application/vnd.apple.mpegurl']");
    if (!source || video.canPlayType(source.type) || !window.MediaSource) continue;
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "play-stream", textContent: video.dataset.play,
    });
    video.controls = false;
    video.after(button);
    button.addEventListener("click", async () => {
      button.disabled = true;
      const { default: Hls } = await import(video.dataset.hls);
      const player = new Hls({ enableWorker: false });
      player.loadSource(source.src);
      player.attachMedia(video);
      video.controls = true;
      button.remove();
      await video.play().catch(() => {});
    });
  }
}

// The programme of the broadcast: now and next by the reader's clock.
function programme() {
  const list = document.querySelector(".programme");
  if (!list) return;
  const now = Date.now();
  const entries = [...list.children];
  const mark = (entry, word) => entry?.querySelector("strong")
    ?? entry?.append(" ", Object.assign(document.createElement("strong"), { textContent: word }));
  mark(entries.find(({ dataset }) => Date.parse(dataset.from) <= now && now < Date.parse(dataset.to)), list.dataset.now);
  mark(entries.find(({ dataset }) => Date.parse(dataset.from) > now), list.dataset.next);
}

// Suggestions of the search are loaded by whoever begins to search, unless asked to save data.
function searching() {
  if (navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches) return;
  for (const field of document.querySelectorAll("[data-suggest]")) {
    const load = async () => (await import(field.dataset.suggest)).attach(field);
    if (field === document.activeElement) load();
    else field.addEventListener("focus", load, { once: true });
  }
}

// Who moderates is known by what the desk left on this device; nobody else's browser asks for more.
function moderating() {
  const place = document.querySelector("[data-moderation]");
  try {
    if (!place || !localStorage.getItem("khabar-moderates")) return;
  } catch {
    return;
  }
  import(place.dataset.load).then(({ show }) => show(place));
}

tell();
setInterval(tell, MINUTE);
copying(document);
players();
streams(document);
programme();
searching();
moderating();
// What live.js brings gets the same.
document.addEventListener("khabar:added", ({ target }) => {
  tell();
  copying(target);
  streams(target);
});
