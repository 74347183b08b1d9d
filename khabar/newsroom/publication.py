"""What follows from saving an article: derived fields, lists, published versions.

All of it happens inside ``Article.save``, in the transaction of the change itself, so that however
a publication comes about (the desk, the clock, an import, a shell) nothing is forgotten.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from khabar.newsroom.blocks import PHOTO_BLOCKS, VIDEO_BLOCKS

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from khabar.newsroom.models import Article, PublishedVersion

LATEST, SECTION, STORY, AUTHOR, SOURCE, TOPIC, GENRE, MEDIA = (
    "latest",
    "section",
    "story",
    "author",
    "source",
    "topic",
    "genre",
    "media",
)

#: Fields whose partial save changes what readers see in lists.
_LISTED_FIELDS = frozenset(
    {"live", "published_at", "section", "section_id", "genre", "has_photos", "has_video"}
)

#: Of an article's serialised fields, those that no reader sees or that change without publication.
NOT_PUBLISHED = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "url_path",
        "content_type",
        "live",
        "has_unpublished_changes",
        "owner",
        "locked",
        "locked_at",
        "locked_by",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "first_published_at",
        "last_published_at",
        "draft_title",
        "expired",
        "expire_at",
        "go_live_at",
        "show_in_menus",
        "alias_of",
        "editor_note",
        "wagtail_admin_comments",
        "search_description",
        "seo_title",
        "slugline",
        "embargo_until",
    }
)


class EmbargoError(PermissionDenied):
    """Raised when something would reach readers before its embargo ends."""


class StaleArticleError(PermissionDenied):
    """Raised when a copy read before a publication would be written over it."""


@dataclass(frozen=True)
class Intent:
    """Why an article is being published, for its version: label, public note, who.

    ``at`` is the time of an update that was made elsewhere; the present when None.
    """

    label: str = "publish"
    note: str = ""
    by: "User | None" = None
    at: datetime | None = None


_intent: ContextVar[Intent | None] = ContextVar("khabar_publication_intent", default=None)


@contextmanager
def intent(
    label: str, *, note: str = "", by: "User | None" = None, at: datetime | None = None
) -> Iterator[None]:
    """What is published within is recorded with this label, note and person."""
    token = _intent.set(Intent(label, note, by, at))
    try:
        yield
    finally:
        _intent.reset(token)


def label() -> str | None:
    """The label under which something is being published now; None without one."""
    why = _intent.get()
    return why.label if why else None


_lifting: ContextVar[bool] = ContextVar("khabar_lifting_embargo", default=False)


@contextmanager
def lifting_embargo() -> Iterator[None]:
    """Within, an embargo may be set to an earlier time: only the verb of that name does this."""
    token = _lifting.set(True)
    try:
        yield
    finally:
        _lifting.reset(token)


def later_embargo(held: datetime | None, said: datetime | None) -> datetime | None:
    """Of two embargoes the one that binds: one that was set ends early by its verb alone."""
    if held is None or held <= timezone.now() or _lifting.get():
        return said
    return max(held, said) if said else held


@dataclass(frozen=True)
class Before:
    """The state that the database held before a save."""

    live: bool
    live_revision_id: int | None
    published_at: datetime | None
    embargo_until: datetime | None = None
    withdrawn_at: datetime | None = None


NOTHING = Before(live=False, live_revision_id=None, published_at=None)


def state_before(article: "Article") -> Before:
    """What the database holds of this article now; nobody else writes it until the commit."""
    if article.pk is None:
        return NOTHING
    row = (
        type(article)
        .objects.select_for_update()
        .filter(pk=article.pk)
        .values("live", "live_revision_id", "published_at", "embargo_until", "withdrawn_at")
        .first()
    )
    return Before(**row) if row else NOTHING


def goes_out(article: "Article", before: Before) -> bool:
    """Whether saving this publishes: it is live, and was not, or is live from another revision."""
    return bool(article.live) and (
        not before.live or before.live_revision_id != article.live_revision_id
    )


def derive(article: "Article", before: Before) -> None:
    """Set the fields that follow from others. Raises EmbargoError."""
    now = timezone.now()
    if article.section_id is None or article.pk is None:
        parent = article.get_parent()
        if parent is not None:
            article.section_id = parent.pk
    article.has_photos, article.has_video = media_marks(article)
    article.embargo_until = later_embargo(before.embargo_until, article.embargo_until)
    if not goes_out(article, before):
        return
    refuse_under_embargo(article.embargo_until, now)
    if article.published_at is None or article.published_at > now:
        article.published_at = before.published_at or now
    if _same_moment(before.published_at, article.published_at):
        article.published_at = before.published_at
    why = _intent.get()
    if why and why.label in {"update", "correction", "clarification"}:
        article.updated_at = min(why.at or now, now)
    article.withdrawn_at, article.withdrawal_reason, article.withdrawn_by_id = None, "", None
    if article.urgent and article.urgent_until is None:
        article.urgent_until = now + timedelta(minutes=urgent_minutes(article))
    if article.urgent_until and article.urgent_until <= now:
        article.urgent = False


def _same_moment(held: datetime | None, said: datetime | None) -> bool:
    """Whether these are one time, but that a revision keeps no microseconds."""
    if held is None or said is None:
        return False
    return abs(held - said) < timedelta(milliseconds=1)


def refuse_under_embargo(embargo: datetime | None, at: datetime) -> None:
    """Raise EmbargoError when something would go out at this time and the embargo ends later."""
    if embargo and embargo > at:
        raise EmbargoError(
            _("Embargoed until %(time)s. Nothing goes out before, unless the embargo is lifted.")
            % {"time": date_format(timezone.localtime(embargo), "DATETIME_FORMAT")}
        )


def urgent_minutes(article: "Article") -> int:
    """How long an urgent mark lasts in the article's edition."""
    edition = apps.get_model("newsroom", "Edition")
    minutes = edition.objects.filter(locale=article.locale_id).values_list(
        "urgent_minutes", flat=True
    )
    return int(minutes.first() or 60)


