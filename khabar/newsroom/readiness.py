"""Whether an article is ready to go out: all that is looked at, in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from khabar.newsroom import rules, style
from khabar.newsroom.finding import Finding
from khabar.newsroom.links import asking
from khabar.newsroom.models import LinkCheck, ShareCardSeen
from khabar.newsroom.policy import place_name
from khabar.newsroom.sharing import card_digest

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from khabar.newsroom.models import Article

State = Literal["ok", "must", "advice", "waiting"]

#: What is looked at: its name, the field that mends it, and how the codes of its findings begin.
_LOOKED_AT: Final = (
    ("headline", gettext_lazy("Headline"), "title", ("headline-",)),
    ("lede", gettext_lazy("Lede"), "lede", ("lede-",)),
    ("style", gettext_lazy("House style"), "body", ("style-",)),
    ("genre", gettext_lazy("Genre"), "genre", ("genre-",)),
    ("section", gettext_lazy("Section"), "", ("section-",)),
    (
        "photo",
        gettext_lazy("Photo, credit, description"),
        "hero_photo",
        ("photo-missing", "photo-credit", "photo-alt"),
    ),
    ("rights", gettext_lazy("Photo rights"), "hero_photo", ("photo-rights",)),
    ("source", gettext_lazy("Sources"), "article_sources", ("source-",)),
    ("card", gettext_lazy("Share card"), "", ("card-",)),
    ("links", gettext_lazy("Links"), "body", ("link-",)),
    ("embargo", pgettext_lazy("readiness", "Embargo"), "embargo_until", ("embargo",)),
)
_ORDER: Final[tuple[State, ...]] = ("must", "advice", "waiting", "ok")
_NOT_FOUND: Final = frozenset({404, 410})
_PROBLEMS: Final = {
    "timeout": gettext_lazy("it did not answer in time"),
    "dns": gettext_lazy("there is no such host"),
    "tls": gettext_lazy("its certificate is not valid"),
    "connection": gettext_lazy("no connection"),
    "redirects": gettext_lazy("it leads from one address to the next without end"),
    "address": gettext_lazy("this is no address of a page"),
    "private": gettext_lazy("it is an address inside a network, which readers cannot reach"),
}


@dataclass(frozen=True)
class Said:
    """One thing that is said of an item, and the field where it is mended."""

    text: str
    field: str
    must: bool = False


@dataclass(frozen=True)
class Item:
    """One line of the list."""

    code: str
    label: str
    state: State
    field: str
    said: tuple[Said, ...] = ()
    detail: str = ""


@dataclass(frozen=True)
class StyleLine:
    """A word that house style found, with the name of the field where it stands."""

    found: style.StyleFinding
    place: str


@dataclass(frozen=True)
class Readiness:
    """The list, and what house style found, word by word."""

    items: tuple[Item, ...]
    words: tuple[StyleLine, ...]

    @property
    def musts(self) -> int:
        """How many things keep from publishing."""
        return sum(1 for item in self.items for one in item.said if one.must)

    @property
    def advice(self) -> int:
        """How many things are advice."""
        return sum(1 for item in self.items for one in item.said if not one.must)


def look(article: "Article", *, has_source: bool | None = None) -> Readiness:
    """All that is looked at before this article goes out, as it stands in memory; musts first.

    ``has_source`` says it for a form whose sources are not on the article yet.
    """
    found = [
        *rules.everything(article, has_source=has_source),
        *_genre(article),
    ]
    links, waiting = _links(article)
    words = tuple(StyleLine(one, place_name(article, one.field)) for one in style.check(article))
    items = []
    left = [*found, *links]
    for code, label, field, begins in _LOOKED_AT:
        mine = [one for one in left if one.code.startswith(begins)]
        left = [one for one in left if one not in mine]
        said = tuple(Said(one.message, one.field, one.level == "must") for one in mine)
        if code == "style":
            said = tuple(_style_said(words))
        state: State = "ok"
        if said:
            state = "must" if any(one.must for one in said) else "advice"
        elif code == "links" and waiting and settings.LINK_CHECKS:
            state = "waiting"
        detail = "" if said else _detail(code, article, waiting)
        items.append(Item(code, str(label), state, field, said, detail))
    # What is still to do comes first.
    items.sort(key=lambda item: _ORDER.index(item.state))
    return Readiness(tuple(items), words)


def see_card(article: "Article", by: "User | None") -> None:
    """Keep that somebody looked at the share card as it is now. A page not saved yet has none."""
    if article.pk:
        ShareCardSeen.objects.get_or_create(
            article_id=article.pk, digest=card_digest(article), defaults={"by": by}
        )


def _style_said(words: tuple[StyleLine, ...]) -> Iterator[Said]:
    """How many; the words themselves stand below the list."""
    blocking = sum(1 for line in words if line.found.rule.blocks)
    others = len(words) - blocking
    if blocking:
        text = ngettext(
            "%(n)s expression keeps from publishing",
            "%(n)s expressions keep from publishing",
            blocking,
        )
        yield Said(text % {"n": blocking}, "", must=True)
    if others:
        text = ngettext("%(n)s expression to look at", "%(n)s expressions to look at", others)
        yield Said(text % {"n": others}, "")


def _genre(article: "Article") -> Iterator[Finding]:
    kinds = {block["type"] for block in article.body.raw_data}
    if article.genre == "photo" and not kinds & {"photo", "gallery"}:
        yield Finding(
            "genre", "advice", "genre-photo", _("The genre is “Photos”, and the body has none.")
        )
    if article.genre == "video" and not kinds & {"video", "embed"}:
        yield Finding(
            "genre", "advice", "genre-video", _("The genre is “Video”, and the body has none.")
        )


def _links(article: "Article") -> "tuple[list[Finding], int]":
    """What is wrong with the links, and how many nobody knows of yet."""
    addresses = asking.addresses_of(article)
    held = asking.known(addresses) if addresses else {}
    found = []
    waiting = 0
    for address in addresses:
        row = held.get(address)
        if row is None or row.state == LinkCheck.State.WAITING:
            waiting += 1
        elif row.state == LinkCheck.State.BROKEN:
            named = {"address": address, "why": _why(row)}
            message = _("A link does not answer: %(address)s (%(why)s)") % named
            found.append(Finding("body", "advice", "link-broken", message))
    return found, waiting


def _why(row: LinkCheck) -> str:
    if row.code in _NOT_FOUND:
        return _("page not found, %(code)s") % {"code": row.code}
    if row.code:
        return _("error %(code)s") % {"code": row.code}
    return str(_PROBLEMS.get(row.problem, row.problem))


def _detail(code: str, article: "Article", waiting: int) -> str:
    """What to say of an item with which nothing is wrong."""
    match code:
        case "genre":
            return str(article.get_genre_display())
        case "section":
            return str(article.section.title) if article.section_id else ""
        case "links":
            return _links_detail(article, waiting)
        case "embargo" if article.embargo_until and article.embargo_until > timezone.now():
            return date_format(timezone.localtime(article.embargo_until), "DATETIME_FORMAT")
        case _:
            return ""


def _links_detail(article: "Article", waiting: int) -> str:
    count = len(asking.addresses_of(article))
    if not count:
        return _("no links to other sites")
    if not waiting:
        return ""
    if not settings.LINK_CHECKS:
        return _("links are not checked here")
    said = ngettext("%(n)s link is being checked", "%(n)s links are being checked", waiting)
    return said % {"n": waiting}
