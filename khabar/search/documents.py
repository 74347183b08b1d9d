"""Documents of the index, read from the newsroom as readers may see it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, filterfalse
from operator import itemgetter
from typing import Any, Final

import tantivy
from django.db.models import QuerySet
from wagtail.models import Locale

from khabar.language import analysis, transliteration
from khabar.newsroom.body_text import stored_text
from khabar.newsroom.models import (
    Article,
    Author,
    BylineEntry,
    ListEntry,
    Section,
    Source,
    Story,
    Topic,
)
from khabar.newsroom.names import is_token, shown
from khabar.newsroom.publication import AUTHOR, MEDIA, SECTION, SOURCE, STORY, TOPIC
from khabar.search import schema

#: A word of the headline counts as so many of the body…
HEADLINE_TIMES: Final = 8
#: …and one of the first words as two: what matters stands at the beginning.
LEAD_TIMES: Final = 2
LEAD_WORDS: Final = 60
GRAM: Final = 4
_REMEMBERED: Final = 1 << 17
_MEDIA: Final = {"photos": schema.PHOTOS, "video": schema.VIDEO}
_BREAK: Final = "\x1f"


@dataclass(frozen=True)
class Entry:
    """An article as it is found."""

    pk: int
    locale: int
    language: str
    at: datetime
    headline: str
    rest: tuple[str, ...]
    #: Names of people, sources, topics and stories.
    named: tuple[str, ...] = ()
    #: Which lists of readers it stands in, by kind.
    lists: Mapping[str, Iterable[int]] = field(default_factory=dict)


def article_key(pk: int) -> str:
    """What an article's document is replaced by."""
    return f"article:{pk}"


def entries(pks: Iterable[int]) -> Iterator[Entry]:
    """Those of these articles that readers may read."""
    # As rows: making an article of each takes as long again.
    articles = list(live(pks).order_by("pk").values_list("pk", *_FIELDS))
    found = [pk for pk, *_fields in articles]
    lists = _lists(found)
    names = _names(found, lists)
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    for pk, locale, at, headline, *texts, body in articles:
        if at is not None:
            rest = (*texts, stored_text(body))
            named = tuple(names[pk])
            yield Entry(pk, locale, languages[locale], at, headline, rest, named, lists[pk])


_FIELDS: Final = (
    "locale_id",
    "published_at",
    "title",
    "short_headline",
    "kicker",
    "lede",
    "dateline_place",
    "hero_caption",
    "body",
)


def live(pks: Iterable[int]) -> QuerySet[Article]:
    """Those of these articles that readers may read now."""
    articles: QuerySet[Article] = Article.objects.filter(pk__in=list(pks), live=True).public()
    return articles


def _lists(pks: list[int]) -> dict[int, dict[str, set[int]]]:
    """Of each article the lists it stands in; whose name is protected has none."""
    lists: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    protected = set(Author.objects.filter(protected=True).values_list("pk", flat=True))
    parents = dict(
        Section.objects.filter(parent_section__isnull=False).values_list("pk", "parent_section")
    )
    rows = ListEntry.objects.filter(article_id__in=pks).values_list("article_id", "key")
    for pk, key in rows:
        _locale, kind, ident = key.split(":")
        if kind == MEDIA:
            if ident in _MEDIA:
                lists[pk][MEDIA].add(_MEDIA[ident])
        elif kind == SECTION:
            lists[pk][SECTION] |= _with_ancestors(int(ident), parents)
        elif kind in {STORY, TOPIC, SOURCE} or (kind == AUTHOR and int(ident) not in protected):
            lists[pk][kind].add(int(ident))
    return lists


def _with_ancestors(section: int, parents: Mapping[int, int]) -> set[int]:
    found = set()
    at: int | None = section
    while at is not None and at not in found:
        found.add(at)
        at = parents.get(at)
    return found


def _names(pks: list[int], lists: Mapping[int, Mapping[str, set[int]]]) -> dict[int, list[str]]:
    """Of each article the names that it bears."""
    names: dict[int, list[str]] = defaultdict(list)
    for kind, known in _known_names(lists).items():
        for pk in pks:
            for ident in sorted(lists[pk].get(kind, ())):
                names[pk] += known.get(ident, [])
    texts = BylineEntry.objects.filter(article_id__in=pks, author=None, source=None)
    for pk, text in texts.order_by("pk").values_list("article_id", "text"):
        if not is_token(text):
            names[pk].append(shown(text))
    return names


