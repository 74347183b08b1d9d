"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from khabar.desk.accounts import audit, policy, scripts, visibility
from khabar.desk.accounts.views import people, security
from khabar.desk.menu import ItemFor


def urls() -> list[URLResolver]:
    """The screens of those who are signed in."""
    own = [
        path("", security.SecurityView.as_view(), name="security"),
        path("confirm/", security.ConfirmView.as_view(), name="confirm"),
        path("passkeys/add/", security.AddPasskeyView.as_view(), name="add_passkey"),
        path("passkeys/options/", security.new_passkey_options, name="new_passkey_options"),
        path("passkeys/<int:pk>/", security.RenamePasskeyView.as_view(), name="rename_passkey"),
        path("passkeys/<int:pk>/remove/", security.RemoveView.as_view(), name="remove_passkey"),
        path("app/", security.AddAppView.as_view(), name="add_app"),
        path("app/remove/", security.RemoveView.as_view(), name="remove_app"),
        path("codes/", security.CodesView.as_view(), name="codes"),
        path("codes/new/", security.make_codes, name="make_codes"),
        path("codes/file/", security.codes_file, name="codes_file"),
        path("sessions/end/", security.end_sessions, name="end_sessions"),
    ]
    others = [
        path("users/<int:pk>/security/", people.PersonView.as_view(), name="person"),
        path("users/<int:pk>/security/reset/", people.ResetFactorsView.as_view(), name="reset"),
        path("users/<int:pk>/security/close/", people.close, name="close"),
        path("reports/inactive-accounts/", people.InactiveView.as_view(), name="inactive"),
        path(
            "reports/inactive-accounts/results/",
            people.InactiveView.as_view(results_only=True),
            name="inactive_results",
        ),
    ]
    patterns = [path("account/security/", include(own)), *others]
    return [path("", include((patterns, "khabar_accounts")))]


def account_menu_item(request: HttpRequest) -> dict[str, Any]:
    """From the account's own page."""
    del request
    return {
        "url": reverse("khabar_accounts:security"),
        "label": _("Sign-in security"),
        "help_text": _("Passkeys, sign-in codes, and where you are signed in."),
    }


def inactive_menu_item() -> MenuItem:
    """The report, among the others."""
    return ItemFor(
        _("Inactive accounts"),
        reverse_lazy("khabar_accounts:inactive"),
        name="inactive-accounts",
        icon_name="user",
        order=1200,
        may=policy.may_keep_accounts,
    )


def listing_buttons(user: User, request_user: User) -> Iterator[Button]:
    """From a line of the list of accounts."""
    if policy.may_keep(request_user, user):
        yield Button(
            _("Sign-in security"),
            reverse("khabar_accounts:person", args=(user.pk,)),
            icon_name="lock",
            priority=30,
        )


def keep_superusers(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Only a superuser changes a superuser, in bulk too."""
    del action_type
    kept = any(isinstance(item, User) and item.is_superuser for item in objects)
    if not kept or request.user.is_superuser:
        return None
    messages.error(request, _("Only somebody who may do everything changes such an account."))
    return redirect(action.next_url)


def audit_words(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Wagtail's site history under our own name."""
    del request
    for item in menu_items:
        if item.name == "site-history":
            item.label = _("Record of acts")


def register() -> None:
    """Register them; called once."""
    hooks.register("register_admin_urls", urls)
    hooks.register("register_account_menu_item", account_menu_item)
    hooks.register("register_reports_menu_item", inactive_menu_item)
    hooks.register("register_user_listing_buttons", listing_buttons)
    hooks.register("construct_page_chooser_queryset", visibility.choosable)
    hooks.register("construct_reports_menu", audit_words)
    hooks.register("before_bulk_action", keep_superusers)
    hooks.register("register_log_actions", audit.register_actions)
    hooks.register("insert_global_admin_js", scripts.script)
    scripts.register()
    visibility.register()
