"""The front page's screen: a draft that is arranged, previewed, published, scheduled, undone."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from khabar.desk.fronts import acts, board
from khabar.desk.fronts.forms import PlacePhotoChooser
from khabar.desk.screens import crumbs, is_script
from khabar.newsroom.models import Edition, FrontSlot, FrontState
from khabar.newsroom.queries import fronts as queries


def edition_for(request: HttpRequest) -> Edition:
    """The edition that is asked for, among those whose front this person arranges."""
    mine = board.editions_for(request.user)
    if not mine:
        raise PermissionDenied
    asked = (request.POST or request.GET).get("edition")
    if not asked:
        return mine[0]
    chosen = next((edition for edition in mine if str(edition.pk) == asked), None)
    if chosen is None:
        raise PermissionDenied
    return chosen


def user_of(request: HttpRequest) -> User:
    """Who is signed in; Wagtail lets nobody else come here."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


def board_url(edition: Edition) -> str:
    """The screen of an edition's front page."""
    return f"{reverse('khabar_fronts:board')}?edition={edition.pk}"


def board_context(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """All that the screen shows."""
    draft = board.draft_of(edition, user_of(request))
    query = str(request.GET.get("q", ""))
    return {
        "edition": edition,
        "editions": board.editions_for(request.user),
        "draft": draft,
        "slots": board.slots(edition, draft.arrangement),
        "slot_choices": FrontSlot.Slot.choices,
        "layouts": FrontState.Layout.choices,
        "pool": board.pool(edition, draft.arrangement, query),
        "query": query,
        "last": queries.last_change(edition),
        "plans": queries.plans(edition),
        "state": queries.state(edition),
        "media": PlacePhotoChooser().media,
        "header_title": _("Front page"),
        "header_icon": "home",
        "breadcrumbs_items": crumbs(_("Front page")),
    }


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The screen."""
    edition = edition_for(request)
    return render(request, "desk/fronts/board.html", board_context(request, edition))


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """One act on the screen; then the screen, or for its script the part that changes."""
    edition = edition_for(request)
    op = acts.OPS.get(str(request.POST.get("op", "")))
    if op is None:
        raise Http404
    try:
        op(request, board.draft_of(edition, user_of(request)))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    if is_script(request):
        return render(request, "desk/fronts/_board.html", board_context(request, edition))
    return redirect(board_url(edition))
