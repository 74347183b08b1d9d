"""House style: what of an article's words it finds, and how they are mended."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count, Max

from khabar.language.words import Lexicon, Match, Term

if TYPE_CHECKING:
    from khabar.newsroom.models import Article, PreferredSpelling, WordToAvoid

#: An article's fields that readers read, beside its body.
FIELDS = (
    "kicker",
    "title",
    "short_headline",
    "lede",
    "hero_caption",
    "seo_title",
    "search_description",
)
#: Of what a block holds, that which is no text of ours.
_NO_TEXT = frozenset({"url", "provider"})
_RICH = frozenset({"paragraph", "table"})
_BLOCK_ENDS = re.compile(r"</(?:p|li|h[1-6]|td)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")

Stamp = tuple[int, datetime | None, int, datetime | None]


@dataclass(frozen=True)
class StyleRule:
    """What a person is told of a rule."""

    kind: str
    reason: str
    blocks: bool


@dataclass(frozen=True)
class StyleFinding:
    """Words of one field that house style would have otherwise, ``count`` times there.

    ``mended`` is what would stand in their place, None when only a person can tell.
    """

    field: str
    text: str
    mended: str | None
    count: int
    rule: StyleRule


@dataclass(frozen=True)
class HouseStyle:
    """The accepted rules of an edition, ready to be looked for."""

    lexicon: Lexicon
    rules: dict[int, StyleRule]

    def look(self, texts: Iterable[tuple[str, str]]) -> list[StyleFinding]:
        """What is found in texts, each with the name of its field; the same words once a field."""
        counts: dict[tuple[str, str], int] = {}
        matches: dict[tuple[str, str], Match] = {}
        for field, text in texts:
            for match in self.lexicon.find(text):
                place = (field, match.text)
                counts[place] = counts.get(place, 0) + 1
                matches.setdefault(place, match)
        return [
            StyleFinding(
                field, words, match.mended, counts[field, words], self.rules[match.term.ident]
            )
            for (field, words), match in matches.items()
        ]


_held: dict[int, tuple[Stamp, HouseStyle]] = {}
_lock = Lock()


def house_style(locale_id: int) -> HouseStyle:
    """The rules of the edition in this locale, made anew when one of them changed."""
    stamp = _stamp(locale_id)
    with _lock:
        held = _held.get(locale_id)
    if held and held[0] == stamp:
        return held[1]
    made = _make(locale_id)
    with _lock:
        _held[locale_id] = (stamp, made)
    return made


def check(article: "Article") -> list[StyleFinding]:
    """What house style finds in an article as it stands in memory."""
    style = house_style(article.locale_id)
    return style.look(texts_of(article)) if style.rules else []


def texts_of(article: "Article") -> Iterator[tuple[str, str]]:
    """All that readers read of an article, each text with the name of its field."""
    for field in FIELDS:
        if text := getattr(article, field):
            yield field, text
    for block in article.body.raw_data:
        for text in _texts(block["value"]):
            yield "body", plain_text(text) if block["type"] in _RICH else text


def plain_text(html: str) -> str:
    """The words of rich text, with a line for each of its blocks."""
    return unescape(_TAG.sub("", _BLOCK_ENDS.sub("\n", html)))


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, item in value.items():
                if key not in _NO_TEXT and key not in {"id", "type"}:
                    yield from _texts(item)
        case list():
            for item in value:
                yield from _texts(item)


def _accepted(name: str, locale_id: int) -> Any:
    model = apps.get_model("newsroom", name)
    return model.objects.filter(edition__locale=locale_id, state="accepted")


def _stamp(locale_id: int) -> Stamp:
    spellings, avoided = (
        _accepted(name, locale_id).aggregate(count=Count("pk"), last=Max("changed_at"))
        for name in ("PreferredSpelling", "WordToAvoid")
    )
    return spellings["count"], spellings["last"], avoided["count"], avoided["last"]


def _make(locale_id: int) -> HouseStyle:
    terms: list[Term] = []
    rules: dict[int, StyleRule] = {}
    spelling: PreferredSpelling
    for spelling in _accepted("PreferredSpelling", locale_id):
        rules[len(terms)] = StyleRule("spelling", spelling.note, spelling.blocks)
        terms.append(
            Term(len(terms), tuple(spelling.forms), spelling.preferred, alone=spelling.alone)
        )
    avoided: WordToAvoid
    for avoided in _accepted("WordToAvoid", locale_id):
        rules[len(terms)] = StyleRule("avoid", avoided.reason, avoided.blocks)
        terms.append(
            Term(
                len(terms),
                tuple(avoided.forms),
                avoided.replacement,
                loose=True,
                alone=avoided.alone,
            )
        )
    return HouseStyle(Lexicon(terms), rules)
