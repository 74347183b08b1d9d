"""An item into an article that is not saved yet, with all that was noticed on the way."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from khabar.imports.html import BodyPart, body_parts, text_parts
from khabar.imports.matching import Matching
from khabar.imports.ninjs import NinjsItem, Picture
from khabar.imports.photos import LocalPhotos
from khabar.imports.problems import ItemError, Note
from khabar.language.text import truncate
from khabar.newsroom import rules
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    BylineEntry,
    Edition,
    Genre,
    Photo,
    Source,
)
from khabar.newsroom.names import Hider

_BLOCK_IDS: Final = uuid.UUID("0d5a7b52-7d0f-4b0e-9a53-6d1b6c1f0c11")
_FEATURED: Final = frozenset({"featuremedia", "featured", "main", "mainmedia", "hero", "lead"})
_GENRES: Final = {
    "analysis": Genre.ANALYSIS,
    "background": Genre.REPORT,
    "feature": Genre.REPORT,
    "factcheck": Genre.FACT_CHECK,
    "fact check": Genre.FACT_CHECK,
    "interview": Genre.INTERVIEW,
    "opinion": Genre.OPINION,
    "opinionated": Genre.OPINION,
    "press_release": Genre.STATEMENT,
    "press release": Genre.STATEMENT,
}
#: Text fields that are cut at a word where the item's is longer, and said so.
_CUT: Final = {
    "title": 255,
    "short_headline": 50,
    "kicker": 80,
    "dateline_place": 80,
    "slugline": 120,
    "hero_caption": 300,
}
#: Where the item says nothing, what editors wrote stays.
_KEPT_WHERE_EMPTY: Final = frozenset(
    {
        "short_headline",
        "kicker",
        "lede",
        "genre",
        "dateline_place",
        "slugline",
        "urgency",
        "hero_photo",
        "hero_caption",
    }
)
_BYLINE_LENGTH: Final = 300
_URI_LENGTH: Final = 500
_VERSION_LENGTH: Final = 40


@dataclass
class Built:
    """What an item became."""

    values: dict[str, Any]
    byline: list[BylineEntry]
    sources: list[Source]
    subjects: list[Any]
    notes: list[Note] = field(default_factory=list)

    def article(self) -> Article:
        """A new article of it; its relations are all known, so none is looked up."""
        article = Article(live=False, **self.values)
        article.genre = article.genre or Genre.NEWS
        for relation in get_all_child_relations(Article):
            setattr(article, relation.get_accessor_name(), [])
        for relation in get_all_child_m2m_relations(Article):
            setattr(article, relation.name, [])
        self.relate(article)
        return article

    def put_on(self, article: Article) -> None:
        """Make an article say what the item says; what only the newsroom knows stays."""
        for name, value in self.values.items():
            if value or name not in _KEPT_WHERE_EMPTY:
                setattr(article, name, value)
        self.relate(article)

    def relate(self, article: Article) -> None:
        """Set the relations that come from the item."""
        article.byline_entries = self.byline  # type: ignore[assignment]  # modelcluster's setter
        article.article_sources = [  # type: ignore[assignment]  # modelcluster's setter
            ArticleSource(source=source, sort_order=place)
            for place, source in enumerate(self.sources)
        ]
        article.subjects = self.subjects


class Builder:
    """Turns items into what one edition's articles are made of."""

    def __init__(
        self, edition: Edition, provider: str, matching: Matching, photos: LocalPhotos
    ) -> None:
        self._edition = edition
        self._provider = provider
        self._matching = matching
        self.photos = photos

    def build(self, item: NinjsItem) -> Built:
        """The article's values and relations. Raises ItemError."""
        self._check(item)
        notes = list(item.notes)
        now = timezone.now()
        embargoed = item.embargoed_until if _ahead(item.embargoed_until, now) else None
        published_at = None if embargoed else item.first_created
        if _ahead(published_at, now):
            notes.append(Note("date-in-future", "Created in the future; the present was taken."))
            published_at = now
        hero, body = self._body(item, notes)
        values = {
            "title": item.headline or item.uri,
            "short_headline": item.short_headline,
            "kicker": item.kicker,
            "lede": item.lede,
            "genre": next((_GENRES[name] for name in item.genres if name in _GENRES), ""),
            "dateline_place": item.located,
            "body": body,
            "slugline": item.slugline,
            "urgency": item.urgency,
            "editor_note": item.editor_note,
            "external_provider": self._provider,
            "external_uri": item.uri,
            "external_version": item.version,
            "published_at": published_at,
            "embargo_until": embargoed,
            "go_live_at": embargoed,
            "locale": self._edition.locale,
            "hero_photo": hero.photo if hero else None,
            "hero_caption": hero.caption if hero else "",
        }
        values["draft_title"] = values["title"] = _cut(values, notes)["title"]
        return Built(
            values=values,
            byline=self._byline(item, notes),
            sources=self._sources(item, notes),
            subjects=self._subjects(item, notes),
            notes=notes,
        )

    def _check(self, item: NinjsItem) -> None:
        language = item.language.lower().partition("-")[0]
        if language and language != self._edition.language.partition("-")[0]:
            raise ItemError(
                f"its language is {item.language}, the edition's is {self._edition.language}"
            )
        if len(item.uri) > _URI_LENGTH:
            raise ItemError(f"its uri is longer than {_URI_LENGTH} characters")
        if len(item.version) > _VERSION_LENGTH:
            raise ItemError(f"its version is longer than {_VERSION_LENGTH} characters")

    def _byline(self, item: NinjsItem, notes: list[Note]) -> list[BylineEntry]:
        if not item.by:
            return []
        author = self._matching.author(item.by)
        if author is not None:
            return [BylineEntry(author=author, sort_order=0)]
        if len(item.by) > _BYLINE_LENGTH:
            notes.append(Note("byline-cut", f"The byline is longer than {_BYLINE_LENGTH} letters."))
        text = Hider().hide(item.by[:_BYLINE_LENGTH], _BYLINE_LENGTH)
        return [BylineEntry(text=text, sort_order=0)]

    def _sources(self, item: NinjsItem, notes: list[Note]) -> list[Source]:
        found: list[Source] = []
        for name in item.sources:
            source = self._matching.source(name)
            if isinstance(source, Note):
                notes.append(source)
            elif source not in found:
                found.append(source)
        return found

    def _subjects(self, item: NinjsItem, notes: list[Note]) -> list[Any]:
        found = []
        for code in dict.fromkeys(item.subjects):
            subject = self._matching.subject(code)
            if subject is None:
                notes.append(Note("subject-unknown", f"No subject has the code “{code[:60]}”."))
            else:
                found.append(subject)
        return found

    # Body and pictures

    def _body(
        self, item: NinjsItem, notes: list[Note]
    ) -> "tuple[_Shown | None, list[dict[str, Any]]]":
        if item.body_html:
            parts, dropped = body_parts(item.body_html)
            if dropped:
                notes.append(
                    Note("html-dropped", f"Dropped from the body: {', '.join(sorted(dropped))}.")
                )
        else:
            parts = text_parts(item.body_text)
        if not parts:
            notes.append(Note("body-missing", "The item has no body."))
        pictures = _Pictures(item, self.photos, notes)
        shown = list(_flat(_place(part, pictures) for part in parts))
        hero, more = pictures.rest()
        blocks = [*shown, *more]
        for place, block in enumerate(blocks):
            # The same item gives the same blocks, however often it comes.
            block["id"] = str(uuid.uuid5(_BLOCK_IDS, f"{item.uri} {item.version} {place}"))
        return hero, blocks


