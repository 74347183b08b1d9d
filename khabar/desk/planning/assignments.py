"""Assignments on the desk: planned, changed, begun; and failures settled."""

from datetime import datetime, time
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from khabar.desk.planning.board import edition_asked
from khabar.desk.planning.forms import AssignmentForm, say
from khabar.language.weeks import day_of
from khabar.newsroom import notices, planning_actions
from khabar.newsroom.models import Assignment, DeskNotice, Edition
from khabar.newsroom.reach import Place, Reach, reach_of

#: A plan without an hour of its own is due in the afternoon.
USUAL_DEADLINE = time(17)


class AssignmentView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """A plan's form; its times are those of the edition's clocks."""

    template_name = "desk/planning/assignment.html"
    form_class = AssignmentForm
    page_title = gettext_lazy("New assignment")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse who plans nowhere here; then speak in the edition's zone until it is rendered."""
        if not self._may():
            raise PermissionDenied
        with timezone.override(self.edition.time_zone):
            response: Any = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def _may(self) -> bool:
        return bool(self._sections())

    def _sections(self) -> list[Place]:
        return self.reach.sections(self.reach.publishes, self.edition)

    @cached_property
    def by(self) -> User:
        """The person before the screen."""
        return self.request.user  # type: ignore[return-value]  # Nobody anonymous comes here.

    @cached_property
    def reach(self) -> Reach:
        """What they reach."""
        return reach_of(self.by)

    @cached_property
    def edition(self) -> Edition:
        """Whose plan it is."""
        return edition_asked(self.reach, self.request.GET.get("edition"))

    @property
    def board_url(self) -> str:
        """The board it stands on."""
        return reverse("khabar_planning:board")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With what is on offer."""
        return {**super().get_form_kwargs(), "reach": self.reach, "edition": self.edition}

    def get_initial(self) -> dict[str, Any]:
        """The day whose button was pressed, and the first section."""
        try:
            day = parse_date(self.request.GET.get("day", ""))
        except ValueError:
            day = None
        day = day or day_of(timezone.now(), self.edition.date_style)
        first = next((one.id for one in self._sections()), None)
        return {"deadline": datetime.combine(day, USUAL_DEADLINE), "section": first}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Plan it, or say in the form why not; what was typed stays."""
        try:
            assignment = self.act(form)
        except PermissionDenied as error:
            form.add_error(None, str(error) or _("You may not plan here."))
        except ValidationError as error:
            say(form, error)
        if not form.is_valid():
            return self.form_invalid(form)
        messages.success(
            self.request, _("“%(title)s” is on the board.") % {"title": assignment.title}
        )
        day = day_of(assignment.deadline, self.edition.date_style)
        return redirect(f"{self.board_url}?day={day}#plan-assignment-{assignment.pk}")

    def act(self, form: BaseForm) -> Assignment:
        """Plan."""
        return planning_actions.assign(by=self.by, **form.plan())  # type: ignore[attr-defined]  # It is an AssignmentForm.

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The desk, the board, this screen."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        board = {"url": self.board_url, "label": _("Planning")}
        return [*items, board, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(
            {
                "locale": self.edition.locale,
                "media": context["form"].media,
                "board_url": self.board_url,
                "submit_button_label": _("Save"),
                "submit_button_active_label": _("Being saved…"),
            }
        )
        return context


class ChangeAssignmentView(AssignmentView):
    """The same for a plan that stands."""

    page_title = gettext_lazy("Assignment")

    @cached_property
    def assignment(self) -> Assignment:
        """The plan."""
        found = Assignment.objects.select_related("section", "edition__locale", "article")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def edition(self) -> Edition:
        """Its own."""
        return self.assignment.edition

    def _may(self) -> bool:
        return planning_actions.may_plan(self.by, self.assignment.section_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the plan."""
        return {**super().get_form_kwargs(), "instance": self.assignment}

    def get_initial(self) -> dict[str, Any]:
        """With the version that is shown."""
        return {"version": self.assignment.version}

    def get_page_subtitle(self) -> str:
        """The working title."""
        return self.assignment.title

    def act(self, form: BaseForm) -> Assignment:
        """Change it."""
        return planning_actions.change(
            self.assignment,
            by=self.by,
            version=form.cleaned_data["version"] or 0,
            **form.plan(),  # type: ignore[attr-defined]  # It is an AssignmentForm.
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the way to its article."""
        return {**super().get_context_data(**kwargs), "assignment": self.assignment}


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the article of a plan, and open it."""
    assignment = get_object_or_404(Assignment, pk=pk)
    try:
        article = planning_actions.begin(assignment, by=request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("khabar_planning:board")
    return redirect("wagtailadmin_pages:edit", article.pk)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a failure from the first screen."""
    notices.dismiss(get_object_or_404(DeskNotice, pk=pk), by=request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.
    messages.success(request, _("The failure is settled."))
    return redirect("wagtailadmin_home")
