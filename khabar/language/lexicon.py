"""Words and phrases looked for in what people write, through disguises and what grows onto them.

A listed word is found with conjunction, preposition, article and call before it and the endings of
gender and number behind it, but never as a part of another word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from . import arabizi
from .contexts import (
    ANIMALS,
    CALLS,
    HONORIFICS,
    HUMAN_DOINGS,
    LIKENING,
    PERSONS,
    POINTING,
    POWERS,
    SPEAKING_OF,
    THEY,
    THINGS,
    TITLES,
    YOU,
)
from .disguises import (
    Chunk,
    Line,
    Way,
    candidates,
    is_arabic,
    latin_reading,
    line_of,
    masked,
    readings,
    squeezed,
)
from .text import matching_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

How = Literal["word", "exact", "addressed"]
About = Literal["", "animal", "person"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase to be found.

    how          found
    "word"       with the endings of gender and number too
    "exact"      as it stands, with what grows onto its beginning
    "addressed"  as "word", where it is said to someone: behind «يا» or «أنت»

    about        passed over, unless it is said to someone or disguised
    "animal"     where the text speaks of animals
    "person"     where a thing is called so

    ``unless`` are words near which it is passed over; ``besides`` words that look like it with
    something grown onto it, and are words of their own. ``tag`` is the caller's.
    """

    text: str
    how: How = "word"
    about: About = ""
    unless: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry found, from ``start`` to before ``end`` of the text, and how it is written there."""

    entry: Entry
    start: int
    end: int
    way: Way


class _Form(NamedTuple):
    """A way to take a word apart."""

    stem: str
    before: str
    behind: str
    way: Way


_PREFIXES: Final = tuple(
    dict.fromkeys(
        call + link + article
        for call in ("", "يا", "يال", "ويا")
        for link in (
            "",
            "و",
            "ف",
            "ب",
            "ك",
            "ل",
            "وب",
            "وك",
            "ول",
            "فب",
            "فك",
            "فل",
            "ا",
            "ها",
            "ه",
        )
        for article in ("", "ال", "لل", "هال", "عال", "شهال", "مال")
        if article or link not in ("ا", "ه")
    )
)
_ENDINGS: Final = ("", "ه", "ين", "ون", "ات", "ا")
#: Of a shorter word nothing is left when letters of it are marked out.
_SHORTEST_MASKED: Final = 3
_SHORTEST: Final = 2
#: In so few words without an animal around them, an animal is somebody.
_FEW_WORDS: Final = 3
#: An «s» behind so many letters is an ending.
_LONG: Final = 4
#: Shorter words look like too many others in Latin letters («طز», «تفو»).
_SHORTEST_LATIN: Final[dict[How, int]] = {"word": 3, "addressed": 4, "exact": 4}
_NEAR: Final = 8
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|'[^']*'|‹[^›]*›|\([^)]*\)")
_LATIN_ARTICLES: Final = frozenset({"el", "al", "il", "l"})


class Lexicon:
    """Entries, ready to be looked for in many texts."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._single: dict[str, list[_Listed]] = {}
        self._phrases: dict[str, list[_Listed]] = {}
        self._latin: dict[str, list[_Listed]] = {}
        self._arabic: list[_Listed] = []
        for entry in entries:
            words = tuple(chunk.word for chunk in line_of(entry.text).chunks)
            if not words:
                continue
            listed = _Listed(entry, words)
            if not is_arabic("".join(words)):
                self._latin.setdefault(_latin_key(words[0]), []).append(listed)
                continue
            self._arabic.append(listed)
            self._single.setdefault(squeezed("".join(words)), []).append(listed)
            if len(words) > 1:
                self._phrases.setdefault(squeezed(words[0]), []).append(listed)

    def find(self, text: str) -> list[Found]:
        """What of the entries stands in the text, in order; of what overlaps, the longest."""
        looked = _Looked(text)
        matches = list(self._matches(looked))
        looked.beside = frozenset(
            match.chunk.begin for match in matches if match.listed.entry.about != "animal"
        )
        found = [
            Found(listed.entry, start, end, way)
            for listed, start, end, way, chunk, before in matches
            if not looked.excuses(listed, chunk, before, way)
        ]
        return _apart(found)

    def _matches(self, looked: _Looked) -> Iterator[_Match]:
        for chunk in looked.candidates:
            if not chunk.word.isascii():
                yield from self._arabic_matches(looked, chunk)
            if not is_arabic(chunk.word):
                yield from self._latin_matches(looked, chunk)
        for pattern, chunk in masked(looked.line):
            for listed in self._arabic:
                if len(listed.words) == 1 and _matches_masked(pattern, listed):
                    yield _Match(listed, chunk.start, chunk.end, "masked", chunk, "")
            for several in self._latin.values():
                for listed in several:
                    if len(listed.words) == 1 and pattern.fullmatch(listed.words[0]):
                        yield _Match(listed, chunk.start, chunk.end, "masked", chunk, "")

    def _arabic_matches(self, looked: _Looked, chunk: Chunk) -> Iterator[_Match]:
        for form in _forms(chunk.word):
            way = "split" if chunk.joined and form.way != "lookalike" else form.way
            for listed in self._single.get(form.stem, ()):
                if listed.allows(chunk, form):
                    yield _Match(listed, chunk.start, chunk.end, way, chunk, form.before)
            if form.behind:
                continue
            for listed in self._phrases.get(form.stem, ()):
                last = looked.follows(listed, chunk)
                if last is not None:
                    yield _Match(listed, chunk.start, last, way, chunk, form.before)

    def _latin_matches(self, looked: _Looked, chunk: Chunk) -> Iterator[_Match]:
        word = chunk.word
        for listed in self._latin.get(_latin_key(word), ()):
            end = looked.follows_latin(listed, chunk)
            if end is not None:
                way: Way = "split" if chunk.joined else "plain"
                yield _Match(listed, chunk.start, end, way, chunk, "")
        if not (word.isascii() and word.isalnum()) or word.isdecimal():
            return
        spoken_to = {_last(looked.words, chunk.begin, back) for back in (1, 2)} & (CALLS | YOU)
        if not (arabizi.has_digits(word) or looked.is_arabizi or spoken_to):
            return
        for listed in self._arabic:
            if len(listed.words) == 1 and arabizi.is_small(word):
                continue
            if (
                len(listed.words) == 1
                and not spoken_to
                and len(listed.words[0]) < _SHORTEST_LATIN[listed.entry.how]
            ):
                continue
            end = looked.follows_arabizi(listed, chunk)
            if end is not None:
                yield _Match(listed, chunk.start, end, "latin", chunk, "")


