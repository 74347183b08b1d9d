"""Addresses of an article by its number: other spellings of its own, and what changed in it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khabar.front.editions import edition_of
from khabar.front.fragments import Today
from khabar.front.head import make_head
from khabar.front.rendering import render
from khabar.front.views.errors import withdrawn
from khabar.front.views.pages import to_canonical
from khabar.newsroom import queries
from khabar.newsroom.models import Article, Edition, TakeDown


@require_safe
def by_number(request: HttpRequest, number: str) -> HttpResponseBase:
    """One redirect to where the article is, 410 when it is withdrawn, else 404."""
    edition = edition_of(request)
    article = queries.find_article(int(number), edition)
    if article is None:
        TakeDown.objects.refuse(int(number), edition.locale_id)
        raise Http404("No article has this number.")
    if article.is_withdrawn:
        return withdrawn(edition, article)
    if not article.live:
        raise Http404("The article is not published.")
    return to_canonical(article)


@require_safe
def changes(request: HttpRequest, number: str) -> HttpResponseBase:
    """What changed in an article since it was published, where its edition shows that.

    Not for search engines: it repeats what was wrong.
    """
    edition = edition_of(request)
    found = _with_changes(edition, int(number))
    if isinstance(found, HttpResponse):
        return found
    head = make_head(edition, _("What changed"), path=f"{found.short_path}/changes/", indexed=False)
    return render(
        Today(edition),
        "changes",
        head,
        article=found,
        versions=queries.changes_page(found),
    )


@require_safe
def version(request: HttpRequest, number: str, sequence: str) -> HttpResponseBase:
    """One version's content, byte for byte as it was hashed."""
    found = _with_changes(edition_of(request), int(number))
    if isinstance(found, HttpResponse):
        return found
    text = queries.version_text(found, int(sequence))
    if text is None:
        raise Http404("The article has no such version.")
    headers = {"Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


def _with_changes(edition: Edition, number: int) -> Article | HttpResponse:
    """The article whose changes are shown, or 410. Raises Http404."""
    article = queries.find_article(number, edition)
    if article is None:
        TakeDown.objects.refuse(number, edition.locale_id)
    elif article.is_withdrawn:
        return withdrawn(edition, article)
    if article is None or not queries.has_changes(article, edition):
        raise Http404("No changes are shown of this article.")
    return article
