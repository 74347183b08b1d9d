"""A sub-editor's rules. People who publish are bound by the musts; imports report them all."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from khabar.language.text import matching_key, read_length, repeats
from khabar.newsroom import policy
from khabar.newsroom.finding import Finding
from khabar.newsroom.photos.checks import alt_problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from khabar.newsroom.models import Article, Photo

HEADLINE_ADVICE, HEADLINE_WARNING = 75, 95


def findings(article: "Article") -> list[Finding]:
    """All that the rules find in an article as it stands in memory."""
    return [*_headline(article), *_lede(article), *_hero(article), *_body(article)]


def everything(article: "Article", *, has_source: bool | None = None) -> list[Finding]:
    """Those, weighed as the edition weighs them, and what its policy, house style and embargo say.

    ``has_source`` says it for a form whose sources are not on the article yet.
    """
    held = policy.policy_of(article)
    return [
        *(weighed for found in findings(article) for weighed in policy.weigh(found, held)),
        *policy.findings(article, held, has_source=has_source),
        *_embargo(article),
    ]


def obstacles(article: "Article", *, has_source: bool | None = None) -> list[Finding]:
    """What keeps a person from publishing the article now: the musts, and the embargo.

    A schedule at or after the embargo's end is no obstacle: nothing leaves before it.
    """
    found = everything(article, has_source=has_source)
    return [finding for finding in found if finding.level == "must"]


def _embargo(article: "Article") -> "Iterator[Finding]":
    ends, starts = article.embargo_until, article.go_live_at
    if ends and ends > timezone.now() and (starts is None or starts < ends):
        yield Finding(
            "embargo_until",
            "must",
            "embargo",
            _("Under embargo: set a schedule at or after its end, or lift the embargo first."),
        )


def _headline(article: "Article") -> "Iterator[Finding]":
    length = read_length(article.title)
    if length > HEADLINE_WARNING:
        yield Finding(
            "title",
            "warning",
            "headline-too-long",
            _(
                "The headline has %(length)s letters as read;"
                " over %(limit)s it will be cut in places."
            )
            % {"length": length, "limit": HEADLINE_WARNING},
        )
    elif length > HEADLINE_ADVICE:
        yield Finding(
            "title",
            "advice",
            "headline-long",
            _("The headline has %(length)s letters as read; up to %(limit)s reads best.")
            % {"length": length, "limit": HEADLINE_ADVICE},
        )
    if article.title.rstrip().endswith("."):
        yield Finding("title", "advice", "headline-stop", _("A headline ends without a full stop."))


def _lede(article: "Article") -> "Iterator[Finding]":
    if not matching_key(article.lede):
        yield Finding("lede", "advice", "lede-missing", _("The article has no lede."))
    elif repeats(article.lede, article.title):
        yield Finding(
            "lede",
            "must",
            "lede-repeats-headline",
            _("The lede repeats the headline. Say something more, or leave it empty."),
        )


def _hero(article: "Article") -> "Iterator[Finding]":
    photo: Photo | None = article.hero_photo
    if photo is None:
        yield Finding("hero_photo", "advice", "photo-missing", _("The article has no photo."))
    else:
        yield from _photo(photo, "hero_photo", article.title, article.hero_caption)
        yield from _rights(photo, "hero_photo", article.go_live_at)


def _body(article: "Article") -> "Iterator[Finding]":
    blocks = article.body.raw_data
    placed, posters = list(_placed_photos(blocks)), set(_posters(blocks))
    if not placed and not posters:
        return
    model: type[Photo] = apps.get_model("newsroom", "Photo")
    photos = model.objects.in_bulk({pk for pk, _caption in placed} | posters)
    for pk, caption in placed:
        if pk in photos:
            yield from _photo(photos[pk], "body", article.title, caption)
    for pk in sorted(posters | {pk for pk, _caption in placed}):
        if pk in photos:
            yield from _rights(photos[pk], "body", article.go_live_at)


def _placed_photos(blocks: "Any") -> "Iterator[tuple[int, str]]":
    """The id and the caption of each photo in a body, as it lies in the database."""
    for block in blocks:
        match block["type"], block["value"]:
            case "photo", {"photo": int(pk), **rest}:
                yield pk, str(rest.get("caption") or "")
            case "gallery", {"photos": list(items)}:
                for item in items:
                    # Lists kept their items bare before Wagtail gave each one an id.
                    value = item.get("value", item)
                    if isinstance(value.get("photo"), int):
                        yield value["photo"], str(value.get("caption") or "")


def _posters(blocks: "Any") -> "Iterator[int]":
    """The ids of the pictures that stand for videos."""
    for block in blocks:
        match block["type"], block["value"]:
            case "video", {"poster": int(pk)}:
                yield pk


def _rights(photo: "Photo", field: str, goes_live_at: "datetime | None") -> "Iterator[Finding]":
    """Whether the photo may be shown when the article goes out."""
    ends = photo.rights_expire_at
    if photo.rights_expired:
        message = _("The rights to the photo “%(photo)s” have ended. Choose another.")
    elif ends and goes_live_at and ends <= goes_live_at:
        message = _(
            "The rights to the photo “%(photo)s” end before the scheduled time. Choose another."
        )
    else:
        return
    yield Finding(field, "must", "photo-rights", message % {"photo": photo.title})


def _photo(photo: "Photo", field: str, headline: str, caption_here: str) -> "Iterator[Finding]":
    named = {"photo": photo.title}
    if not photo.credit:
        yield Finding(
            field,
            "must",
            "photo-credit",
            _(
                "The photo “%(photo)s” has no credit."
                " Add the photographer, the agency or a credit line."
            )
            % named,
        )
    problem = alt_problem(photo.alt_text, headline, caption_here or photo.caption)
    if problem == "missing":
        yield Finding(
            field,
            "must",
            "photo-alt",
            _("The photo “%(photo)s” has no description for the blind.") % named,
        )
    elif problem == "repeats":
        yield Finding(
            field,
            "must",
            "photo-alt-repeats",
            _(
                "The description of the photo “%(photo)s” repeats the headline or the caption."
                " Say what is to be seen."
            )
            % named,
        )
    elif problem == "file-name":
        yield Finding(
            field,
            "must",
            "photo-alt-file-name",
            _("The alternative text is a file's name. Say what is seen instead."),
        )
