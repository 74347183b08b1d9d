"""The screens of byline protection, the only place of the desk where a protected name is seen."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput

from khabar.desk.verbs.base import say
from khabar.desk.verbs.forms import ReasonForm
from khabar.desk.verbs.notices import tell_who_may_confirm
from khabar.newsroom import actions
from khabar.newsroom.actions.protection import may_protect
from khabar.newsroom.models import Author, BylineProtection

PER_PAGE = 30


class ProtectForm(forms.Form):
    """Whose byline, and why."""

    author = forms.ModelChoiceField(
        queryset=Author.objects.filter(protected=False).order_by("name"),
        label=gettext_lazy("Author"),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("or a name as it is printed"),
        help_text=gettext_lazy(
            "Of a photographer, or of somebody without a profile. Other spellings of it are found."
        ),
        max_length=300,
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=AdminAutoHeightTextInput,
        help_text=gettext_lazy("Kept for good, for those who may see it. Do not repeat the name."),
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not (self.errors or cleaned.get("author") or cleaned.get("name", "").strip()):
            self.add_error("author", _("Choose an author, or write the name."))
        if cleaned.get("author") and cleaned.get("name", "").strip():
            self.add_error("name", _("Choose an author or write a name, one of the two."))
        return cleaned


class ProtectionMixin(WagtailAdminTemplateMixin):
    """For those who may protect bylines, and so see the names."""

    header_icon = "view"
    page_title = gettext_lazy("Protected bylines")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if not may_protect(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_page_title(self) -> str:
        """The screen's name."""
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The screen's name, which Wagtail's header shows."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [
            *items,
            {"url": reverse("khabar_protections:index"), "label": self.get_page_title()},
        ]


class ProtectionsView(ProtectionMixin, TemplateView):
    """The names that are not printed."""

    template_name = "desk/verbs/protections.html"
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of them, those in force first."""
        found = BylineProtection.objects.select_related("by").order_by("lifted_at", "-at", "-pk")
        in_force = sorted(found, key=lambda one: one.lifted_at is not None)
        return {
            **super().get_context_data(**kwargs),
            "page": Paginator(in_force, PER_PAGE).get_page(self.request.GET.get("p")),
            "add_url": reverse("khabar_protections:protect"),
        }


class ProposalView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # As in forms.py.
    """A form with what will come of it above; what the act refuses is said in the form."""

    form_class: Any
    template_name = "desk/verbs/protect.html"
    consequence: Any
    button: Any
    done: Any
    #: Where one goes on when it is done.
    next_name: str

    @property
    def back_url(self) -> str:
        """Where one goes who leaves it."""
        return reverse(self.next_name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        return {
            **super().get_context_data(**kwargs),
            "consequence": self.consequence,
            "button": self.button,
            "back_url": self.back_url,
        }

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Do it, or say in the form why not."""
        try:
            self.act(form, self.request.user)  # type: ignore[arg-type]  # Nobody anonymous comes here.
        except ValidationError as error:
            say(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.next_name)

    def act(self, form: BaseForm, by: User) -> None:
        """Do it. Raises ValidationError."""
        raise NotImplementedError


class ProtectView(ProtectionMixin, ProposalView):
    """The one switch."""

    form_class: Any = ProtectForm
    next_name = "khabar_protections:index"
    page_title = gettext_lazy("Protect a byline")
    consequence = gettext_lazy(
        "“The editorial staff” instead of the name, on every article, card, list and photo where it"
        " ever stood. The author's page is gone. Showing the name again takes two people."
    )
    button = gettext_lazy("Protect the byline")
    done = gettext_lazy("The byline is protected.")

    def get_initial(self) -> dict[str, Any]:
        """The author whose list the person came from."""
        return {"author": self.request.GET.get("author", "")}

    def act(self, form: BaseForm, by: User) -> None:
        """Protect."""
        actions.protect(by=by, **form.cleaned_data)


class UnprotectView(ProtectView):
    """Proposing to show a name again."""

    form_class = ReasonForm
    page_title = gettext_lazy("Propose to show a byline again")
    consequence = gettext_lazy(
        "Nothing yet: a second person has to confirm it. Then the name stands again wherever it"
        " stood."
    )
    button = gettext_lazy("Propose")
    done = gettext_lazy("It is proposed and awaits a second person.")

    @cached_property
    def protection(self) -> BylineProtection:
        """Which."""
        return get_object_or_404(BylineProtection, pk=self.kwargs["pk"])

    def act(self, form: BaseForm, by: User) -> None:
        """Propose it, and tell those who may confirm."""
        proposal = actions.propose_unprotect(
            self.protection, by=by, reason=form.cleaned_data["reason"]
        )
        tell_who_may_confirm(proposal)
