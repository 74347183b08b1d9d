"""The comments of an article or a coverage at addresses of their own."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
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
from khabar.live import queries as live
from khabar.newsroom import queries
from khabar.newsroom.models import Edition, NumberedPage, TakeDown
from khabar.newsroom.queries import PastTheEndError


def place_with_comments(edition: Edition, number: int) -> NumberedPage | HttpResponse:
    """The article or coverage, or 410. Raises Http404 where there is none, or no comments."""
    article = queries.find_article(number, edition)
    if article and article.is_withdrawn:
        return withdrawn(edition, article)
    place: NumberedPage | None = article or live.find_coverage(number, edition)
    if place is None:
        TakeDown.objects.refuse(number, edition.locale_id)
    if place is None or not place.live or policy_of(place) is None:
        raise Http404("There are no comments here.")
    return place


def _elsewhere(request: HttpRequest, place: NumberedPage) -> HttpResponse | None:
    """A redirect from one kind of page's address to the other's; None where it is right."""
    _empty, kind, _number, rest = request.path.split("/", 3)
    right = f"{place.short_path}/{rest}"
    if place.short_path.startswith(f"/{kind}/"):
        return None
    return HttpResponsePermanentRedirect(right + query(asked_page(request)))


@require_safe
def thread(request: HttpRequest, number: str, order: str = comments.ORDERS[0]) -> HttpResponseBase:
    """A page of the thread in one of its orders. Raises Http404 past its end."""
    edition = edition_of(request)
    if first := to_first_page(request):
        return first
    place = place_with_comments(edition, int(number))
    if isinstance(place, HttpResponse):
        return place
    if right := _elsewhere(request, place):
        return right
    asked = asked_page(request)
    try:
        page = comments.thread_page(place, order, asked)
    except PastTheEndError as error:
        raise Http404("The thread ends before.") from error
    base = f"{place.short_path}/comments/"
    path = base if order == comments.ORDERS[0] else f"{base}{order}/"
    title = _("Comments: %(title)s") % {"title": place.title}
    head = make_head(edition, title, path=path + query(asked), indexed=False)
    effective = policy_of(place)
    under = Beneath(place, page, bool(effective and effective.is_open), None)
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
    place = place_with_comments(edition, int(number))
    if isinstance(place, HttpResponse):
        return place
    if right := _elsewhere(request, place):
        return right
    found = comments.permalink(place, int(pk))
    if found is None:
        raise Http404("There is no such comment.")
    title = _("Comments: %(title)s") % {"title": place.title}
    head = make_head(edition, title, path=f"{place.short_path}/comments/{int(pk)}/", indexed=False)
    effective = policy_of(place)
    page = comments.ThreadPage([found], comments.count(place))
    under = Beneath(place, page, bool(effective and effective.is_open), None)
    return render(Today(edition), "comment", head, under=under)
