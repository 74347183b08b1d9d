"""The demo editions as they lie in files: read, typed, nothing looked up."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

CONTENT: Final = Path(__file__).parent / "content"

Record = TypeVar("Record")


class ContentError(ValueError):
    """A file of the demo that says something unknown, or not what it must."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    name: str
    tagline: str
    description: str
    time_zone: str
    time_zone_label: str
    month_names: str = "dual"
    digits: str = "latn"
    hijri: str = "none"
    urgent_minutes: int = 60
    contact_email: str = ""
    share_photo: str
    stories_title: str


@dataclass(frozen=True, kw_only=True)
class Channel:
    kind: str
    label: str
    handle: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Programme:
    start: str
    end: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Broadcast:
    title: str
    description: str
    hls_url: str
    poster: str
    mode: str
    programme: list[dict[str, str]]

    def entries(self) -> list[Programme]:
        """The day's schedule."""
        return [build(Programme, entry) for entry in self.programme]


@dataclass(frozen=True, kw_only=True)
class Section:
    key: str
    slug: str
    title: str
    description: str = ""
    important: bool = False
    kind: str = "news"
    translates: str = ""


@dataclass(frozen=True, kw_only=True)
class Author:
    key: str
    name: str
    job_title: str
    bio: str
    photo: str
    email: str = ""
    translates: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    key: str
    kind: str
    name: str
    name_en: str
    slug: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Topic:
    key: str
    name: str
    description: str = ""
    translates: str = ""


@dataclass(frozen=True, kw_only=True)
class Placing:
    slot: str
    article: str


@dataclass(frozen=True, kw_only=True)
class Document:
    key: str
    title: str
    file: str


@dataclass(frozen=True, kw_only=True)
class Story:
    key: str
    title: str
    state: str
    photo: str
    summary: str
    closing_note: str = ""
    translates: str = ""


@dataclass(frozen=True, kw_only=True)
class TextPage:
    key: str
    role: str
    slug: str
    title: str
    body: str
    translates: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    key: str
    scene: str
    seed: int
    title: str
    caption: str
    alt: str
    mood: str = ""
    photographer: str = ""
    agency: str = ""
    label: str = ""
    graphic: bool = False
    focal: list[int] = field(default_factory=lambda: [50, 50])


@dataclass(frozen=True, kw_only=True)
class Correction:
    kind: str
    wrong: str
    right: str
    touches_top: bool
    ago: str


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article. It appeared `ago` before loading, or `at` a fixed time: one of the two."""

    key: str
    section: str
    genre: str
    headline: str
    body: str
    short: str = ""
    kicker: str = ""
    lede: str = ""
    dateline: str = ""
    by: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    photo: str = ""
    photo_caption: str = ""
    slugline: str = ""
    urgency: int | None = None
    urgent: bool = False
    sponsored: bool = False
    sponsor: str = ""
    ago: str = ""
    at: str = ""
    updated: str = ""
    withdrawn: str = ""
    corrections: list[dict[str, Any]] = field(default_factory=list)
    translates: str = ""

    def errata(self) -> list[Correction]:
        """Its corrections, in order."""
        return [build(Correction, entry) for entry in self.corrections]

    def fixed_time(self) -> datetime | None:
        """When it appeared, if that does not depend on the day of loading."""
        return datetime.fromisoformat(self.at) if self.at else None


@dataclass(frozen=True, kw_only=True)
class LivePost:
    """A post of a live coverage; `ago` and the like before loading."""

    ago: str
    body: str
    kind: str = "update"
    headline: str = ""
    speaker: str = ""
    photo: str = ""
    by: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    article: str = ""
    unverified: bool = False
    pinned: bool = False
    edited: str = ""
    correction: str = ""
    corrected: str = ""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """A live coverage that goes on, its oldest post first."""

    key: str
    section: str
    title: str
    lede: str
    photo: str
    stories: list[str]
    ago: str
    summary: list[str]
    posts: list[dict[str, Any]]

    def entries(self) -> list[LivePost]:
        """Its posts."""
        return [build(LivePost, entry) for entry in self.posts]


@dataclass(frozen=True)
class DemoEdition:
    """All that one demo edition is made of."""

    language: str
    settings: Settings
    channels: list[Channel]
    broadcast: Broadcast | None
    sections: list[Section]
    authors: list[Author]
    sources: list[Source]
    topics: list[Topic]
    front: list[Placing]
    documents: list[Document]
    stories: list[Story]
    pages: list[TextPage]
    pictures: list[Picture]
    articles: list[Article]
    coverages: list[Coverage]

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return CONTENT / self.language


def read(language: str) -> DemoEdition:
    """The demo edition in a language; a ContentError names what is wrong with its files."""
    folder = CONTENT / language
    main = _toml(folder / "edition.toml")
    settings = {**main["edition"], "stories_title": main["stories_index"]["title"]}
    articles: list[dict[str, Any]] = []
    for path in sorted((folder / "articles").glob("*.toml")):
        articles += _toml(path)["article"]
    return DemoEdition(
        language=language,
        settings=build(Settings, settings),
        channels=_records(Channel, main, "channels"),
        broadcast=build(Broadcast, main["broadcast"]) if "broadcast" in main else None,
        sections=_records(Section, main, "sections"),
        authors=_records(Author, main, "authors"),
        sources=_records(Source, main, "sources"),
        topics=_records(Topic, main, "topics"),
        front=_records(Placing, main, "front"),
        documents=_records(Document, main, "documents"),
        stories=_records(Story, _toml(folder / "stories.toml"), "story"),
        pages=_records(TextPage, _toml(folder / "pages.toml"), "page"),
        pictures=_records(Picture, _toml(folder / "pictures.toml"), "picture"),
        articles=[build(Article, entry) for entry in articles],
        coverages=_records(Coverage, _toml_if_there(folder / "coverages.toml"), "coverage"),
    )


def build(kind: type[Record], entry: dict[str, Any]) -> Record:
    """A record of a table; a ContentError for unknown or missing keys."""
    known = {part.name: part for part in fields(kind)}  # type: ignore[arg-type]  # always a dataclass
    named = f"{kind.__name__} {entry.get('key') or entry.get('title') or entry}"
    if unknown := entry.keys() - known.keys():
        raise ContentError(f"{named}: unknown {', '.join(sorted(unknown))}")
    required = {
        name
        for name, part in known.items()
        if part.default is MISSING and part.default_factory is MISSING
    }
    if missing := required - entry.keys():
        raise ContentError(f"{named}: lacks {', '.join(sorted(missing))}")
    return kind(**entry)


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _toml_if_there(path: Path) -> dict[str, Any]:
    return _toml(path) if path.exists() else {}


def _records(kind: type[Record], tables: dict[str, Any], name: str) -> list[Record]:
    return [build(kind, entry) for entry in tables.get(name, [])]
