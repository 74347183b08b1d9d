// Follows what changes while a page is open: posts of a coverage, urgent lines, a newer version of
// the article. One stream for all tabs of a browser; none while nobody looks, none with Save-Data.

const ADDRESS = "/live/events";
const SILENCE = 50_000; // The server is heard every twenty seconds.
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 120_000;
const QUIET_PAGE = 5_000; // Pages where little changes let the page itself come first.
const TICK = 5_000;

const coverage = document.querySelector("[data-coverage]");
const article = document.querySelector("[data-version]"); // Lists name articles too, without one.
const urgent = () => document.querySelector("[data-ticker]");
const saving = () => navigator.connection?.saveData
  || matchMedia("(prefers-reduced-data: reduce)").matches;
const revision = (mark) => Number((mark || "0").split(".")[0]);

// ---- What this page knows, and what it makes of an event

const known = {
  mark: coverage?.dataset.mark ?? "",
  stamp: coverage?.dataset.stamp ?? "",
  version: article?.dataset.version ?? "",
};
let gone = false;

// What a stream is to carry for this page: names to what is known.
function wants() {
  const asked = { ticker: urgent()?.dataset.ticker ?? "" };
  if (coverage && !gone) {
    asked[`coverage=${coverage.dataset.coverage}`] = `${known.mark}:${known.stamp}`;
  }
  if (article) asked[`article=${article.dataset.article}`] = known.version;
  return asked;
}

function heard({ type, data, id }) {
  const said = JSON.parse(data);
  if (type === "ticker") return showTicker(said);
  if (type === "article") return showArticle(said);
  if (!coverage || String(said.coverage) !== coverage.dataset.coverage) return undefined;
  const [, mark] = id.split("@");
  if (type === "coverage") return follow.frame(said);
  if (type === "gone") {
    gone = true;
    return follow.anew();
  }
  if (type === "resync") {
    known.mark = mark;
    return follow.anew();
  }
  if (type === "at") {
    known.mark ||= mark;
    return undefined;
  }
  // Another tab may know less: what this one has is not taken twice.
  if (known.mark && revision(mark) <= revision(known.mark)) return undefined;
  known.mark = mark;
  return type === "withdraw" ? follow.withdraw(said.post) : follow.post(said);
}

// Whether who knows `one` of a coverage needs more of it than who knows `other`.
function older(name, one, other) {
  const [first] = one.split(":");
  const [second] = other.split(":");
  return name.startsWith("coverage=") && first !== ""
    && (second === "" || revision(first) < revision(second));
}

function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// reader.js puts its clock and buttons into what came.
function added(element) {
  element.dispatchEvent(new CustomEvent("khabar:added", { bubbles: true }));
}

// What is being read stays where it is, whatever comes or goes above it.
function keeping(change) {
  const read = [...document.querySelectorAll("[data-post], .standfirst, .body > *, main h2, main h3")]
    .find((element) => element.getBoundingClientRect().bottom > 0);
  const before = read?.getBoundingClientRect().top;
  document.documentElement.classList.add("keeping");
  change();
  if (read?.isConnected && scrollY > 0) scrollBy(0, read.getBoundingClientRect().top - before);
  requestAnimationFrame(() => requestAnimationFrame(() => {
    document.documentElement.classList.remove("keeping");
  }));
}

function showTicker({ html }) {
  const fresh = made(html);
  const lines = urgent();
  if (!lines || !fresh) return;
  keeping(() => {
    lines.dataset.ticker = fresh.dataset.ticker;
    lines.replaceChildren(...fresh.childNodes);
    added(lines);
  });
}

function showArticle({ article: number, version }) {
  if (!article || String(number) !== article.dataset.article || version === known.version) return;
  known.version = version;
  document.querySelector("[data-updated]").hidden = false;
}

// ---- A coverage

class Coverage {
  constructor() {
    this.posts = document.querySelector("[data-posts]");
    this.bar = document.querySelector("[data-live-bar]");
    if (!this.bar) return;
    this.take = this.bar.querySelector("[data-take]");
    this.toggle = this.bar.querySelector("[data-toggle]");
    this.said = this.bar.querySelector("[data-said]");
    this.waiting = new Map();
    this.held = [];
    this.gone = new Set();
    this.paused = saving();
    // An older page has its own title, and nothing of the frame but the state.
    this.framed = known.stamp !== "";
    this.title = document.title;
    this.spoken = 0;
    this.take.addEventListener("click", () => this.taken());
    this.toggle.addEventListener("click", () => this.toggled());
    this.bar.hidden = false;
    this.show();
  }

