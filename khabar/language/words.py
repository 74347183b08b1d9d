"""Words in a text: where they stand, what is attached to them, and terms found among them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from .characters import ARABIC_MARKS, BIDI_CONTROLS, JOINERS, OTHER_INVISIBLE, TATWEEL
from .text import matching_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MARKS: Final = ARABIC_MARKS + "".join(map(chr, range(0x0300, 0x0370)))
_UNSEEN: Final = JOINERS + BIDI_CONTROLS + OTHER_INVISIBLE
_WORD: Final = re.compile(
    rf"[^\W_](?:[{re.escape(_MARKS)}]|[{re.escape(_UNSEEN)}]+(?=[^\W_])|[^\W_])*"
)
_NOT_SURFACE: Final = frozenset(_MARKS + _UNSEEN + TATWEEL)
_ADORNED: Final = re.compile(f"[{re.escape(_MARKS + _UNSEEN + TATWEEL)}]")
#: What may stand between two words of one term.
_GAP: Final = re.compile(r"[\s\u00a0\-‐‑–]+\Z")

_AND: Final = ("", "و", "ف")
_ARTICLE: Final = "ال"
_FOR_THE: Final = "لل"
#: Attached before a word, each with how many letters a word must have at least to wear it: a short
#: word would be found in innocent ones, as «لاد» in «بلاد».
PREFIXES: Final[dict[str, int]] = {
    **dict.fromkeys(("و", "ف"), 3),
    **{a + letter: 4 for a in _AND for letter in "بكلس"},
    **{a + with_article: 3 for a in _AND for with_article in ("ال", "بال", "كال", "لل")},
}
#: Pronouns attached after a word.
SUFFIXES: Final = ("ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "ي", "نا")
_LEAST_BEFORE_SUFFIX: Final = 4
_BARE_ALEF: Final = str.maketrans("أإآٱ", "اااا")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text, from ``start`` to before ``end``.

    ``surface`` is what a reader sees of it without marks and tatweel; ``key`` what it is found by.
    """

    start: int
    end: int
    text: str
    surface: str
    key: str


def word_pattern() -> re.Pattern[str]:
    """What a word is, for those who only count."""
    return _WORD


def tokens(text: str) -> list[Token]:
    """The words of a text in order. Marks and tatweel inside a word belong to it."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        surface, key = _seen(word)
        found.append(Token(match.start(), match.end(), word, surface, key))
    return found


@lru_cache(maxsize=65536)
def _seen(word: str) -> tuple[str, str]:
    surface = surface_of(word)
    return surface, matching_key(surface)


def surface_of(word: str) -> str:
    """A word or a term without marks, tatweel and invisible signs, its hamza and case kept."""
    return "".join(piece for piece, _place in _pieces(word)) if _is_adorned(word) else word


def _is_adorned(word: str) -> bool:
    return bool(_ADORNED.search(word)) or not unicodedata.is_normalized("NFKC", word)


def _pieces(word: str) -> Iterator[tuple[str, int]]:
    """Each letter that is seen, with the place in the word where it begins."""
    held, place = "", 0
    for index, character in enumerate(word):
        if held and unicodedata.combining(character):
            composed = unicodedata.normalize("NFC", held[-1] + character)
            if len(composed) == 1:  # An alef and the hamza above it are one letter.
                held = held[:-1] + composed
                continue
        if character in _NOT_SURFACE:
            continue
        for letter in held:
            yield letter, place
        held = "".join(
            letter
            for letter in unicodedata.normalize("NFKC", character)
            if letter not in _NOT_SURFACE
        )
        place = index
    for letter in held:
        yield letter, place


def _starts(word: str) -> list[int]:
    """Of each letter of the surface, where in the word it begins; and last, the word's end."""
    if not _is_adorned(word):
        return list(range(len(word) + 1))
    return [*(place for _piece, place in _pieces(word)), len(word)]


