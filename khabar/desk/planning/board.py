"""The planning board: a day or a week of an edition, and moving what stands on it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from khabar.desk.planning.forms import KIND_NAMES, LOCAL, BoardForm, MoveForm
from khabar.language.dates import (
    DateStyle,
    format_date,
    format_datetime,
    format_time,
    weekday_names,
    zone_label,
)
from khabar.language.digits import convert
from khabar.language.weeks import at_wall_time, day_of, format_day, wall_time, week_of
from khabar.newsroom import planning_actions
from khabar.newsroom.models import Article, Assignment, Edition
from khabar.newsroom.publication import EmbargoError
from khabar.newsroom.queries import planning
from khabar.newsroom.queries.planning import Filters, PlanItem
from khabar.newsroom.reach import Reach, reach_of

DAY = timedelta(days=1)
KIND_LABELS = {
    "assignment": gettext_lazy("Assignment"),
    "scheduled": gettext_lazy("Scheduled"),
    "embargo": gettext_lazy("Embargoed until"),
}


@dataclass(frozen=True)
class Card:
    """One thing of the board as it is printed."""

    item: PlanItem
    time: str
    local: str
    section: str
    kind: str

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"plan-{self.item.kind}-{self.item.id}"


@dataclass(frozen=True)
class Slot:
    """A day of the week's view, or an hour of the day's: what is dropped there goes there."""

    label: str
    short: str
    date: date
    cards: list[Card]
    hour: int | None = None
    now: bool = False


def edition_asked(reach: Reach, asked: str | None) -> Edition:
    """The edition with this id where the person sees one, else their first. PermissionDenied."""
    editions = reach.own_editions()
    if not editions:
        raise PermissionDenied
    return next((one for one in editions if str(one.pk) == asked), editions[0])


class BoardView(WagtailAdminTemplateMixin, TemplateView):
    """The board."""

    template_name = "desk/planning/board.html"
    page_title = gettext_lazy("Planning")
    header_icon = "calendar-alt"

    @cached_property
    def reach(self) -> Reach:
        """What the person reaches."""
        return reach_of(self.request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.

    @cached_property
    def edition(self) -> Edition:
        """Whose board it is."""
        return edition_asked(self.reach, self.request.GET.get("edition"))

    @cached_property
    def style(self) -> DateStyle:
        """How its days are written."""
        return self.edition.date_style

    @cached_property
    def form(self) -> BoardForm:
        """What is asked for."""
        form = BoardForm(self.request.GET, reach=self.reach, edition=self.edition)
        form.is_valid()
        return form

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The desk, this screen."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        today = day_of(timezone.now(), self.style)
        day = self.form.day_or(today)
        whole_week = self.form.value("view") != "day"
        days = week_of(day, self.style) if whole_week else [day]
        items = planning.board(self.reach, self.edition, days[0], days[-1], self._filters())
        step = len(days) * DAY
        context.update(
            {
                "form": self.form,
                "locale": self.edition.locale,
                "edition": self.edition,
                "editions": self.reach.own_editions(),
                "zone": zone_label(timezone.now(), self.style),
                "whole_week": whole_week,
                "slots": self._days(items, days, today) if whole_week else self._hours(items, day),
                "count": len(items),
                "heading": self._heading(days),
                "numbering": self.style.numbering,
                "before_url": self._url(day=days[0] - step),
                "after_url": self._url(day=days[0] + step),
                "today_url": self._url(day=today),
                "week_url": self._url(day=day, view="week"),
                "day_url": self._url(day=day, view="day"),
                "here": self.request.get_full_path(),
                "may_assign": bool(self.reach.sections(self.reach.publishes, self.edition)),
            }
        )
        return context

    def _filters(self) -> Filters:
        asked = self.form.value("person")
        return Filters(
            self.form.value("section"), asked.pk if asked else None, self.form.value("kind")
        )

    def _url(self, day: date, **changed: Any) -> str:
        person = self.form.value("person")
        asked = {
            "view": self.form.value("view"),
            "edition": self.edition.pk if len(self.reach.own_editions()) > 1 else None,
            "section": self.form.value("section"),
            "person": person.pk if person else None,
            "kind": self.form.value("kind"),
            "day": day.isoformat(),
            **changed,
        }
        return "?" + urlencode({name: value for name, value in asked.items() if value is not None})

    def _heading(self, days: list[date]) -> str:
        if len(days) == 1:
            return format_date(days[0], self.style, weekday=True)
        return _("%(first)s to %(last)s") % {
            "first": format_day(days[0], self.style),
            "last": format_date(days[-1], self.style, weekday=True),
        }

    def _days(self, items: list[PlanItem], days: list[date], today: date) -> list[Slot]:
        held = planning.by_day(items, days, self.style)
        return [
            Slot(
                format_day(day, self.style),
                convert(
                    f"{weekday_names(self.style)[day.weekday()]} {day.day}", self.style.numbering
                ),
                day,
                [self._card(item) for item in held[day]],
                now=day == today,
            )
            for day in days
        ]

    def _hours(self, items: list[PlanItem], day: date) -> list[Slot]:
        now = wall_time(timezone.now(), self.style)
        slots = []
        for hour, held in enumerate(planning.by_hour(items, self.style)):
            label = convert(f"{hour:02}:00", self.style.numbering)
            cards = [self._card(item) for item in held]
            present = (now.date(), now.hour) == (day, hour)
            slots.append(Slot(label, label, day, cards, hour, now=present))
        return slots

    def _card(self, item: PlanItem) -> Card:
        return Card(
            item,
            format_time(item.at, self.style),
            wall_time(item.at, self.style).strftime(LOCAL),
            self.reach.section_title(item.section_id),
            str(KIND_LABELS[item.kind]),
        )


def kind_names() -> dict[str, str]:
    """What the kinds are called."""
    return {kind: str(name) for kind, name in KIND_NAMES.items()}


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Give one thing another time, and go back to the board, where it is told how that went."""
    form = MoveForm(request.POST)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = reverse("khabar_planning:board")
    if not form.is_valid():
        for said in form.errors.values():
            messages.error(request, " ".join(map(str, said)))
        return redirect(back)
    asked = form.cleaned_data
    try:
        title, to, style = _moved(asked, request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.
    except (EmbargoError, PermissionDenied) as error:
        messages.error(request, str(error) or _("You may not move this."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request,
            _("“%(title)s” was moved to %(time)s.")
            % {"title": title, "time": format_datetime(to, style)},
        )
    return redirect(f"{back}#plan-{asked['kind']}-{asked['id']}")


def _moved(asked: dict[str, Any], by: User) -> tuple[str, datetime, DateStyle]:
    try:
        if asked["kind"] == "assignment":
            assignment = get_object_or_404(
                Assignment.objects.select_related("edition__locale", "section"), pk=asked["id"]
            )
            style = assignment.edition.date_style
            to = at_wall_time(asked["to"], style)
            planning_actions.postpone(assignment, to, by=by, version=int(asked["version"]))
            return assignment.title, to, style
        article = get_object_or_404(Article.objects.select_related("section"), pk=asked["id"])
        style = Edition.objects.select_related("locale").get(locale=article.locale_id).date_style
        to = at_wall_time(asked["to"], style)
        was = datetime.fromisoformat(asked["version"])
    except (ValueError, OverflowError) as error:
        raise ValidationError(_("This is not a day and a time.")) from error
    moved = planning_actions.reschedule(article, to, by=by, was=was)
    return moved.draft_title, to, style
