"""Other people's accounts, for those who keep them."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports.base import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from khabar.desk.accounts import accounts, factors, forms, limits, policy, queries, sessions
from khabar.desk.accounts.models import StaffSession


class PersonView(WagtailAdminTemplateMixin, TemplateView):
    """How one account is secured, and what can be done about it."""

    template_name = "desk/accounts/person.html"
    header_icon = "lock"
    page_title: Any = gettext_lazy("Sign-in security")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who keep this account."""
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        if not policy.may_keep(request.user, self.person):  # type: ignore[arg-type]  # Nobody anonymous comes here.
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """From the list of accounts down."""
        edit = reverse("wagtailusers_users:edit", args=(self.person.pk,))
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": edit, "label": get_user_display_name(self.person)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_page_subtitle(self) -> str:
        """Whose."""
        return str(get_user_display_name(self.person))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What they have, without any secret of it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "person": self.person,
            "factors": factors.of(self.person),
            "sessions": StaffSession.objects.filter(user=self.person),
            "waits": limits.waits(self.person.get_username()),
            "is_self": self.person == self.request.user,
            "invited": not self.person.has_usable_password(),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """One of the acts that need no second question."""
        person, by = self.person, request.user
        act = request.POST.get("act")
        if act == "end":
            chosen = StaffSession.objects.filter(user=person)
            number = request.POST.get("session", "")
            if number:
                known = number.isascii() and number.isdigit()
                chosen = chosen.filter(pk=number) if known else chosen.none()
            sessions.end(chosen, of=person, by=by)  # type: ignore[arg-type]  # As above.
            messages.success(request, _("Ended. Whoever used it must sign in again."))
        elif act == "unlock":
            accounts.unlock(person, by=by)  # type: ignore[arg-type]  # As above.
            messages.success(request, _("They may try to sign in again at once."))
        elif act == "link":
            return self._link(request)
        return redirect("khabar_accounts:person", person.pk)

    def _link(self, request: HttpRequest) -> HttpResponse:
        if not self.person.email:
            messages.error(request, _("The account has no e-mail address: give it one first."))
        elif not self.person.is_active:
            messages.error(request, _("The account is closed: open it first."))
        else:
            accounts.send_link(self.person, by=request.user)  # type: ignore[arg-type]  # As above.
            messages.success(
                request,
                _("A link to set a password was mailed to %(address)s.")
                % {"address": self.person.email},
            )
        return redirect("khabar_accounts:person", self.person.pk)


class ResetFactorsView(PersonView):
    """Somebody lost their device: take all their factors away, after a question."""

    template_name = "desk/accounts/reset.html"
    page_title = gettext_lazy("Remove all second factors")

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take them away."""
        if self.person == request.user:
            raise PermissionDenied
        factors.reset(self.person, by=request.user)  # type: ignore[arg-type]  # As above.
        messages.success(
            request, _("Removed. At the next sign-in the password alone is asked for.")
        )
        return redirect("khabar_accounts:person", self.person.pk)


# Accounts themselves


class InvitationView(CreateView):
    """A new account; its owner is mailed a link."""

    success_message = gettext_lazy(
        "The account “%(object)s” was made. A link to set a password was mailed to its owner."
    )

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Wagtail's, but only a superuser makes another."""
        return _without_superuser(super().get_form(*args, **kwargs), self.request)

    def save_instance(self) -> User:
        """Make it, and mail the link."""
        user: User = super().save_instance()
        accounts.send_link(user, by=self.request.user)
        return user


class AccountView(EditView):
    """An account: its name, address and groups."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Only a superuser changes a superuser: with the mail address comes the account."""
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """As above."""
        return _without_superuser(super().get_form(*args, **kwargs), self.request)


def _without_superuser(form: Any, request: HttpRequest) -> Any:
    if not request.user.is_superuser:
        form.fields.pop("is_superuser", None)
    return form


class StaffViewSet(UserViewSet):
    """Wagtail's accounts, with invitations in the place of typed passwords."""

    add_view_class = InvitationView
    edit_view_class = AccountView

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002 (Wagtail's signature)
        """Forms without a password."""
        return forms.AccountForm if for_update else forms.InvitationForm


# Accounts that nobody uses


class InactiveView(ReportView):
    """Accounts of staff that nobody has used for long, each closed with one click."""

    results_template_name = "desk/accounts/inactive_results.html"
    page_title = gettext_lazy("Inactive accounts")
    header_icon = "user"
    index_url_name = "khabar_accounts:inactive"
    index_results_url_name = "khabar_accounts:inactive_results"
    permission_policy = ModelPermissionPolicy(User)
    permission_required = "change"
    default_ordering = None
    list_export = ["username", "email", "seen_at"]
    export_headings = {
        "username": gettext_lazy("Username"),
        "email": gettext_lazy("Email"),
        "seen_at": gettext_lazy("Last seen"),
    }
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Name"),
            accessor=get_user_display_name,
            url_name="khabar_accounts:person",
        ),
        Column("username", label=gettext_lazy("Username")),
        DateColumn("seen_at", label=gettext_lazy("Last seen")),
    ]

    def get_queryset(self) -> "QuerySet[User]":
        """Those whom this person keeps."""
        found = queries.inactive_staff()
        return found if self.request.user.is_superuser else found.filter(is_superuser=False)


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one account."""
    person = get_object_or_404(User, pk=pk)
    if request.method != "POST" or person == request.user:
        raise PermissionDenied
    accounts.close(person, by=request.user)  # type: ignore[arg-type]  # As above.
    messages.success(
        request, _("The account “%(name)s” is closed.") % {"name": person.get_username()}
    )
    wanted = "person" if request.POST.get("from") == "person" else "inactive"
    return redirect(f"khabar_accounts:{wanted}", *([pk] if wanted == "person" else []))