@dataclass(frozen=True, slots=True)
class Term:
    """A term to look for.

    ``forms`` are found as they are written, hamza and all; where ``loose``, also with the hamza of
    an alef left out. ``preferred`` is what they give way to, "" when there is nothing, and is never
    found itself. ``alone`` finds it without anything attached.
    """

    ident: int
    forms: tuple[str, ...]
    preferred: str = ""
    loose: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A term found from ``start`` to before ``end``; with its mending, None when there is none."""

    term: Term
    start: int
    end: int
    text: str
    mended: str | None


@dataclass(frozen=True, slots=True)
class _Entry:
    term: Term
    words: tuple[str, ...]
    keys: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class _Found:
    entry: _Entry
    first: int
    last: int
    prefix: str
    suffix: str

    @property
    def affixes(self) -> int:
        return len(self.prefix) + len(self.suffix)

    @property
    def words(self) -> int:
        return self.last - self.first + 1


class Lexicon:
    """Terms, indexed by the first word of each form: a text is read once, however many there are.

    The index is made when it is made; ``find`` changes nothing.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._index: dict[str, list[_Entry]] = {}
        self.size = 0
        for term in terms:
            self.size += 1
            for form in dict.fromkeys(term.forms):
                self._add(term, form, right=False)
            if term.preferred:
                self._add(term, term.preferred, right=True)

    def _add(self, term: Term, form: str, *, right: bool) -> None:
        words = tokens(form)
        if words:
            entry = _Entry(
                term,
                tuple(word.surface for word in words),
                tuple(word.key for word in words),
                right,
            )
            self._index.setdefault(entry.keys[0], []).append(entry)
            if entry.keys[0].startswith(_ARTICLE) and not term.alone:
                self._index.setdefault(_for_the(entry.keys[0]), []).append(entry)

    def find(self, text: str) -> list[Match]:
        """What is found, in order; of two that overlap the longer one."""
        if not self._index:
            return []
        words = tokens(text)
        wrong: list[_Found] = []
        right: dict[int, list[_Found]] = {}
        for place in range(len(words)):
            for found in self._at(text, words, place):
                if found.entry.right:
                    right.setdefault(found.entry.term.ident, []).append(found)
                else:
                    wrong.append(found)
        kept = [found for found in wrong if not _covered(found, right)]
        kept.sort(key=lambda found: (-found.words, found.affixes, found.first))
        taken: set[int] = set()
        matches = []
        for found in kept:
            span = range(found.first, found.last + 1)
            if taken.isdisjoint(span):
                taken.update(span)
                matches.append(_match(text, words, found))
        return sorted(matches, key=lambda match: match.start)

    def _at(self, text: str, words: Sequence[Token], place: int) -> Iterator[_Found]:
        """All terms that begin at this word."""
        key = words[place].key
        for prefix in _prefixes(key):
            rest = key[len(prefix) :]
            for entry in self._index.get(rest, ()):
                yield from self._fits(text, words, place, prefix, entry)
            for stem in _stems(rest):
                for entry in self._index.get(stem, ()):
                    if len(entry.words) == 1:
                        yield from self._fits(text, words, place, prefix, entry)

    def _fits(
        self, text: str, words: Sequence[Token], place: int, prefix: str, entry: _Entry
    ) -> Iterator[_Found]:
        last = place + len(entry.words) - 1
        if last >= len(words):
            return
        for index in range(place, last):
            gap = text[words[index].end : words[index + 1].start]
            if not _GAP.match(gap):
                return
        suffix = ""
        for index, form in enumerate(entry.words):
            seen = words[place + index].surface
            if index == 0:
                seen = seen[len(prefix) :]
                if form.startswith(_ARTICLE) and _same(seen, _for_the(form), entry):
                    seen, prefix = form, f"{prefix}ل"
            if index == len(entry.words) - 1:
                split = _split_suffix(seen, form, entry)
                if split is None:
                    return
                suffix = split
            elif not _same(seen, form, entry):
                return
        yield from _worn(entry, place, last, prefix, suffix)