  toggled() {
    this.paused = !this.paused;
    this.show();
    if (!this.paused) {
      const held = this.held.splice(0);
      held.forEach((change) => change());
    }
    stream.look();
  }

  // While the reader wants quiet nothing moves; what is withdrawn goes all the same.
  later(change) {
    if (this.paused) this.held.push(change);
    else change();
  }

  post({ post, html }) {
    this.gone.delete(post);
    this.later(() => {
      if (this.gone.has(post)) return;
      const fresh = made(html);
      const shown = document.getElementById(`post-${post}`);
      if (shown) {
        keeping(() => {
          shown.replaceWith(fresh);
          added(fresh);
        });
        return;
      }
      this.waiting.delete(post);
      this.waiting.set(post, fresh);
      this.show();
      this.speak();
    });
  }

  withdraw(post) {
    this.gone.add(post);
    this.waiting.delete(post);
    const shown = document.getElementById(`post-${post}`);
    if (shown) {
      const note = document.createElement("p");
      note.className = "post-gone";
      note.textContent = this.bar.dataset.withdrawn;
      keeping(() => {
        shown.className = "post post-withdrawn";
        shown.removeAttribute("aria-label");
        shown.replaceChildren(note);
      });
    }
    this.show();
  }

  frame(said) {
    if (said.stamp === known.stamp) return;
    known.stamp = said.stamp;
    this.later(() => {
      this.parts = said;
      if (!this.framed) {
        this.put("state");
        return;
      }
      this.title = said.title;
      this.put("state");
      if (!this.waiting.size) this.putAll();
      this.show();
    });
  }

  put(name) {
    const place = document.querySelector(`[data-part="${name}"]`);
    if (!place || !this.parts) return;
    const template = document.createElement("template");
    template.innerHTML = this.parts[name];
    keeping(() => {
      place.replaceChildren(template.content);
      added(place);
    });
  }

  putAll() {
    ["summary", "events", "count"].forEach((name) => this.put(name));
    this.parts = undefined;
  }

  // The new posts, where they belong: before the first that is older and not pinned.
  taken() {
    if (!("front" in coverage.dataset)) {
      location.assign(coverage.dataset.path);
      return;
    }
    const fresh = [...this.waiting.values()];
    this.waiting.clear();
    const time = (post) => post.querySelector("time")?.dateTime ?? "";
    for (const post of fresh) {
      const pinned = post.classList.contains("post-pinned");
      const next = [...this.posts.querySelectorAll("[data-post]")].find((other) => pinned
        || (!other.classList.contains("post-pinned") && Date.parse(time(other)) <= Date.parse(time(post))));
      if (next) next.before(post);
      else this.posts.append(post);
      added(post);
    }
    this.putAll();
    this.show();
    const first = this.posts.querySelector("[data-post]:not(.post-pinned)") ?? fresh.at(-1);
    first?.setAttribute("tabindex", "-1");
    first?.focus({ preventScroll: true });
    this.bar.scrollIntoView({ block: "start" });
  }

  counted() {
    const { digits } = document.body.dataset;
    const n = this.waiting.size;
    const category = new Intl.PluralRules(document.documentElement.lang).select(n);
    const forms = this.bar.dataset.new.split("|");
    const place = ["zero", "one", "two", "few", "many", "other"].indexOf(category);
    const number = String(n).replace(/\d/g, (digit) => digits[digit]);
    return { text: forms[place].replace("#", number), number };
  }

  show() {
    const { text, number } = this.counted();
    const some = this.waiting.size > 0;
    this.take.hidden = !some;
    this.take.textContent = some ? text : "";
    this.toggle.textContent = this.paused ? this.bar.dataset.resume : this.bar.dataset.pause;
    document.title = some ? `(${number}) ${this.title}` : this.title;
  }

  // Said now and then, however fast they come.
  speak() {
    clearTimeout(this.speaking);
    const after = Math.max(0, this.spoken + 10_000 - Date.now());
    this.speaking = setTimeout(() => {
      this.spoken = Date.now();
      if (this.waiting.size && !this.paused) this.said.textContent = this.counted().text;
    }, after);
  }

  anew() {
    const link = this.bar.querySelector("[data-anew]");
    link.hidden = false;
    this.said.textContent = link.textContent;
  }
}

