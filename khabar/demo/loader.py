"""Loading a demo edition through the newsroom's own models and verbs.

Drawing comes first and touches no database; then all is written in one transaction, so that a
load which is cut short leaves an empty newsroom behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page

from khabar.demo import bodies, drawing, editions
from khabar.demo.articles import write_articles
from khabar.demo.coverages import write_coverages
from khabar.demo.loaded import Loaded, stream_value, translation
from khabar.newsroom import arrangement, clock, front_actions
from khabar.newsroom.editions import EditionSeed, create_edition
from khabar.newsroom.models import (
    Article,
    Author,
    Broadcast,
    Edition,
    FollowChannel,
    Photo,
    Programme,
    Section,
    Source,
    SourceName,
    StoriesIndexPage,
    Story,
    TextPage,
    Topic,
)

MARK: Final = "khabar-demo:"
"""Begins the source address of every photo that the demo drew; tells a loaded demo from a house
that has contents of its own."""

Say = Callable[[str], object]


class NotEmptyError(Exception):
    """The newsroom has contents already."""


class AlreadyLoadedError(NotEmptyError):
    """The contents that it has are the demo's."""


@dataclass(frozen=True)
class Place:
    """Which demo edition is loaded, where its site answers, and what it is called there."""

    language: str
    site_url: str
    name: str = ""
    time_zone: str = ""


def check_empty() -> None:
    """Raise NotEmptyError, or its kind AlreadyLoadedError, unless there is nothing to mix with."""
    if Photo.objects.filter(source_uri__startswith=MARK).exists():
        raise AlreadyLoadedError
    if Article.objects.exists() or Section.objects.exists() or Story.objects.exists():
        raise NotEmptyError


def load(places: Iterable[Place], say: Say = lambda _line: None) -> list[Edition]:
    """Load the demo editions of these places. The later ones are translations of the first.

    Raises NotEmptyError, having changed nothing, when the newsroom has contents.
    """
    check_empty()
    drawn = []
    for place in places:
        content = editions.read(place.language)
        say(f"Drawing {len(content.pictures)} photos ({place.language})…")
        pictures = {p.key: drawing.jpeg(p.scene, p.seed, p.mood) for p in content.pictures}
        drawn.append((place, content, pictures))
    made: list[Edition] = []
    with transaction.atomic():
        check_empty()
        # Names in a language are kept only where there is an edition to print them.
        for place, _content, _pictures in drawn:
            Locale.objects.get_or_create(language_code=place.language)
        sources: dict[str, Source] = {}
        first: Loaded | None = None
        for place, content, pictures in drawn:
            say(f"Loading {len(content.articles)} articles ({place.language})…")
            sources |= _sources(content)
            loaded = _load_edition(place, content, pictures, sources, first)
            first = first or loaded
            made.append(loaded.edition)
        clock.switch_broadcasts(timezone.now())
    return made


def _load_edition(
    place: Place,
    content: editions.DemoEdition,
    pictures: Mapping[str, bytes],
    sources: Mapping[str, Source],
    first: Loaded | None,
) -> Loaded:
    loaded = Loaded(_edition(place, content.settings), timezone.now(), content)
    _photos(loaded, pictures)
    _documents(loaded)
    _people_and_topics(loaded, first)
    _sections_and_stories(loaded, first)
    _text_pages(loaded, first)
    write_articles(loaded, sources, first)
    write_coverages(loaded, sources)
    _follow_and_broadcast(loaded)
    _front(loaded)
    return loaded


def _edition(place: Place, settings: editions.Settings) -> Edition:
    zone = place.time_zone or settings.time_zone
    edition = create_edition(
        EditionSeed(
            language=place.language,
            name=place.name or settings.name,
            site_url=place.site_url,
            time_zone=zone,
            # A label names one zone; another zone prints its own name.
            time_zone_label=settings.time_zone_label if zone == settings.time_zone else "",
            stories_title=settings.stories_title,
        )
    )
    edition.tagline = settings.tagline
    edition.description = settings.description
    edition.month_names = settings.month_names
    edition.digits = settings.digits
    edition.hijri = settings.hijri
    edition.urgent_minutes = settings.urgent_minutes
    edition.contact_email = settings.contact_email
    edition.save()
    return edition


def _photos(loaded: Loaded, pictures: Mapping[str, bytes]) -> None:
    for record in loaded.content.pictures:
        photo = Photo(
            title=record.title,
            file=ContentFile(pictures[record.key], name=f"{record.key}.jpg"),
            caption=record.caption,
            alt_text=record.alt,
            photographer=record.photographer,
            agency=record.agency,
            label=record.label,
            graphic=record.graphic,
            source_uri=f"{MARK}{loaded.content.language}:{record.key}",
        )
        across, down = record.focal
        if (across, down) != (50, 50):
            photo.focal_point_x = photo.width * across // 100
            photo.focal_point_y = photo.height * down // 100
            photo.focal_point_width = photo.width // 5
            photo.focal_point_height = photo.height // 5
        photo.save()
        loaded.photos[record.key] = photo
    loaded.edition.share_photo = loaded.photos[loaded.content.settings.share_photo]
    loaded.edition.save()


