/* Reads what is pasted from Word, WhatsApp and web pages: paragraphs, lists, headings, bold and links
   stay; styles, empty paragraphs, tracking and invisible marks go. No word of the text goes. */
(() => {
  "use strict";

  const desk = (window.khabarDesk = window.khabarDesk || {});

  const BLOCKS = new Set(
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TBODY TFOOT THEAD TR UL".split(
      " ",
    ),
  );
  const NO_TEXT = new Set("HEAD LINK META NOSCRIPT SCRIPT STYLE TEMPLATE TITLE".split(" "));
  const TRACKING =
    /^(utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_ga|_gl|ref_src|ref_url|mkt_tok|cmpid|ocid)$/i;
  const ADDRESS = /https?:\/\/[^\s«»"<>]+/g;
  const IDLE_NON_JOINER =
    /(?<![\u0620-\u06ff\ufb50-\ufdff\ufe70-\ufefc])\u200c+|\u200c+(?![\u0620-\u06ff\ufb50-\ufdff\ufe70-\ufefc])/g;
  const CHAT_LINE = /^\[[^\]\n]*\d[^\]\n]*\] [^:\n]+: /m;

  /** An address without what follows its reader; its letters stay as they are written. */
  desk.cleanAddress = (address) => {
    const [, before, query, after] = /^([^?#]*)\??([^#]*)(#.*)?$/s.exec(address);
    const pairs = query.split("&").filter((pair) => pair && !TRACKING.test(pair.split("=")[0]));
    if (/^https?:\/\/(www\.)?google\.[a-z.]+\/url$/.test(before)) {
      const target = pairs.find((pair) => /^(q|url)=https?/.test(pair));
      if (target) {
        return desk.cleanAddress(decodeURIComponent(target.replace(/^\w+=/, "")));
      }
    }
    return before + (pairs.length ? `?${pairs.join("&")}` : "") + (after || "");
  };

  /** A text without invisible marks, and with clean addresses. */
  desk.visible = (text) =>
    text
      .replace(desk.INVISIBLE, "")
      .replace(IDLE_NON_JOINER, "")
      .replace(ADDRESS, (address) => desk.cleanAddress(address));

  const styleOf = (element) => element.getAttribute("style") || "";

  const isBold = (element, inherited) => {
    const weight = /font-weight:\s*(\w+)/i.exec(styleOf(element))?.[1];
    if (weight) {
      return weight === "bold" || weight === "bolder" || Number(weight) >= 600;
    }
    return inherited || ["B", "STRONG"].includes(element.tagName);
  };

  const linkOf = (element, inherited) => {
    if (element.tagName !== "A") {
      return inherited;
    }
    const address = (element.getAttribute("href") || "").replace(desk.INVISIBLE, "").trim();
    return /^(https?:|mailto:)/i.test(address) ? desk.cleanAddress(address) : null;
  };

  class Reader {
    constructor() {
      this.lines = [];
      this.open({ type: "unstyled", depth: 0 });
    }

    open(kind) {
      this.line = { kind, runs: [] };
      this.lines.push(this.line);
    }

    add(text, bold, link) {
      this.line.runs.push({ text, bold, link });
    }

    walk(node, context) {
      if (node.nodeType === Node.TEXT_NODE) {
        const text = node.data.replace(/[\s\u00a0]+/g, context.pre ? (space) => space : " ");
        this.add(text, context.bold, context.link);
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        this.element(node, context);
      }
    }

    element(element, context) {
      const style = styleOf(element);
      if (NO_TEXT.has(element.tagName) || /mso-list:\s*ignore|mso-hide:\s*all|display:\s*none/i.test(style)) {
        return;
      }
      if (element.tagName === "BR") {
        this.add("\n", false, null);
        return;
      }
      const inner = {
        ...context,
        bold: isBold(element, context.bold),
        link: linkOf(element, context.link),
        pre: context.pre || element.tagName === "PRE" || /white-space:\s*(pre|break-spaces)/.test(style),
      };
      if (/^[OU]L$/.test(element.tagName)) {
        inner.list = { ordered: element.tagName === "OL", depth: context.list ? context.list.depth + 1 : 0 };
      }
      const isBlock = BLOCKS.has(element.tagName);
      if (isBlock) {
        this.open(this.kindOf(element, inner));
      }
      element.childNodes.forEach((child) => this.walk(child, inner));
      if (/^T[DH]$/.test(element.tagName) && element.nextElementSibling) {
        this.add(" | ", false, null);
      }
      if (isBlock) {
        this.open({ type: "unstyled", depth: 0 });
      }
    }

    kindOf(element, context) {
      const word = /mso-list:\s*\w+\s+level(\d)/i.exec(styleOf(element));
      if (word) {
        const marker = element.querySelector('[style*="mso-list"]')?.textContent.trim() || "";
        const type = /^[\p{N}\p{L}]{1,3}[.)-]/u.test(marker) ? "ordered" : "unordered";
        return { type: `${type}-list-item`, depth: Number(word[1]) - 1 };
      }
      if (/^H[1-6]$/.test(element.tagName)) {
        return { type: "heading", depth: 0 };
      }
      if (context.list && element.closest("li") && (element.tagName === "LI" || element.parentElement.tagName === "LI")) {
        return {
          type: context.list.ordered ? "ordered-list-item" : "unordered-list-item",
          depth: Math.min(context.list.depth, 4),
        };
      }
      return { type: "unstyled", depth: 0 };
    }
  }

  /** Runs of a line as letters with what each carries, so that trimming moves nothing. */
  const lettersOf = (runs) => {
    const letters = runs.flatMap(({ text, bold, link }) =>
      [...desk.visible(text)].map((letter) => ({ letter, bold, link })),
    );
    const isSpace = ({ letter }) => letter === " ";
    return letters.filter((one, place) => {
      const before = letters[place - 1];
      const after = letters[place + 1];
      return !isSpace(one) || (before && !isSpace(before) && before.letter !== "\n" && after?.letter !== "\n");
    });
  };

  const trimmed = (letters) => {
    let from = 0;
    let to = letters.length;
    while (from < to && !letters[from].letter.trim()) from += 1;
    while (to > from && !letters[to - 1].letter.trim()) to -= 1;
    return letters.slice(from, to);
  };

  /** A line broken twice is two paragraphs. */
  const paragraphsOf = ({ kind, runs }) => {
    const parts = [[]];
    const letters = lettersOf(runs);
    letters.forEach((one, place) => {
      if (one.letter === "\n" && letters[place + 1]?.letter === "\n") {
        parts.push([]);
      } else {
        parts[parts.length - 1].push(one);
      }
    });
    return parts
      .map(trimmed)
      .filter((part) => part.length)
      .map((part) => ({ kind, letters: part }));
  };

  const ranges = (letters, value) => {
    const found = [];
    let offset = 0;
    for (const one of letters) {
      const here = value(one);
      const last = found[found.length - 1];
      if (here && last && last.value === here && last.offset + last.length === offset) {
        last.length += one.letter.length;
      } else if (here) {
        found.push({ offset, length: one.letter.length, value: here });
      }
      offset += one.letter.length;
    }
    return found;
  };

  let blocks = 0;

  /** One Draft.js block; links get numbers in the map of entities. */
  const blockOf = ({ kind, letters }, entityMap) => {
    const isHeading = kind.type === "heading";
    blocks += 1;
    return {
      key: `p${blocks.toString(36)}${Date.now().toString(36).slice(-4)}`,
      text: letters.map(({ letter }) => letter).join(""),
      type: isHeading ? "unstyled" : kind.type,
      depth: kind.depth,
      inlineStyleRanges: ranges(letters, ({ bold }) => bold || isHeading).map(
        ({ offset, length }) => ({ offset, length, style: "BOLD" }),
      ),
      entityRanges: ranges(letters, ({ link }) => link).map(({ offset, length, value }) => {
        const key = Object.keys(entityMap).length;
        entityMap[key] = { type: "LINK", mutability: "MUTABLE", data: { url: value } };
        return { offset, length, key };
      }),
      data: {},
    };
  };

  /** Paragraphs as Draft.js has them, ready to be put into an editor. */
  desk.rawOf = (paragraphs) => {
    const entityMap = {};
    return { blocks: paragraphs.map((one) => blockOf(one, entityMap)), entityMap };
  };

  const linesOfHtml = (html) => {
    const reader = new Reader();
    const { body } = new DOMParser().parseFromString(html, "text/html");
    body.childNodes.forEach((node) => reader.walk(node, { bold: false, link: null, list: null }));
    return reader.lines;
  };

  /** A line with its addresses as links; a full stop after one is the sentence's. */
  const runsOf = (line) => {
    const runs = [];
    let done = 0;
    for (const { 0: match, index } of line.matchAll(ADDRESS)) {
      const address = match.replace(/\p{Terminal_Punctuation}+$/u, "");
      runs.push({ text: line.slice(done, index), bold: false, link: null });
      runs.push({ text: address, bold: false, link: desk.cleanAddress(address) });
      done = index + address.length;
    }
    return [...runs, { text: line.slice(done), bold: false, link: null }];
  };

  const linesOfText = (text) =>
    text.split(/\r\n|[\r\n\u2028\u2029]/).map((line) => ({
      kind: { type: "unstyled", depth: 0 },
      runs: runsOf(line.replace(desk.INVISIBLE, "")),
    }));

  /** The paragraphs of what is on the clipboard. */
  desk.readPasted = (html, text) => {
    // A chat's names and times are in the text alone.
    const isChat = CHAT_LINE.test(text.replace(desk.INVISIBLE, ""));
    const lines = html && !isChat ? linesOfHtml(html) : linesOfText(text);
    const found = lines.flatMap(paragraphsOf);
    return found.length || !html ? found : linesOfText(text).flatMap(paragraphsOf);
  };
})();
