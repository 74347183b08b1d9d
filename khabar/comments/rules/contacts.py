"""Telephone numbers and mail addresses: of whom they are, nobody knows."""

import re
from collections.abc import Iterator
from typing import Final

from khabar.comments.rules.wording import words
from khabar.language import digits
from khabar.language.text import matching_key

Span = tuple[int, int]

_GAP: Final = r"[\s.\-/()_*]{0,3}"
_NUMBER: Final = re.compile(rf"(?<![\d,٫٬])(?:\+{_GAP})?\d(?:{_GAP}\d){{6,19}}(?!\d)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,٬]\d{3})+")
_FRACTION: Final = re.compile(r"0[.,٫]\d+")
_DATE: Final = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_YEARS: Final = re.compile(r"(?:(?:1[3-9]|20)\d\d\W{1,3})+(?:1[3-9]|20)\d\d")
_ASKS: Final = re.compile(
    r"واتس|وتس|اتصل|للتواصل|تواصل|جوال|موبايل|محمول|تلفون|تليفون|هاتف|هاتفي|رقمي|كلمني|كلموني|نقال"
    r"|خلوي|رقم المدير|whats|call|phone|tel|mobile|📞|☎|📱",
    re.IGNORECASE,
)
_CASE_OR_LAW: Final = re.compile(r"(?:قانون|دعوى|قضيه|مرسوم|ماده|قرار|ايه|حساب)\s*(?:رقم)?\s*$")
_SPELLED: Final = words("""
    صفر واحد اثنين اثنان اتنين تنين ثلاثة تلاتة ثلاث اربعة اربع خمسة خمس ستة ست سبعة سبع ثمانية
    تمانية ثمان تسعة تسع zero one two three four five six seven eight nine
""")
_AT: Final = r"(?:@|\(at\)|\[at\]|\(@\)|\[@\]|\{at\})"
_DOT: Final = r"(?:\.|\[\.\]|\(\.\)|\(dot\)|\[dot\]|\sdot\s|\sنقطة\s)"
_MAIL: Final = re.compile(
    rf"[\w.+\-]+\s?{_AT}\s?[\w\-]+\s?{_DOT}\s?[\w\-.]{{2,}}"
    r"|[\w.+\-]+\s(?:at|آت|ات)\s[\w\-]+\s?(?:\.|\sdot\s|\sدوت\s|\sنقطة\s|dot)\s?[\w\-]{2,}"
    r"|[\w.+\-]{3,}\s?(?:@|\sat\s|\sات\s|\sآت\s)\s?"
    r"(?:gmail|hotmail|yahoo|outlook|icloud|جيميل|هوتميل|ياهو)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEWEST_SPELLED: Final = 7
_FEWEST: Final = 9
_FEWEST_ASKED: Final = 7
_WITH_COUNTRY: Final = 11


def phones(text: str) -> Iterator[Span]:
    """Where telephone numbers stand, in figures or in words."""
    latin = _figures(text)
    for match in _NUMBER.finditer(latin):
        around = text[max(match.start() - 30, 0) : match.end() + 15]
        asks = _ASKS.search(around) is not None
        if _is_phone(match[0], latin[: match.start()], asks=asks):
            yield match.span()
    row: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        key = matching_key(word[0])
        if key in _SPELLED or key.removeprefix("و") in _SPELLED:
            row.append(word)
            continue
        if len(row) >= _FEWEST_SPELLED:
            yield row[0].start(), row[-1].end()
        row = []
    if len(row) >= _FEWEST_SPELLED:
        yield row[0].start(), row[-1].end()


def mails(text: str) -> Iterator[Span]:
    """Where mail addresses stand, whatever is written for the sign between."""
    for match in _MAIL.finditer(text):
        yield match.span()


def _figures(text: str) -> str:
    """The text with figures of one set, each in its place."""
    return digits.convert(text, "latn")


def _is_phone(written: str, before: str, *, asks: bool) -> bool:
    figures = re.sub(r"\D", "", written)
    if (
        _FRACTION.fullmatch(written)
        or _THOUSANDS.fullmatch(written)
        or _DATE.fullmatch(written)
        or _YEARS.fullmatch(written)
    ):
        return False
    if _CASE_OR_LAW.search(matching_key(before[-30:])) or (
        "." in written and len(figures) < _FEWEST
    ):
        return asks and figures.startswith("0")
    begins = written.startswith("+") or figures.startswith("0")
    if asks:
        # «سعر الهاتف 1500000»: a round sum.
        is_sum = not begins and figures.endswith("000") and len(figures) < _WITH_COUNTRY
        return len(figures) >= _FEWEST_ASKED and not is_sum
    if figures.startswith("00") or written.startswith("+"):
        return len(figures) >= _FEWEST
    # «0 5 5 1…»: nobody writes a sum so.
    return begins and len(figures) >= _FEWEST