class _Listed:
    """An entry with its words as they are compared."""

    def __init__(self, entry: Entry, words: tuple[str, ...]) -> None:
        self.entry = entry
        self.words = words
        self.squeezed = tuple(map(squeezed, words))
        self.unless = frozenset(_bare(squeezed(matching_key(word))) for word in entry.unless)
        self.besides = frozenset(map(squeezed, map(matching_key, entry.besides)))

    def allows(self, chunk: Chunk, form: _Form) -> bool:
        if form.behind and (self.entry.how == "exact" or len(self.words) > 1):
            return False
        whole = squeezed(chunk.word)
        if self.besides and any(part + form.behind in self.besides for part in (form.stem, whole)):
            return False
        if self.besides and {whole, whole.removeprefix(form.before)} & self.besides:
            return False
        joined = "".join(self.words)
        return joined == squeezed(joined) or joined in chunk.word

    def is_latin(self, place: int, word: str) -> bool:
        """Whether a Latin word may be this one; the article is a matter of taste there."""
        own = self.words[place].removeprefix("ال") if place else self.words[place]
        looks = arabizi.pattern(own, loose=arabizi.has_digits(word))
        return any(looks.fullmatch(spelt) for spelt in (word, squeezed(word)))


class _Match(NamedTuple):
    listed: _Listed
    start: int
    end: int
    way: Way
    chunk: Chunk
    before: str


