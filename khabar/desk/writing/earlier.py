"""«سبق أن نشرنا»: what the archive has on the text that is being written, and whose story it is."""

import json
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from khabar.newsroom import body_text
from khabar.newsroom.models import Article, Edition, Story
from khabar.search.aids import aids

TEMPLATE: Final = "desk/writing/earlier_found.html"
#: Letters read of each text that is sent.
MOST: Final = 2_000
_FIELDS: Final = ("headline", "lede", "body")
#: Fewer letters say nothing yet.
_LEAST: Final = 12


@dataclass(frozen=True)
class Offer:
    """An article or a story that is offered."""

    pk: int
    title: str
    edit_url: str
    url: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Offered:
    """What is offered to a text."""

    earlier: list[Offer]
    stories: list[Offer]


def offered(
    headline: str, lede: str, body: str, locale_id: int, *, pk: int | None = None
) -> Offered:
    """What is offered to these words; ``pk`` is their own article's."""
    edition = Edition.objects.select_related("locale").filter(locale_id=locale_id).first()
    if edition is None or len(f"{headline}{lede}{body}".strip()) < _LEAST:
        return Offered([], [])
    found = aids(headline, lede, body, edition, pk=pk)
    articles = Article.objects.select_related("section").in_bulk(found.earlier)
    stories = Story.objects.in_bulk(found.stories)
    return Offered(
        [
            Offer(one.pk, one.title, _edit(one.pk), one.get_absolute_url(), one.published_at)
            for ident in found.earlier
            if (one := articles.get(ident))
        ],
        [
            Offer(story.pk, story.title, _edit(story.pk), f"/stories/{story.slug}/")
            for ident in found.stories
            if (story := stories.get(ident))
        ],
    )


def offered_to(article: Article) -> Offered:
    """What is offered to an article as its form was opened."""
    body = body_text.stored_text(article.body) if article.body else ""
    return offered(article.title, article.lede, body, article.locale_id, pk=article.pk)


@require_POST
def earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """What is offered to the words that were sent, as HTML. Nothing is saved.

    `pk` is the article, or the page under which a new one is being written.
    """
    page = get_object_or_404(Page, pk=pk)
    permissions = page.permissions_for_user(request.user)
    if not (permissions.can_edit() or permissions.can_add_subpage()):
        raise PermissionDenied
    said = _said(request.body)
    if said is None:
        message = _("The texts could not be read. Reload the page and try again.")
        return JsonResponse({"error": message}, status=HTTPStatus.BAD_REQUEST)
    headline, lede, body = said
    found = offered(headline, lede, body, page.locale_id, pk=pk)
    return render(request, TEMPLATE, {"offered": found})


def _said(sent: bytes) -> tuple[str, str, str] | None:
    try:
        texts: Any = json.loads(sent)
    except ValueError:
        return None
    if not isinstance(texts, dict):
        return None
    headline, lede, body = (texts.get(name, "") for name in _FIELDS)
    if not all(isinstance(text, str) for text in (headline, lede, body)):
        return None
    return headline[:MOST], lede[:MOST], body[:MOST]


def _edit(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=(pk,))
