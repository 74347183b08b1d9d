"""The urgent lines on the desk: written, mended, put in order, taken away."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from khabar.desk.fronts.asked import wholes
from khabar.desk.fronts.views import user_of
from khabar.desk.live.forms import LineForm
from khabar.desk.planning.forms import say
from khabar.desk.planning.times import written
from khabar.desk.screens import crumbs
from khabar.live import actions, queries, rights
from khabar.live.models import TickerLine
from khabar.live.models.ticker import MOST_LINES
from khabar.newsroom.models import Edition
from khabar.newsroom.queries import urgent
from khabar.newsroom.reach import reach_of


def _editions(request: HttpRequest) -> list[Edition]:
    user = user_of(request)
    mine = [one for one in reach_of(user).own_editions() if rights.may_run_ticker(user, one)]
    if not mine:
        raise PermissionDenied
    return mine


def may_any(user: Any) -> bool:
    """Whether this person writes urgent lines anywhere."""
    return bool(reach_of(user).publishes)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The lines that stand, those that follow by themselves, and a form for one more."""
    mine = _editions(request)
    asked = (request.POST or request.GET).get("edition")
    edition = next((one for one in mine if not asked or str(one.pk) == asked), None)
    if edition is None:
        raise PermissionDenied
    form = LineForm(request.POST or None, editions=mine, initial=_given(request, edition))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.add_line(
                edition,
                typed["text"],
                by=user_of(request),
                lasts=typed["lasts"],
                link=typed["link"],
            )
        except ValidationError as error:
            say(form, error)
        else:
            messages.success(request, _("Readers see the line on every page."))
            return _back(edition)
    now, style = timezone.now(), edition.date_style
    standing = queries.ticker_lines(edition)
    context = {
        "edition": edition,
        "editions": mine,
        "form": form,
        "full": len(standing) >= MOST_LINES,
        "lines": [
            (line, written(line.at, style, now), written(line.expires_at, style, now))
            for line in standing
        ],
        "following": urgent(edition, MOST_LINES)[: MOST_LINES - len(standing)],
        "locale": edition.locale,
        "header_title": _("Urgent lines"),
        "header_icon": "warning",
        "breadcrumbs_items": crumbs(_("Urgent lines")),
    }
    return render(request, "desk/live/ticker.html", context)


def _given(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """What a link to this screen puts into the form."""
    given = {name: request.GET[name] for name in ("text", "link") if name in request.GET}
    return {"edition": edition, **given}


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line away, or put it before the one above."""
    mine = {edition.pk for edition in _editions(request)}
    line = get_object_or_404(TickerLine.objects.select_related("edition"), pk=pk)
    if line.edition_id not in mine:
        raise PermissionDenied
    user = user_of(request)
    match request.POST.get("op"):
        case "remove":
            actions.remove_line(line, by=user)
            messages.success(request, _("The line was taken away."))
        case "order":
            actions.order_lines(line.edition, wholes(request.POST.getlist("line")), by=user)
        case _other:
            raise Http404
    return _back(line.edition)


def _back(edition: Edition) -> HttpResponse:
    return redirect(f"{reverse('khabar_live:ticker')}?edition={edition.pk}")
