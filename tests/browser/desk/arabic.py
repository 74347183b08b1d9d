"""What a sub-editor would find wrong on a screen: Latin letters, wrong counted nouns, direction."""

import re
from functools import cache
from pathlib import Path

import polib

from khabar.desk.accounts.browsers import BROWSERS, SYSTEMS

LOCALE = Path(__file__).resolve().parents[3] / "khabar" / "locale"
CATALOGUES = ("ar/LC_MESSAGES/django.po", "overrides/ar/LC_MESSAGES/django.po")
TWO, FEW, MANY, OTHER = 2, 3, 4, 5
DUAL = re.compile(r"[\u0621-\u0652]+(?:ان|ين)(?![\u0621-\u0652])")
COUNTED = re.compile(r"(?<![\d.,:/-])(\d[\d,]*)[ \N{NO-BREAK SPACE}]([\u0621-\u0652]+)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd][ \N{NO-BREAK SPACE}]([\u0621-\u0652]+)")
LATIN = re.compile(r"[A-Za-z][\w.'’-]*")
#: Files, sizes of pictures, versions, and the names that code goes by in a technical report.
TECHNICAL = re.compile(
    r"\b[\w-]+\.(?:jpe?g|png|webp|avif|pdf|txt)\b|\b\d+x\d+\b|\bv\d+(?:\.\d+)+\b"
    r"|\b(?:newsroom|desk|live|comments|search|wagtail\w+|auth)\.\w+\b"
)
#: Latin that an Arabic newsroom writes so itself: formats, standards, units, keys, names of things.
ALLOWED = frozenset(
    {
        "IPTC",
        "HLS",
        "TSV",
        "RSS",
        "HTML",
        "CSV",
        "XLSX",
        "JSON",
        "XML",
        "URL",
        "UTC",
        "GMT",
        "IANA",
        "SHA-256",
        "HTTP",
        "HTTPS",
        "EXIF",
        "XMP",
        "IIM",
        "GPS",
        "SEO",
        "QR",
        "AVIF",
        "JPEG",
        "JPG",
        "PNG",
        "WebP",
        "WEBP",
        "GIF",
        "SVG",
        "PDF",
        "MP4",
        "MB",
        "KB",
        "px",
        "Ctrl",
        "Alt",
        "Shift",
        "Enter",
        "Esc",
        "Tab",
        "Wagtail",
        "Khabar",
        # How the hint of a name's spellings shows one in Latin letters.
        "Stoltenberg",
        "WhatsApp",
        "Telegram",
        "Facebook",
        "YouTube",
        "Instagram",
        "TikTok",
        "Mastodon",
        "X",
        "Google",
        "Microsoft",
        "Word",
        # The browser and the system in which somebody signed in.
        *(word for _mark, name in (*BROWSERS, *SYSTEMS) for word in name.split()),
    }
)

READ_SCREEN = r"""
() => {
  const quiet = "script, style, noscript, code, kbd, samp, iframe, bdi[dir=ltr]," +
    "[lang]:not([lang^=ar]), select[name$=time_zone], .xdsoft_save_selected," +
    "[data-side-panel-toggle-counter][hidden]";
  const texts = [];
  // Also what waits in templates: dialogues, menus, the next line of a list.
  const read = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.data.trim();
      if (text && !walker.currentNode.parentElement?.closest(quiet)) {
        texts.push(text);
      }
    }
    root.querySelectorAll("template").forEach((template) => read(template.content));
  };
  read(document.body);
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (element.closest(quiet)) {
      continue;
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      const text = element.getAttribute(name);
      if (text && text.trim()) {
        texts.push(text.trim());
      }
    }
  }
  for (const button of document.querySelectorAll("input[type=submit], input[type=button]")) {
    texts.push(button.value);
  }
  texts.push(document.title);
  const fields = "input[type=text], input[type=search], input:not([type]), textarea," +
    "[contenteditable=true]";
  const wrong = [];
  for (const field of document.querySelectorAll(fields)) {
    const empty = !(field.value || field.textContent || "").trim();
    const address = /(slug|code|_uri|_url|_at|_until|hostname|time_zone|username|email)$/;
    if (
      empty && field.offsetParent && !address.test(field.name) &&
      getComputedStyle(field).direction === "ltr"
    ) {
      wrong.push(field.name || field.id || field.className);
    }
  }
  return { texts, wrong };
}
"""
TOO_WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"


def category(number: int) -> int:
    """The place of the number's plural form in an Arabic catalogue (CLDR)."""
    if number <= 2:
        return number
    rest = number % 100
    if 3 <= rest <= 10:
        return FEW
    return MANY if rest >= 11 else OTHER


@cache
def counted_nouns() -> dict[str, frozenset[int]]:
    """The words that our catalogues put behind a number, with the forms they stand in."""
    found: dict[str, set[int]] = {}
    for catalogue in CATALOGUES:
        for entry in polib.pofile(str(LOCALE / catalogue)):
            for form, text in entry.msgstr_plural.items():
                for word in PLACEHOLDER.findall(text):
                    found.setdefault(word, set()).add(int(form))
                # «خبران» says its number itself: no digit stands before it.
                if int(form) == TWO and (dual := DUAL.match(text)):
                    found.setdefault(dual[0], set())
    return {word: frozenset(forms) for word, forms in found.items()}


def wrong_counts(text: str) -> list[str]:
    """The counted nouns in the text that grammar forbids: «2 خبران», «3 خبر», «11 أخبار»."""
    nouns = counted_nouns()
    return [
        match[0]
        for match in COUNTED.finditer(text)
        if match[2] in nouns and category(int(match[1].replace(",", ""))) not in nouns[match[2]]
    ]


def latin(text: str, known: frozenset[str]) -> list[str]:
    """The Latin runs in the text that nobody allowed."""
    rest = TECHNICAL.sub(" ", text)
    return [run for run in LATIN.findall(rest) if run.strip(".'’-") not in ALLOWED | known]
