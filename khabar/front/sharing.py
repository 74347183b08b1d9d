"""Sharing by plain links."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from khabar.front.editions import base_address
from khabar.newsroom.models import Article, Edition


@dataclass(frozen=True)
class Service:
    """A place to share to. ``icon`` names a symbol of icons.svg."""

    icon: str
    name: str
    url: str


@dataclass(frozen=True)
class Share:
    """A short address, and where it can be shared."""

    short_url: str
    services: tuple[Service, ...]


def share_of(article: Article, edition: Edition) -> Share:
    """The share row of an article."""
    return share_page(article.title, article.short_path, edition)


def share_page(title: str, short_path: str, edition: Edition) -> Share:
    """The share row: WhatsApp first; the text is the title and the short address."""
    short_url = base_address(edition) + short_path
    headline, url = quote(title, safe=""), quote(short_url, safe="")
    return Share(
        short_url,
        (
            Service("whatsapp", _("WhatsApp"), f"https://wa.me/?text={headline}%0A{url}"),
            Service("telegram", _("Telegram"), f"https://t.me/share/url?url={url}&text={headline}"),
            Service(
                "facebook", _("Facebook"), f"https://www.facebook.com/sharer/sharer.php?u={url}"
            ),
            Service(
                "x",
                pgettext("social network", "X"),
                f"https://x.com/intent/post?text={headline}&url={url}",
            ),
        ),
    )