def _known_names(
    lists: Mapping[int, Mapping[str, set[int]]],
) -> dict[str, dict[int, list[str]]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for kinds in lists.values():
        for kind, idents in kinds.items():
            wanted[kind] |= idents
    known: dict[str, dict[int, list[str]]] = {}
    for kind, model, name in ((AUTHOR, Author, "name"), (TOPIC, Topic, "name")):
        rows = model._default_manager.filter(pk__in=wanted[kind]).values_list("pk", name)  # noqa: SLF001 (Django's documented name)
        known[kind] = {pk: [said] for pk, said in rows}
    stories = Story.objects.filter(pk__in=wanted[STORY], live=True).values_list("pk", "title")
    known[STORY] = {pk: [title] for pk, title in stories}
    sources: dict[int, list[str]] = {}
    rows = Source.objects.filter(pk__in=wanted[SOURCE]).values_list("pk", "name", "names__name")
    for pk, name, other in rows:
        said = sources.setdefault(pk, [name])
        if other and other not in said:
            said.append(other)
    known[SOURCE] = sources
    return known


def document(entry: Entry) -> tantivy.Document:
    """The article as the index keeps it."""
    made = tantivy.Document()
    made.add_text("key", article_key(entry.pk))
    made.add_integer("kind", schema.ARTICLE)
    made.add_integer("id", entry.pk)
    made.add_integer("edition", entry.locale)
    made.add_integer("at", int(entry.at.timestamp()))
    for kind, idents in entry.lists.items():
        for ident in idents:
            made.add_integer(kind, ident)
    headline = analysis.forms(entry.headline, entry.language)
    rest = [analysis.forms(text, entry.language) for text in entry.rest if text]
    _weigh(made, headline, chain.from_iterable(rest))
    passages = [" ".join(map(_surface, forms)) for forms in (headline, *rest) if forms]
    made.add_text("exact", f" {_BREAK} ".join(passages))
    begun = beginnings(analysis.analyse(entry.headline, entry.language))
    made.add_text("head", " ".join(dict.fromkeys(begun)))
    named = [analysis.words(name, entry.language)[1] for name in entry.named]
    made.add_text("named", " ".join(stem for stems in named for stem in stems))
    return made


_surface: Final = itemgetter(0)
_stop: Final = itemgetter(2)


class _Pieces(dict[str, tuple[str, str]]):
    """Of each surface its pieces of so many letters, and its sound: reckoned once."""

    def __missing__(self, surface: str) -> tuple[str, str]:
        made = self[surface] = (
            " ".join(analysis.ngrams(surface, GRAM)),
            transliteration.sound(surface),
        )
        return made

    def of(self, surfaces: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Those of these surfaces, in order."""
        if len(self) >= _REMEMBERED:
            # The latest: the words that are used most came first.
            for _latest in range(len(self) // 8):
                self.popitem()
        return map(self.__getitem__, surfaces)


_pieces: Final = _Pieces()


def _weigh(
    made: tantivy.Document, headline: Iterable[analysis.Word], rest: Iterable[analysis.Word]
) -> None:
    """Add the words by which it is ranked, in each of their forms.

    Within one field, so that a word has one frequency and an article one length.
    """
    top = list(filterfalse(_stop, headline))
    words = [*top, *filterfalse(_stop, rest)]
    if not words:
        return
    surfaces, stems, _stops = zip(*words, strict=True)
    grams, sounds = zip(*_pieces.of(surfaces), strict=True)
    for name, forms in (("surface", surfaces), ("stem", stems), ("gram", grams)):
        head, body = forms[: len(top)], forms[len(top) :]
        lead = body[:LEAD_WORDS] * (LEAD_TIMES - 1)
        made.add_text(name, " ".join((*head * HEADLINE_TIMES, *lead, *body)))
    made.add_text("sound", " ".join(filter(None, set(sounds))))


# What else has a name


@dataclass(frozen=True)
class Name:
    """A story, topic, author or section, as it is suggested."""

    key: str
    kind: int
    pk: int
    locale: int
    language: str
    label: str


def names(keys: Iterable[str] | None = None) -> Iterator[Name]:
    """Those of these that readers may go to; all, where no keys are given."""
    wanted: dict[str, list[int]] | None = None
    if keys is not None:
        wanted = defaultdict(list)
        for key in keys:
            word, _colon, ident = key.partition(":")
            wanted[word].append(int(ident))
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    for word, (kind, rows) in _named_rows().items():
        chosen = rows if wanted is None else rows.filter(pk__in=wanted.get(word, []))
        for pk, locale, label in chosen.iterator():
            yield Name(f"{word}:{pk}", kind, pk, locale, languages[locale], label)


def _named_rows() -> "dict[str, tuple[int, QuerySet[Any, tuple[int, int, str]]]]":
    return {
        "story": (
            schema.STORY,
            Story.objects.filter(live=True).public().values_list("pk", "locale_id", "title"),
        ),
        "section": (
            schema.SECTION,
            Section.objects.filter(live=True).public().values_list("pk", "locale_id", "title"),
        ),
        "topic": (schema.TOPIC, Topic.objects.values_list("pk", "locale_id", "name")),
        "author": (
            schema.AUTHOR,
            Author.objects.filter(protected=False).values_list("pk", "locale_id", "name"),
        ),
    }


def name_document(name: Name) -> tantivy.Document:
    """It, as the index keeps it."""
    made = tantivy.Document()
    made.add_text("key", name.key)
    made.add_integer("kind", name.kind)
    made.add_integer("id", name.pk)
    made.add_integer("edition", name.locale)
    terms = analysis.analyse(name.label, name.language)
    made.add_text("head", " ".join(dict.fromkeys(beginnings(terms))))
    return made


def beginnings(terms: Iterable[analysis.Term]) -> Iterator[str]:
    """What may be typed first of these words: with what grows onto them, and without."""
    for term in terms:
        yield term.surface
        begins = term.surface.find(term.stem[:3])
        if begins > 0 and not term.stop:
            yield term.surface[begins:]
