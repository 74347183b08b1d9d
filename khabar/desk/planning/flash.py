"""«عاجل» on the desk: two fields, and it is out."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from khabar.desk.planning.forms import FlashForm, say
from khabar.newsroom import flash_actions, rules
from khabar.newsroom.models import Article, Flash, Section
from khabar.newsroom.publication import EmbargoError
from khabar.newsroom.reach import Reach, reach_of


class FlashView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """The form. Who may not publish in a section is refused, and offered its review instead."""

    template_name = "desk/planning/flash.html"
    form_class = FlashForm
    page_title = gettext_lazy("Flash")
    refused: str = ""

    @cached_property
    def by(self) -> User:
        """The person before the screen."""
        return self.request.user  # type: ignore[return-value]  # Nobody anonymous comes here.

    @cached_property
    def reach(self) -> Reach:
        """What they reach."""
        return reach_of(self.by)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Nobody who writes nowhere has a use for it."""
        if not self.reach.writes | self.reach.publishes:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the sections on offer."""
        return {**super().get_form_kwargs(), "reach": self.reach}

    def get_initial(self) -> dict[str, Any]:
        """The section of one's last flash, else the first that one publishes (or writes) in."""
        last = (
            Flash.objects.filter(by=self.by, article__isnull=False)
            .order_by("-pk")
            .values_list("article__section_id", flat=True)
            .first()
        )
        allowed = self.reach.publishes or self.reach.writes
        first = next((place.id for place in self.reach.sections(allowed)), None)
        return {"section": last if last in allowed else first}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Send it out, or to review, or say why not."""
        section: Section = form.cleaned_data["section"]
        act = self._submit if "submit-review" in self.request.POST else self._publish
        try:
            return act(section, form.cleaned_data)
        except EmbargoError as error:
            form.add_error(None, str(error))
        except PermissionDenied as error:
            self.refused = str(error) or _("You may not publish here.")
        except ValidationError as error:
            say(form, error)
        status = HTTPStatus.FORBIDDEN if self.refused else HTTPStatus.OK
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def _publish(self, section: Section, typed: dict[str, Any]) -> HttpResponse:
        article = flash_actions.flash(section, typed["headline"], by=self.by, token=typed["token"])
        for finding in rules.findings(article):
            if finding.level == "warning":
                messages.warning(self.request, finding.message)
        return redirect("khabar_flash:sent", article.pk)

    def _submit(self, section: Section, typed: dict[str, Any]) -> HttpResponse:
        article = flash_actions.submit(section, typed["headline"], by=self.by, token=typed["token"])
        messages.success(
            self.request,
            _("“%(headline)s” was submitted for review as a flash.")
            % {"headline": article.draft_title},
        )
        return redirect("wagtailadmin_home")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The desk, this screen."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        editions = self.reach.own_editions()
        context.update(
            {
                "locale": editions[0].locale if editions else None,
                "refused": self.refused,
                "may_publish": bool(self.reach.publishes),
                "action_url": reverse("khabar_flash:write"),
            }
        )
        return context


class SentView(WagtailAdminTemplateMixin, TemplateView):
    """What went out, and what is to be done next."""

    template_name = "desk/planning/sent.html"
    page_title = gettext_lazy("The flash is out")

    @cached_property
    def article(self) -> Article:
        """The article."""
        return get_object_or_404(Article.objects.select_related("section"), pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The desk, this screen."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows. Raises PermissionDenied to those who may not edit it."""
        permissions = self.article.permissions_for_user(self.request.user)
        if not permissions.can_edit():
            raise PermissionDenied
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.update(
            {
                "article": self.article,
                "locale": self.article.locale,
                "url": self.article.get_full_url(self.request) if self.article.live else "",
                "may_withdraw": self.article.live and permissions.can_unpublish(),
                "bare_minutes": flash_actions.BARE_MINUTES,
            }
        )
        return context