class _Looked:
    """A text that entries are looked for in, with what is asked of it more than once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line: Line = line_of(text)
        self.candidates = list(candidates(self.line))
        self.words = [squeezed(chunk.word) for chunk in self.line.chunks]
        #: The places of words that are insults of some sort themselves: two of them are one.
        self.beside: frozenset[int] = frozenset()

    @cached_property
    def is_arabizi(self) -> bool:
        latin = [w for w in self.words if w.isascii() and not w.isdecimal()]
        return arabizi.is_written_so(latin, alone=not any(map(is_arabic, self.words)))

    @cached_property
    def speaks_of_animals(self) -> bool:
        return any(_is_of(ANIMALS, word) for word in self.words)

    @cached_property
    def _starting(self) -> dict[int, list[Chunk]]:
        starting: dict[int, list[Chunk]] = {}
        for chunk in self.candidates:
            starting.setdefault(chunk.begin, []).append(chunk)
        return starting

    def follows(self, listed: _Listed, first: Chunk) -> int | None:
        """Where a phrase ends whose first word stands there, if its others follow."""
        at, end = first.after, None
        for place, word in enumerate(listed.squeezed[1:], start=2):
            endings = (
                _ENDINGS if place == len(listed.squeezed) and listed.entry.how != "exact" else ("",)
            )
            for chunk in self._starting.get(at, ()):
                read = {squeezed(reading) for reading, _way in readings(chunk.word)}
                if any(word + ending in read for ending in endings):
                    at, end = chunk.after, chunk.end
                    break
            else:
                return None
        return end

    def follows_latin(self, listed: _Listed, first: Chunk) -> int | None:
        at, end = first.after, first.end
        for word in listed.words[1:]:
            if at >= len(self.words) or _latin_key(self.words[at]) != _latin_key(word):
                return None
            end, at = self.line.chunks[at].end, at + 1
        return end

    def follows_arabizi(self, listed: _Listed, first: Chunk) -> int | None:
        at, end, word = first.after, first.end, first.word
        for place in range(len(listed.words)):
            if place:
                while at < len(self.words) and self.words[at] in _LATIN_ARTICLES:
                    at += 1
                if at >= len(self.words):
                    return None
                word, end, at = self.line.chunks[at].word, self.line.chunks[at].end, at + 1
            if not listed.is_latin(place, word):
                return None
        return end

    def excuses(  # noqa: PLR0911 (one for each excuse)
        self, listed: _Listed, chunk: Chunk, before: str, way: Way
    ) -> bool:
        """Whether what was found means something else here."""
        entry, near = listed.entry, slice(max(chunk.begin - _NEAR, 0), chunk.after + _NEAR)
        if listed.unless and any(_is_of(listed.unless, word) for word in self.words[near]):
            return True
        called = before.startswith(("يا", "ويا")) or _last(self.words, chunk.begin, 1) in CALLS
        you = any(_last(self.words, chunk.begin, back) in YOU for back in (1, 2))
        if spoken_of(self.text, self.line, chunk, called=called):
            return True
        if called or way in {"split", "masked", "lookalike"}:
            return False
        if way == "plain" and _is_of(HONORIFICS, _last(self.words, chunk.begin, 1)):
            return True
        if entry.how == "addressed" and not (you or self._is_of_a_person(chunk)):
            return True
        if way == "latin":
            return False
        if entry.about == "animal":
            you = _last(self.words, chunk.begin, 1) in YOU
            return not (you or self._stands_for_a_person(chunk, before))
        return entry.about == "person" and not you and self._is_of_a_thing(chunk)

    def _stands_for_a_person(self, chunk: Chunk, before: str) -> bool:
        """Whether an animal is somebody: the text speaks of none, and of people around the word."""
        if self.speaks_of_animals:
            return False
        ahead, behind = self.words[: chunk.begin], self.words[chunk.after :]
        near = [*ahead[-1:], *behind[:2]]
        return (
            "هال" in before
            or before.startswith(("ك", "وك", "فك"))
            or (not ahead and not before)
            or len(self.words) <= _FEW_WORDS
            or any(word in POINTING for word in near)
            or any(_is_of(PERSONS, word) for word in ahead[-2:])
            or bool(ahead and ahead[-1] in LIKENING)
            or any(_is_of(POWERS, word) or word in HUMAN_DOINGS for word in behind[:3])
        )

    def _is_of_a_person(self, chunk: Chunk) -> bool:
        word = _last(self.words, chunk.begin, 1)
        return word in THEY or _is_of(PERSONS, word) or chunk.begin - 1 in self.beside

    def _is_of_a_thing(self, chunk: Chunk) -> bool:
        word = _last(self.words, chunk.begin, 1)
        # What has the plural of things («المجتمعات») is one, unless it is known to be people.
        if _is_of(THINGS, word) or (word.endswith("ات") and not _is_of(PERSONS, word)):
            return True
        following = self.words[chunk.after : chunk.after + 2]
        if following and following[0] in {"هذا", "هذه", "هذي", "هاي", "هاد"}:
            following = following[1:]
        # «تافه ومقالاته…»: what is joined by a conjunction is another.
        return (
            bool(following)
            and _bare(following[0]) == following[0].removeprefix("ال")
            and (_is_of(THINGS, following[0]))
        )


def spoken_of(text: str, line: Line, chunk: Chunk, *, called: bool = False) -> bool:
    """Whether a word is spoken of and said to nobody: «كلمة "حمار" لا تليق», «رواية الأبله»."""
    if not called and chunk.begin and _is_of(TITLES, squeezed(line.chunks[chunk.begin - 1].word)):
        return True
    for quoted in _QUOTED.finditer(text):
        if quoted.start() < chunk.start and chunk.end < quoted.end():
            ahead = [c for c in line.chunks if c.end <= quoted.start()][-4:]
            return any(_is_of(SPEAKING_OF, squeezed(c.word)) for c in ahead)
    return False


def _last(words: Sequence[str], before: int, back: int) -> str:
    return words[before - back] if before >= back else ""


@lru_cache(maxsize=1 << 14)
def _forms(word: str) -> tuple[_Form, ...]:
    found: dict[tuple[str, str, str], _Form] = {}
    for reading, way in readings(word):
        short = squeezed(reading)
        for spelt in dict.fromkeys((reading, short)):
            for before in _PREFIXES:
                if not spelt.startswith(before):
                    continue
                rest = spelt[len(before) :]
                for behind in _ENDINGS:
                    kept = rest.removesuffix(behind)
                    stem = squeezed(kept)
                    if len(stem) < _SHORTEST or not rest.endswith(behind):
                        continue
                    as_it_stands = spelt == reading and kept == stem
                    written: Way = "stretched" if way == "plain" and not as_it_stands else way
                    found.setdefault((stem, before, behind), _Form(stem, before, behind, written))
    return tuple(found.values())


@lru_cache(maxsize=1 << 14)
def _bare(word: str) -> str:
    """Without conjunction, preposition and article."""
    return re.sub(r"^[وف]?(?:[بكل]?ال(?=\w{2})|لل(?=\w{2})|[بكل](?=ال\w{2}))?", "", word) or word


def _is_of(words: frozenset[str], word: str) -> bool:
    if not word:
        return False
    bare = _bare(word)
    return bool(
        {word, bare, bare.removesuffix("ه"), word[1:] if word[0] in "وبل" else word} & words
    )


@lru_cache(maxsize=1 << 12)
def _latin_key(word: str) -> str:
    key = squeezed(latin_reading(word))
    return key.removesuffix("s") if len(key) > _LONG else key


def _matches_masked(pattern: re.Pattern[str], listed: _Listed) -> bool:
    word = listed.words[0]
    if len(word) < _SHORTEST_MASKED:
        return False
    for before in ("", "ال", "يا", "و", "وال"):
        for behind in ("", "ه"):
            if pattern.fullmatch(before + word + behind):
                return True
    return False


def _apart(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)