def _ahead(time: Any, now: Any) -> bool:
    return time is not None and time > now


def _cut(values: dict[str, Any], notes: list[Note]) -> dict[str, Any]:
    for name, length in _CUT.items():
        if len(values[name]) > length:
            notes.append(Note(f"{name.replace('_', '-')}-cut", f"Cut: {values[name]}"))
            cut = truncate(values[name], length)
            values[name] = cut if len(cut) <= length else cut[:length]
    return values


@dataclass(frozen=True)
class _Shown:
    photo: Photo
    caption: str


class _Pictures:
    """An item's pictures: those in its body, and what is left for the hero and the end."""

    def __init__(self, item: NinjsItem, photos: LocalPhotos, notes: list[Note]) -> None:
        self._pictures = list(item.pictures)
        self._photos = photos
        self._notes = notes

    def in_body(self, src: str, alt: str, caption: str) -> _Shown | None:
        """The photo that an ``img`` shows."""
        known = next((one for one in self._pictures if src in {*one.hrefs, one.uri}), None)
        if known is not None:
            self._pictures.remove(known)
            return self._shown(known, caption)
        return self._shown(Picture(name="", uri="", hrefs=(src,), caption=caption, alt=alt), "")

    def rest(self) -> tuple[_Shown | None, list[dict[str, Any]]]:
        """The hero, and the blocks at the end of what is left then."""
        self._pictures.sort(
            key=lambda one: one.name.lower().rstrip("0123456789-_") not in _FEATURED
        )
        shown = list(filter(None, (self._shown(one, "") for one in self._pictures)))
        hero, others = (shown[0], shown[1:]) if shown else (None, [])
        if len(others) > 1:
            values = [
                {"type": "item", "id": str(uuid.uuid5(_BLOCK_IDS, str(one.photo.pk)))}
                | {"value": _value(one)}
                for one in others
            ]
            return hero, [{"type": "gallery", "value": {"title": "", "photos": values}}]
        return hero, [{"type": "photo", "value": _value(one)} for one in others]

    def _shown(self, picture: Picture, caption: str) -> _Shown | None:
        photo = self._photos.photo(picture)
        if isinstance(photo, Note):
            self._notes.append(photo)
            return None
        # The photo's own caption need not be said twice; another one belongs to this place.
        here = caption or picture.caption
        return _Shown(photo, here if here != photo.caption else "")


def _value(shown: _Shown) -> dict[str, Any]:
    return {"photo": shown.photo.pk, "caption": shown.caption}


def _place(part: BodyPart, pictures: _Pictures) -> list[dict[str, Any]]:
    if part.kind != "image":
        return [{"type": part.kind, "value": part.value}]
    shown = pictures.in_body(**part.value)
    return [{"type": "photo", "value": _value(shown)}] if shown else []


def _flat(parts: Iterator[list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield from part


def findings(article: Article) -> list[Note]:
    """What a sub-editor would say of it; an import records it and goes on."""
    return [
        Note(finding.code, str(finding.message), finding.level)
        for finding in rules.findings(article)
    ]


def check_fields(article: Article) -> None:
    """Refuse values that saving one by one would refuse. Raises ItemError."""
    try:
        article.clean_fields(exclude=_UNCHECKED)
    except ValidationError as error:
        said = "; ".join(f"{name}: {' '.join(why)}" for name, why in error.message_dict.items())
        raise ItemError(said) from error


#: Relations, which were looked up, and what is only known when the article is added.
_UNCHECKED: Final = {
    "content_type",
    "hero_photo",
    "locale",
    "number",
    "owner",
    "page_ptr",
    "path",
    "depth",
    "section",
    "slug",
    "url_path",
    *(field.name for field in Article._meta.fields if field.is_relation),  # noqa: SLF001 (Django's public API)
}