def _documents(loaded: Loaded) -> None:
    model = get_document_model()
    for record in loaded.content.documents:
        data = (loaded.content.folder / "documents" / record.file).read_bytes()
        loaded.documents[record.key] = model.objects.create(
            title=record.title, file=ContentFile(data, name=record.file)
        )


def _sources(content: editions.DemoEdition) -> dict[str, Source]:
    english = Locale.objects.filter(language_code="en").first()
    made = {}
    for record in content.sources:
        source = Source(name=record.name, kind=record.kind, slug=record.slug, url=record.url)
        if english is not None:
            source.names.set([SourceName(locale=english, name=record.name_en)])
        source.save()
        made[record.key] = source
    return made


def _people_and_topics(loaded: Loaded, first: Loaded | None) -> None:
    locale = loaded.edition.locale
    for record in loaded.content.authors:
        author = Author(
            locale=locale,
            name=record.name,
            job_title=record.job_title,
            bio=f"<p>{record.bio}</p>",
            photo=loaded.photos[record.photo],
            email=record.email,
        )
        translation(author, record, first.authors if first else None).save()
        loaded.authors[record.key] = author
    for entry in loaded.content.topics:
        topic = Topic(locale=locale, name=entry.name, description=entry.description)
        translation(topic, entry, first.topics if first else None).save()
        loaded.topics[entry.key] = topic


def _sections_and_stories(loaded: Loaded, first: Loaded | None) -> None:
    for place, record in enumerate(loaded.content.sections, start=1):
        section = Section(
            title=record.title,
            slug=record.slug,
            description=record.description,
            kind=record.kind,
            important=record.important,
            menu_order=place * 10,
        )
        translation(section, record, first.sections if first else None)
        loaded.sections[record.key] = _add(loaded.home, section)
    index = StoriesIndexPage.objects.get(locale=loaded.edition.locale)
    for place, entry in enumerate(loaded.content.stories, start=1):
        story = Story(
            title=entry.title,
            slug=entry.key,
            summary=entry.summary,
            photo=loaded.photos[entry.photo],
            state=entry.state,
            carousel_order=place * 10,
            closing_note=entry.closing_note,
        )
        translation(story, entry, first.stories if first else None)
        loaded.stories[entry.key] = _add(index, story)


def _text_pages(loaded: Loaded, first: Loaded | None) -> None:
    shelf = bodies.Shelf({}, {}, {})
    for record in loaded.content.pages:
        page = TextPage(title=record.title, slug=record.slug)
        page.body = stream_value(TextPage, bodies.stream(record.body, shelf))
        translation(page, record, first.pages if first else None)
        loaded.pages[record.key] = _add(loaded.home, page)
        setattr(loaded.edition, record.role, page)
    loaded.edition.save()


def _add(parent: Page, page: Any) -> Any:
    """The page, added and published with a revision, as the desk would."""
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _follow_and_broadcast(loaded: Loaded) -> None:
    edition, content = loaded.edition, loaded.content
    for place, channel in enumerate(content.channels):
        FollowChannel.objects.create(
            edition=edition,
            kind=channel.kind,
            label=channel.label,
            handle=channel.handle,
            url=channel.url,
            sort_order=place,
        )
    if content.broadcast is None:
        return
    broadcast = Broadcast.objects.create(
        edition=edition,
        title=content.broadcast.title,
        description=content.broadcast.description,
        hls_url=content.broadcast.hls_url,
        poster=loaded.photos[content.broadcast.poster],
        mode=content.broadcast.mode,
    )
    midnight = datetime.combine(
        loaded.now.astimezone(ZoneInfo(edition.time_zone)),
        time.min,
        tzinfo=ZoneInfo(edition.time_zone),
    )
    for place, entry in enumerate(content.broadcast.entries()):
        Programme.objects.create(
            broadcast=broadcast,
            title=entry.title,
            starts_at=midnight + _clock(entry.start),
            ends_at=midnight + _clock(entry.end),
            sort_order=place,
        )


def _clock(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _front(loaded: Loaded) -> None:
    places = [
        arrangement.Place(placing.slot, loaded.articles[placing.article].pk)
        for placing in loaded.content.front
    ]
    arranged = arrangement.arranged(arrangement.ORDINARY, places)
    front_actions.publish(loaded.edition, arranged, by=None)