def _worn(entry: _Entry, first: int, last: int, prefix: str, suffix: str) -> Iterator[_Found]:
    """The find, unless the term is too short for what it would wear, or wears nothing."""
    length = len(entry.words[0])
    if (prefix or suffix) and entry.term.alone:
        return
    if prefix and length < PREFIXES.get(prefix, 0):
        return
    if suffix and len(entry.words[-1]) < _LEAST_BEFORE_SUFFIX:
        return
    yield _Found(entry, first, last, prefix, suffix)


def _prefixes(key: str) -> Iterator[str]:
    yield ""
    # The longest is four letters: «وبال».
    for length in range(1, min(4, len(key) - 1) + 1):
        if key[:length] in PREFIXES:
            yield key[:length]


def _stems(key: str) -> Iterator[str]:
    """What remains without an attached pronoun; a ta that was tied before it is tied again."""
    for suffix in SUFFIXES:
        if len(key) > len(suffix) + 1 and key.endswith(suffix):
            stem = key[: -len(suffix)]
            yield stem
            if stem.endswith("ت"):
                yield stem[:-1] + "ه"


def _same(seen: str, form: str, entry: _Entry) -> bool:
    """Whether this is the form: a preferred spelling to the letter, others in any case."""
    if seen == form or entry.right:
        return seen == form
    folded, expected = seen.casefold(), form.casefold()
    return folded == expected or (entry.term.loose and folded == expected.translate(_BARE_ALEF))


def _split_suffix(seen: str, form: str, entry: _Entry) -> str | None:
    """The pronoun that a form wears here; "" for none, None when it is not the form."""
    if _same(seen, form, entry):
        return ""
    for suffix in SUFFIXES:
        if seen.endswith(suffix):
            stem = seen[: -len(suffix)]
            tied = f"{stem[:-1]}ة" if stem.endswith("ت") else stem
            if _same(stem, form, entry) or _same(tied, form, entry):
                return suffix
    return None


def _for_the(form: str) -> str:
    """A word with the article after «ل»: «للإخوان», «لليل»."""
    rest = form[len(_ARTICLE) :]
    return f"ل{rest}" if rest.startswith("ل") else f"{_FOR_THE}{rest}"


def _covered(found: _Found, right: dict[int, list[_Found]]) -> bool:
    """Whether the preferred spelling of the same term stands there, or around it."""
    return any(
        good.first <= found.first
        and found.last <= good.last
        and (good.words > found.words or good.affixes <= found.affixes)
        for good in right.get(found.entry.term.ident, ())
    )


def _match(text: str, words: Sequence[Token], found: _Found) -> Match:
    first, last = words[found.first], words[found.last]
    mended = None
    if found.entry.term.preferred:
        mended = "".join(_mended(first, last, found))
    return Match(found.entry.term, first.start, last.end, text[first.start : last.end], mended)


def _mended(first: Token, last: Token, found: _Found) -> Iterator[str]:
    """What is attached, as it was written, with the preferred spelling between."""
    preferred, prefix, suffix = found.entry.term.preferred, found.prefix, found.suffix
    if preferred.startswith(_ARTICLE):
        # The article is there already, or goes into the «ل» before it.
        if prefix.endswith(_ARTICLE):
            prefix = prefix.removesuffix(_ARTICLE)
        elif prefix.endswith("ل"):
            prefix = prefix.removesuffix(_FOR_THE).removesuffix("ل")
            preferred = _for_the(preferred)
    if suffix and preferred.endswith("ة"):
        preferred = f"{preferred[:-1]}ت"
    yield first.text[: _starts(first.text)[len(prefix)]]
    yield preferred
    if suffix:
        yield last.text[_starts(last.text)[len(last.surface) - len(suffix)] :]


def mend(text: str, matches: Iterable[Match]) -> str:
    """The text with each mending in its place, and nothing else changed."""
    out, done = [], 0
    for match in sorted(matches, key=lambda one: one.start):
        if match.mended is not None:
            out += [text[done : match.start], match.mended]
            done = match.end
    return "".join([*out, text[done:]])
