"""A sub-editor's rules for an article. People who publish are bound by the musts; imports report all."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _

from khabar.language.text import matching_key, read_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from khabar.newsroom.models import Article, Photo

HEADLINE_ADVICE, HEADLINE_WARNING = 75, 95


@dataclass(frozen=True)
class Finding:
    """Something a sub-editor would say. A ``must`` keeps a person from publishing."""

    field: str
    level: Literal["must", "warning", "advice"]
    code: str
    message: str


def findings(article: "Article") -> list[Finding]:
    """All that the rules find in an article as it stands in memory."""
    return [*_headline(article), *_lede(article), *_photo(article)]


def _headline(article: "Article") -> "Iterator[Finding]":
    length = read_length(article.title)
    if length > HEADLINE_WARNING:
        yield Finding(
            "title",
            "warning",
            "headline-too-long",
            _(
                "The headline has %(length)s letters as read; over %(limit)s it will be cut in places."
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
    headline, lede = matching_key(article.title), matching_key(article.lede)
    if not lede:
        yield Finding("lede", "advice", "lede-missing", _("The article has no lede."))
    elif lede == headline or lede.startswith(headline + " "):
        yield Finding(
            "lede",
            "must",
            "lede-repeats-headline",
            _("The lede repeats the headline. Say something more, or leave it empty."),
        )


def _photo(article: "Article") -> "Iterator[Finding]":
    photo: Photo | None = article.hero_photo
    if photo is None:
        yield Finding("hero_photo", "advice", "photo-missing", _("The article has no photo."))
        return
    if not photo.credit:
        yield Finding(
            "hero_photo",
            "must",
            "photo-credit",
            _(
                "The photo “%(photo)s” has no credit. Add the photographer, the agency or a credit line."
            )
            % {"photo": photo.title},
        )
    alt = matching_key(photo.alt_text)
    caption = matching_key(article.hero_caption or photo.caption)
    if not alt:
        yield Finding(
            "hero_photo",
            "must",
            "photo-alt",
            _("The photo “%(photo)s” has no description for the blind.") % {"photo": photo.title},
        )
    elif alt in {matching_key(article.title), caption}:
        yield Finding(
            "hero_photo",
            "must",
            "photo-alt-repeats",
            _(
                "The photo's description repeats the headline or the caption. Say what is to be seen."
            ),
        )
    if photo.rights_expired:
        yield Finding(
            "hero_photo",
            "must",
            "photo-rights",
            _("The rights to the photo “%(photo)s” have ended. Choose another.")
            % {"photo": photo.title},
        )
