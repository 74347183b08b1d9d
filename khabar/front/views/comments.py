"""An article's comments at addresses of their own."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khabar.comments import queries as comments
from khabar.comments.policy import policy_of
from khabar.front.comments import Beneath
from khabar.front.editions import edition_of
from khabar.front.fragments import Today
from khabar.front.head import make_head
from khabar.front.paging import asked_page, query, to_first_page
from khabar.front.rendering import render
from khabar.front.views.errors import withdrawn
from khabar.newsroom import queries
from khabar.newsroom.models import Article, Edition, TakeDown
from khabar.newsroom.queries import PastTheEndError


def article_with_comments(edition: Edition, number: int) -> Article | HttpResponse:
    """The article, or 410. Raises Http404 where there is none, or no comments."""
    article = queries.find_article(number, edition)
    if article is None:
        TakeDown.objects.refuse(number, edition.locale_id)
    elif article.is_withdrawn:
        return withdrawn(edition, article)
    if article is None or not article.live or policy_of(article) is None:
        raise Http404("There are no comments here.")
    return article


@require_safe
def thread(request: HttpRequest, number: str, order: str = comments.ORDERS[0]) -> HttpResponseBase:
    """A page of the thread in one of its orders. Raises Http404 past its end."""
    edition = edition_of(request)
    if redirect := to_first_page(request):
        return redirect
    article = article_with_comments(edition, int(number))
    if isinstance(article, HttpResponse):
        return article
    asked = asked_page(request)
    try:
        page = comments.thread_page(article, order, asked)
    except PastTheEndError as error:
        raise Http404("The thread ends before.") from error
    base = f"{article.short_path}/comments/"
    path = base if order == comments.ORDERS[0] else f"{base}{order}/"
    title = _("Comments: %(title)s") % {"title": article.title}
    head = make_head(edition, title, path=path + query(asked), indexed=False)
    effective = policy_of(article)
    under = Beneath(article, page, bool(effective and effective.is_open), None)
    return render(
        Today(edition),
        "comments",
        head,
        under=under,
        page=page,
        path=path,
        order=order,
        orders=[
            (name, label, base if name == comments.ORDERS[0] else f"{base}{name}/")
            for name, label in zip(
                comments.ORDERS,
                (_("Newest first"), _("Oldest first"), _("Most liked")),
                strict=True,
            )
        ],
    )


@require_safe
def permalink(request: HttpRequest, number: str, pk: str) -> HttpResponseBase:
    """One comment with the answers to it."""
    edition = edition_of(request)
    article = article_with_comments(edition, int(number))
    if isinstance(article, HttpResponse):
        return article
    found = comments.permalink(article, int(pk))
    if found is None:
        raise Http404("There is no such comment.")
    title = _("Comments: %(title)s") % {"title": article.title}
    head = make_head(
        edition, title, path=f"{article.short_path}/comments/{int(pk)}/", indexed=False
    )
    effective = policy_of(article)
    page = comments.ThreadPage([found], comments.count(article))
    under = Beneath(article, page, bool(effective and effective.is_open), None)
    return render(Today(edition), "comment", head, under=under)
