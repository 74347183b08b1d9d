"""What is done on the front page's screen, each act one form: read, checked, handed to a verb."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from khabar.desk.fronts import board
from khabar.desk.fronts.asked import whole
from khabar.desk.fronts.forms import EntryForm, WhenForm
from khabar.newsroom import arrangement as values
from khabar.newsroom import front_actions
from khabar.newsroom.arrangement import SHOWN, SLOTS
from khabar.newsroom.models import Article, Edition, FrontPlan, FrontVersion


def _article(request: HttpRequest, edition: Edition, name: str = "article") -> int:
    known = Article.objects.filter(locale_id=edition.locale_id)
    pk = whole(request.POST.get(name))
    if not known.filter(pk=pk).exists():
        raise ValidationError(_("The article is no more."))
    return pk


def _slot(request: HttpRequest) -> str:
    asked = str(request.POST.get("slot", ""))
    if asked not in SLOTS:
        raise ValidationError(_("The front page has no such place."))
    return asked


def _put(request: HttpRequest, draft: board.Draft) -> None:
    pk = _article(request, draft.edition)
    if draft.arrangement.find(pk) is None and pk not in board.placeable(draft.edition, [pk]):
        raise ValidationError(_("The article is neither published nor scheduled."))
    slot, position = _slot(request), whole(request.POST.get("position"), 1)
    outcome = front_actions.checked(lambda: values.put(draft.arrangement, pk, slot, position))
    draft.keep(outcome.arrangement)
    if outcome.fell:
        fell = Article.objects.filter(pk=outcome.fell.article).first()
        messages.warning(
            request, _("“%(headline)s” falls out: the place is full.") % {"headline": fell}
        )


def _remove(request: HttpRequest, draft: board.Draft) -> None:
    pk = _article(request, draft.edition)
    draft.keep(front_actions.checked(lambda: values.remove(draft.arrangement, pk)))


def _exchange(request: HttpRequest, draft: board.Draft) -> None:
    pk, other = _article(request, draft.edition), _article(request, draft.edition, "other")
    draft.keep(front_actions.checked(lambda: values.exchange(draft.arrangement, pk, other)))


def _edit(request: HttpRequest, draft: board.Draft) -> None:
    pk = _article(request, draft.edition)
    form = EntryForm(request.POST)
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    changes = dict(form.cleaned_data)
    photo = changes.pop("photo")
    if "photo" in request.POST:
        changes["photo"] = photo.pk if photo else None
    draft.keep(values.edit(draft.arrangement, pk, **changes))


def _lock(request: HttpRequest, draft: board.Draft) -> None:
    pk = _article(request, draft.edition)
    locked = request.POST.get("locked") == "1"
    draft.keep(values.edit(draft.arrangement, pk, locked=locked))


def _layout(request: HttpRequest, draft: board.Draft) -> None:
    layout = str(request.POST.get("layout", ""))
    if layout not in SHOWN:
        raise ValidationError(_("There is no such layout."))
    draft.keep(values.arranged(layout, draft.arrangement.places))


def _reset(request: HttpRequest, draft: board.Draft) -> None:  # noqa: ARG001 (as its siblings)
    draft.drop()


def _publish(request: HttpRequest, draft: board.Draft) -> None:
    over = request.POST.get("over") == str(draft.changed)
    base = draft.changed if over else draft.base
    version = front_actions.publish(draft.edition, draft.arrangement, by=draft.user, base=base)
    draft.drop()
    _say_done(request, _("The arrangement is published."), version)


def _undo(request: HttpRequest, draft: board.Draft) -> None:
    sequence = whole(request.POST.get("sequence"))
    front_actions.undo(draft.edition, by=draft.user, sequence=sequence)
    messages.success(request, _("The change was undone."))


def _schedule(request: HttpRequest, draft: board.Draft) -> None:
    at = _time(request)
    front_actions.schedule(draft.edition, draft.arrangement, at, by=draft.user, base=draft.base)
    draft.drop()
    messages.success(request, _("The arrangement is scheduled."))


def _time(request: HttpRequest) -> datetime:
    form = WhenForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Choose the day and the time."))
    at: datetime = form.cleaned_data["at"]
    return at


def _cancel(request: HttpRequest, draft: board.Draft) -> None:
    plan = get_object_or_404(
        FrontPlan.objects.select_related("edition__site"),
        pk=whole(request.POST.get("plan")),
        edition=draft.edition,
    )
    front_actions.cancel(plan, by=draft.user)
    messages.success(request, _("The schedule is cancelled."))


def _remove_at(request: HttpRequest, draft: board.Draft) -> None:
    article = Article.objects.get(pk=_article(request, draft.edition))
    front_actions.schedule_removal(article, _time(request), by=draft.user, edition=draft.edition)
    messages.success(request, _("The removal is scheduled."))


def _allow(request: HttpRequest, draft: board.Draft) -> None:
    front_actions.let_section_editors_place(
        draft.edition, allowed=request.POST.get("allowed") == "1", by=draft.user
    )


def _take(request: HttpRequest, draft: board.Draft) -> None:
    """Begin a draft from what stood at another time."""
    version = get_object_or_404(
        FrontVersion,
        edition=draft.edition,
        sequence=whole(request.POST.get("version")),
    )
    draft.base = draft.changed
    arrangement = values.from_data(version.arrangement)
    known = board.placeable(draft.edition, [place.article for place in arrangement.places])
    now = timezone.now()
    kept = [
        place
        for place in arrangement.places
        if place.article in known and not (place.ends_at and place.ends_at <= now)
    ]
    draft.keep(values.arranged(arrangement.layout, kept))
    messages.success(request, _("This is your draft now. Readers see it once you publish it."))


def _say_done(request: HttpRequest, text: str, version: FrontVersion) -> None:
    """Say what was done, with the way back."""
    messages.success(request, text, buttons=[undo_button(version)])


def undo_button(version: FrontVersion) -> tuple[str, str, bool]:
    """The way back, beside a message."""
    url = reverse("khabar_fronts:undo", args=(version.edition_id, version.sequence))
    button: tuple[str, str, bool] = messages.button(url, _("Undo"))
    return button


OPS: dict[str, Callable[[HttpRequest, board.Draft], None]] = {
    "put": _put,
    "remove": _remove,
    "exchange": _exchange,
    "edit": _edit,
    "lock": _lock,
    "layout": _layout,
    "reset": _reset,
    "publish": _publish,
    "undo": _undo,
    "schedule": _schedule,
    "cancel": _cancel,
    "remove_at": _remove_at,
    "allow": _allow,
    "take": _take,
}