const follow = coverage ? new Coverage() : undefined;

// ---- The stream: held by one tab, which tells the others

class Stream {
  constructor() {
    this.name = Math.random().toString(36).slice(2);
    this.others = new Map();
    this.pause = FIRST_PAUSE;
    this.shared = "locks" in navigator && "BroadcastChannel" in window;
    if (this.shared) {
      this.channel = new BroadcastChannel("khabar-live");
      this.channel.addEventListener("message", ({ data }) => this.told(data));
    }
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("online", () => { this.pause = FIRST_PAUSE; this.again(0); });
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", ({ persisted }) => persisted && this.look());
    setInterval(() => this.watch(), TICK);
    setTimeout(() => { this.ready = true; this.look(); }, coverage ? 0 : QUIET_PAGE);
  }

  wanted() {
    if (document.hidden || !this.ready) return false;
    return !(saving() && (!follow || follow.paused));
  }

  look() {
    if (!this.wanted()) this.leave();
    else if (!this.shared) this.hold();
    else this.stand();
  }

  // Whoever has the lock holds the stream; the others wait for it, and say what they want of it.
  stand() {
    this.channel.postMessage({ from: this.name, wants: wants() });
    if (this.standing) return;
    this.standing = new AbortController();
    const { signal } = this.standing;
    navigator.locks.request("khabar-live", { signal }, () => new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      this.release = resolve;
      this.channel.postMessage({ from: this.name, hello: true });
      this.hold();
    })).catch(() => {});
  }

  leave() {
    this.standing?.abort();
    this.standing = undefined;
    this.release?.();
    this.release = undefined;
    this.close();
    clearTimeout(this.timer);
    this.others.clear();
    this.channel?.postMessage({ from: this.name, bye: true });
  }

  told({ from, wants: theirs, hello, bye, event }) {
    if (event) {
      if (this.standing && !this.release) heard(event);
    } else if (hello) {
      if (this.standing) this.channel.postMessage({ from: this.name, wants: wants() });
    } else if (bye) {
      this.others.delete(from);
    } else if (theirs) {
      this.others.set(from, theirs);
      if (this.release && this.lacks(theirs)) this.hold();
    }
  }

  // Whether the open stream does not carry this, or began after what a tab knows.
  lacks(theirs) {
    return Object.entries(theirs).some(([name, known]) => {
      const carried = this.carried?.[name];
      return carried === undefined || older(name, known, carried);
    });
  }

  // What all tabs want; of a coverage, from where the one stands that knows least.
  all() {
    const asked = wants();
    for (const theirs of this.others.values()) {
      for (const [name, known] of Object.entries(theirs)) {
        if (asked[name] === undefined || older(name, known, asked[name])) asked[name] = known;
      }
    }
    return asked;
  }

  hold() {
    if (this.shared && !this.release) return;
    this.close();
    clearTimeout(this.timer);
    this.carried = this.all();
    const query = Object.entries(this.carried).map(([name, known]) => (
      name.includes("=") ? `${name}:${known}` : `${name}=${known}`)).sort().join("&");
    const source = new EventSource(`${ADDRESS}?${query}`);
    this.source = source;
    this.lastHeard = Date.now();
    source.addEventListener("open", () => { this.lastHeard = Date.now(); });
    source.addEventListener("beat", () => { this.lastHeard = Date.now(); this.pause = FIRST_PAUSE; });
    for (const type of ["post", "withdraw", "coverage", "ticker", "article", "at", "resync", "gone"]) {
      source.addEventListener(type, ({ data, lastEventId }) => {
        this.lastHeard = Date.now();
        this.pause = FIRST_PAUSE;
        const event = { type, data, id: lastEventId };
        heard(event);
        this.channel?.postMessage({ from: this.name, event });
      });
    }
    // The browser would come again with the address of this time; we know more by now.
    source.addEventListener("error", () => {
      if (this.source !== source) return;
      this.close();
      this.again(this.pause * (0.5 + Math.random()));
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    });
  }

  close() {
    this.source?.close();
    this.source = undefined;
  }

  again(after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.source && this.wanted() && (this.release || !this.shared)) this.hold();
    }, after);
  }

  // A connection that died in silence, or slept with the machine.
  watch() {
    if (this.source && Date.now() - this.lastHeard > SILENCE) this.hold();
  }
}

const stream = new Stream();