def media_marks(article: "Article") -> tuple[bool, bool]:
    """Whether the body carries photos, and video. Reads block types only."""
    return marks_in(article.body.raw_data)


def marks_in(blocks: Iterable[Any]) -> tuple[bool, bool]:
    """Whether these blocks, as they lie in the database, carry photos, and video."""
    photos = video = False
    for block in blocks:
        kind = block["type"]
        photos = photos or kind in PHOTO_BLOCKS
        video = video or kind in VIDEO_BLOCKS
        if kind == "embed":
            video = video or bool(block["value"].get("video"))
    return photos, video


def concerns(update_fields: Iterable[str]) -> bool:
    """Whether a partial save of these fields changes what lists show."""
    return not _LISTED_FIELDS.isdisjoint(update_fields)


def follow(
    article: "Article", before: Before, serialised: dict[str, Any] | None = None
) -> set[str]:
    """Bring the readers' lists up to date and, on a publication, append the version.

    The keys of the lists whose members or order changed.
    """
    moved = place_in_lists(article) if article.live or before.live else set()
    if goes_out(article, before):
        why = _intent.get() or Intent()
        append_version(article, why.label, note=why.note, by=why.by, serialised=serialised)
    return moved


def list_key(locale_id: int, kind: str, ident: int | str = 0) -> str:
    """The key of one list of one edition (an edition has one locale)."""
    return f"{locale_id}:{kind}:{ident}"


def list_keys(article: "Article") -> set[str]:
    """The keys of all lists that a live article belongs to; none for one that is not live."""
    if not article.live:
        return set()
    places: list[tuple[str, int | str]] = [(LATEST, 0), (SECTION, article.section_id)]
    places.append((GENRE, article.genre))
    if article.has_photos:
        places.append((MEDIA, "photos"))
    if article.has_video:
        places.append((MEDIA, "video"))
    if article.has_photos or article.has_video:
        places.append((MEDIA, "any"))
    places += [(SECTION, section.pk) for section in article.other_sections.all()]
    places += [(TOPIC, topic.pk) for topic in article.topics.all()]
    places += [(STORY, entry.story_id) for entry in article.article_stories.all()]
    places += [(SOURCE, entry.source_id) for entry in article.article_sources.all()]
    for entry in article.byline_entries.all():
        if entry.author_id:
            places.append((AUTHOR, entry.author_id))
        elif entry.source_id:
            places.append((SOURCE, entry.source_id))
    return {list_key(article.locale_id, kind, ident) for kind, ident in places}


def place_in_lists(article: "Article") -> set[str]:
    """Make the article's list entries what its live state says, touching only what differs.

    The keys of the lists whose members or order changed.
    """
    model: type[models.Model] = apps.get_model("newsroom", "ListEntry")
    wanted = list_keys(article)
    entries = model._default_manager.filter(article_id=article.pk)  # noqa: SLF001 (Django's documented name)
    held = dict(entries.values_list("key", "published_at"))
    if gone := held.keys() - wanted:
        entries.filter(key__in=gone).delete()
    moved = {key for key in held.keys() & wanted if held[key] != article.published_at}
    if moved:
        entries.update(published_at=article.published_at)
    model._default_manager.bulk_create(  # noqa: SLF001 (Django's documented name)
        model(key=key, article_id=article.pk, published_at=article.published_at)
        for key in sorted(wanted - held.keys())
    )
    return moved | (held.keys() ^ wanted)


def version_content(article: "Article", serialised: dict[str, Any] | None = None) -> str:
    """The published content as canonical JSON: sorted keys, no spaces, readable letters.

    ``serialised`` saves serialising the article where that has been done.
    """
    if serialised is None:
        serialised = article.serializable_data()
    return version_dumps(
        {key: value for key, value in serialised.items() if key not in NOT_PUBLISHED}
    )


def version_dumps(content: dict[str, Any]) -> str:
    """Content as a version keeps it, so that the same content is the same text."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder
    )


def content_hash(content: str) -> str:
    """SHA-256 of the content's UTF-8, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


def append_version(
    article: "Article",
    label: str,
    *,
    note: str = "",
    by: "User | None" = None,
    serialised: dict[str, Any] | None = None,
) -> "PublishedVersion":
    """Append what readers can read now (or could read last) to the article's versions."""
    model: type[PublishedVersion] = apps.get_model("newsroom", "PublishedVersion")
    last = (
        model.objects.filter(article_number=article.number)
        .order_by("-sequence")
        .values_list("sequence", flat=True)
        .first()
    )
    content = version_content(article, serialised)
    author_id = by.pk if by else getattr(article.live_revision, "user_id", None)
    return model.objects.create(
        article=article,
        article_number=article.number,
        sequence=(last or 0) + 1,
        label=label,
        content=content,
        hash=content_hash(content),
        at=timezone.now(),
        by_id=author_id,
        public_note=note,
    )
