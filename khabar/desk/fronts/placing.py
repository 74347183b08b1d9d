"""Placing an article in two clicks from anywhere: a small menu of places, then one of them."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from khabar.desk.fronts.acts import undo_button
from khabar.desk.fronts.forms import WhenForm
from khabar.desk.fronts.views import user_of
from khabar.desk.screens import crumbs, is_script
from khabar.newsroom import front_actions
from khabar.newsroom.arrangement import SLOTS, Place
from khabar.newsroom.models import Article, Edition, FrontSlot, FrontVersion
from khabar.newsroom.queries.front import arrangement_of, upper


@dataclass(frozen=True)
class Choice:
    """A place of the menu and what stands first in it now."""

    slot: str
    label: str
    standing: str
    locked: bool
    here: bool


def edition_of(article: Article) -> Edition:
    """The article's edition."""
    return get_object_or_404(
        Edition.objects.select_related("locale", "site"), locale_id=article.locale_id
    )


def choices(edition: Edition, article: Article) -> list[Choice]:
    """The menu for an article."""
    arrangement = arrangement_of(edition)
    ids = upper(edition, arrangement).ids
    first = {slot: ids[slot][0] for slot in SLOTS if ids[slot]}
    titles = dict(Article.objects.filter(pk__in=first.values()).values_list("pk", "title"))
    here = arrangement.find(article.pk)
    return [
        _choice(slot, arrangement.find(first.get(slot, 0)), titles.get(first.get(slot, 0)), here)
        for slot in SLOTS
    ]


def _choice(slot: str, placed: Place | None, title: str | None, here: Place | None) -> Choice:
    words = (placed.headline if placed else "") or title or ""
    label = str(FrontSlot.Slot(slot).label)
    locked = placed is not None and placed.locked
    return Choice(slot, label, words, locked, here is not None and here.slot == slot)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """The menu for one article; posted, the article stands where it was put."""
    article = get_object_or_404(Article, pk=pk)
    edition = edition_of(article)
    if not front_actions.may_place(request.user, article, edition):  # type: ignore[arg-type]  # Nobody anonymous comes here.
        raise PermissionDenied
    said: dict[str, Any] = {}
    if request.method == "POST":
        said = _act(request, article, edition)
        if not is_script(request):
            _say(request, said)
            return redirect(_next(request, edition))
    context = {
        "article": article,
        "edition": edition,
        "said": said,
        "choices": choices(edition, article),
        "place": arrangement_of(edition).find(article.pk),
        "may_arrange": front_actions.may_arrange(user_of(request), edition),
        "next": _next(request, edition),
        "header_title": _("Place on the front page"),
        "header_icon": "thumbtack",
        "breadcrumbs_items": crumbs(_("Place on the front page")),
    }
    name = "_place.html" if is_script(request) else "place.html"
    return render(request, f"desk/fronts/{name}", context)


@require_safe
def by_number(request: HttpRequest, number: int) -> HttpResponse:
    """The menu for the article of this public number."""
    return place(request, get_object_or_404(Article, number=number).pk)


def _act(request: HttpRequest, article: Article, edition: Edition) -> dict[str, Any]:
    user = user_of(request)
    try:
        if "remove" in request.POST:
            version = front_actions.remove(article, by=user, edition=edition)
            return {"done": _("It no longer stands on the front page."), "version": version}
        slot = str(request.POST.get("slot", ""))
        if request.POST.get("at"):
            return _later(request, article, edition, slot)
        placed = front_actions.place(article, slot, by=user, edition=edition)
    except ValidationError as error:
        return {"problem": " ".join(error.messages)}
    label = str(FrontSlot.Slot(slot).label)
    said = {
        "done": _("Placed: %(place)s. Readers see it now.") % {"place": label},
        "version": placed.version,
    }
    if placed.fell:
        said["fell"] = _("“%(headline)s” fell out: the place was full.") % {
            "headline": placed.fell.title
        }
    return said


def _later(request: HttpRequest, article: Article, edition: Edition, slot: str) -> dict[str, Any]:
    form = WhenForm(request.POST)
    if not form.is_valid():
        return {"problem": _("Choose the day and the time.")}
    front_actions.schedule_place(
        article, slot, form.cleaned_data["at"], by=user_of(request), edition=edition
    )
    return {"done": _("The placing is scheduled.")}


def _say(request: HttpRequest, said: dict[str, Any]) -> None:
    if "problem" in said:
        messages.error(request, said["problem"])
        return
    text = format_html("{} {}", said["done"], said.get("fell", ""))
    version = said.get("version")
    messages.success(request, text, buttons=[undo_button(version)] if version else None)


def _next(request: HttpRequest, edition: Edition) -> str:
    asked = str((request.POST or request.GET).get("next", ""))
    if asked.startswith("/desk/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    if front_actions.may_arrange(user_of(request), edition):
        return f"{reverse('khabar_fronts:board')}?edition={edition.pk}"
    return reverse("wagtailadmin_home")


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, edition_pk: int, sequence: int) -> HttpResponse:
    """Undo a change: posted, at once; opened from a message, after one more look."""
    edition = get_object_or_404(Edition.objects.select_related("locale", "site"), pk=edition_pk)
    version = get_object_or_404(FrontVersion, edition=edition, sequence=sequence)
    user = user_of(request)
    if not (front_actions.may_arrange(user, edition) or version.by_id == user.pk):
        raise PermissionDenied
    if request.method == "POST":
        try:
            front_actions.undo(edition, by=user, sequence=sequence)
            said = {"done": _("The change was undone.")}
        except ValidationError as error:
            said = {"problem": " ".join(error.messages)}
        if is_script(request):
            return render(request, "desk/fronts/_said.html", {"said": said})
        _say(request, said)
        return redirect(_next(request, edition))
    context = {
        "version": version,
        "next": _next(request, edition),
        "header_title": _("Undo the change"),
        "header_icon": "rotate",
        "breadcrumbs_items": crumbs(_("Undo the change")),
    }
    return render(request, "desk/fronts/undo.html", context)
