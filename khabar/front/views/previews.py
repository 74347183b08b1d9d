"""What of an article only editors look at: its dark page, its card, its short forms; and the page
of a preview link.
"""

from typing import Final
from urllib.parse import urlsplit

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khabar.front.editions import base_address, edition_of
from khabar.front.fragments import Today
from khabar.front.head import make_head
from khabar.front.previewing import Frame, put_frame
from khabar.front.rendering import render
from khabar.front.views.pages import article, article_head
from khabar.language.dates import format_datetime
from khabar.language.text import read_length, truncate
from khabar.newsroom import preview_links, queries, readiness, serving
from khabar.newsroom.models import Article, Edition, PreviewLink

#: Letters of a line before a device cuts it: the ticker of the site, and what phones show of a
#: notification's text while it is folded and unfolded.
TICKER: Final = 90
PUSH_FOLDED: Final = 50
PUSH_UNFOLDED: Final = 150
#: What the services show of a card's lines.
CARD_TITLE: Final = 70
CARD_DESCRIPTION: Final = 110


def register() -> None:
    """Give each way of looking at an article its view."""
    serving.register_preview(Article, "dark", dark)
    serving.register_preview(Article, "share", share_card)
    serving.register_preview(Article, "short", short_forms)


@require_safe
def dark(request: HttpRequest, page: Article) -> HttpResponseBase:
    """The page in its dark colours, on a device of either kind."""
    put_frame(request, Frame(scheme="dark"))
    return article(request, page)


@require_safe
def share_card(request: HttpRequest, page: Article) -> HttpResponse:
    """The card as services show it, from the same head that they will read."""
    edition = edition_of(request)
    today = Today(edition)
    head = article_head(queries.article_page(page, edition), today)
    user = getattr(request, "user", None)
    readiness.see_card(page, user if isinstance(user, User) else None)
    return render(
        today,
        "preview_share",
        make_head(edition, _("Share card"), indexed=False),
        frame=Frame(),
        card=head,
        title=truncate(head.share_title, CARD_TITLE),
        description=truncate(head.description, CARD_DESCRIPTION),
        host=urlsplit(base_address(edition)).hostname,
    )


@require_safe
def short_forms(request: HttpRequest, page: Article) -> HttpResponse:
    """The ticker and the notification, cut where devices cut them."""
    edition = edition_of(request)
    line = page.short_headline or page.title
    return render(
        Today(edition),
        "preview_short",
        make_head(edition, _("Ticker and push"), indexed=False),
        frame=Frame(),
        line=line,
        from_headline=not page.short_headline,
        length=read_length(line),
        ticker=truncate(line, TICKER),
        folded=truncate(line, PUSH_FOLDED),
        unfolded=truncate(line, PUSH_UNFOLDED),
        limit=PUSH_FOLDED,
    )


@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The latest draft, for whoever has the link; or why it cannot be read."""
    edition = edition_of(request)
    link = preview_links.find(token)
    if link is None or link.article.locale_id != edition.locale_id:
        raise Http404("No such preview link.")
    response = _closed(edition, link) or _shown(request, edition, link)
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address is the secret: no other site is told it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _shown(request: HttpRequest, edition: Edition, link: PreviewLink) -> HttpResponseBase:
    draft = preview_links.draft_of(link.article)
    preview_links.opened(link)
    until = format_datetime(link.expires_at, edition.date_style)
    banner = _("Unpublished draft. This link is valid until %(time)s.") % {"time": until}
    request.is_preview = True  # type: ignore[attr-defined]  # Wagtail's own mark on the request.
    put_frame(request, Frame(banner=banner))
    return serving.serve(draft, request)


def _closed(edition: Edition, link: PreviewLink) -> HttpResponse | None:
    """Why the draft cannot be read; None when it can."""
    if link.article.is_withdrawn or preview_links.draft_of(link.article).is_withdrawn:
        return _say(edition, _("This article was withdrawn"), "", 410)
    if not link.is_open():
        return _say(
            edition,
            _("This link is no longer valid"),
            _("Ask whoever sent it to you for a new one."),
            410,
        )
    if preview_links.embargo_of(link.article):
        return _say(
            edition,
            _("The article is under embargo"),
            _("It cannot be read before the end of its embargo. Come back to this link later."),
            403,
        )
    return None


def _say(edition: Edition, title: str, words: str, status: int) -> HttpResponse:
    head = make_head(edition, title, indexed=False)
    return render(Today(edition), "preview_closed", head, status=status, title=title, words=words)
