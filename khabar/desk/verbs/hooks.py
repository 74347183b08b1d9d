"""Wagtail's hooks of the verbs; wagtail_hooks registers them."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import (
    ActionMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
)
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from khabar.desk.menu import ItemFor
from khabar.desk.verbs import base, history, menus, protection, requests, views
from khabar.newsroom.actions import two_people
from khabar.newsroom.actions.protection import may_protect
from khabar.newsroom.models import Article, Author

#: Where our entries begin: behind Wagtail's own of each menu.
_HEADER, _LISTING, _EDITOR = 71, 41, 31
_VIEWS: tuple[type[base.VerbView], ...] = (*views.VIEWS, requests.TakeDownView)


def register() -> None:
    """Register them; called once."""
    hooks.register("register_admin_urls", register_urls)
    hooks.register("register_page_header_buttons", header_buttons)
    hooks.register("register_page_listing_more_buttons", listing_buttons)
    hooks.register("construct_page_listing_buttons", one_way_to_unpublish)
    hooks.register("construct_page_action_menu", own_words)
    hooks.register("register_reports_menu_item", requests_item)
    hooks.register("register_reports_menu_item", protections_item)
    hooks.register("insert_global_admin_css", styles)
    hooks.register("before_edit_snippet", only_who_is_not_protected)
    hooks.register("before_delete_snippet", none_of_the_protected)
    hooks.register("before_edit_page", say_what_waits)
    for place, entry in enumerate(menus.ENTRIES):
        if entry.in_editor:
            hooks.register(
                "register_page_action_menu_item",
                partial(menus.VerbMenuItem, entry, _EDITOR + place),
            )


def register_urls() -> list[URLResolver]:
    """The verbs' addresses, behind Wagtail's sign-in like all of the desk's."""
    patterns: list[URLPattern] = [
        path(f"<int:pk>/{view.verb.replace('_', '-')}/", view.as_view(), name=view.verb)
        for view in _VIEWS
    ]
    patterns += [
        path("<int:pk>/obstacles/", base.obstacles, name="obstacles"),
        path("<int:pk>/versions/", history.VersionsView.as_view(), name="versions"),
        path("<int:pk>/versions/choose/", history.ChooseView.as_view(), name="choose"),
        path(
            "<int:pk>/versions/<slug:old>/<slug:new>/",
            history.CompareView.as_view(),
            name="compare",
        ),
    ]
    asked = [
        path("", requests.RequestsView.as_view(), name="index"),
        path("<int:pk>/", requests.RequestView.as_view(), name="request"),
    ]
    bylines = [
        path("", protection.ProtectionsView.as_view(), name="index"),
        path("protect/", protection.ProtectView.as_view(), name="protect"),
        path("<int:pk>/unprotect/", protection.UnprotectView.as_view(), name="unprotect"),
    ]
    return [
        path("articles/", include((patterns, "khabar_desk"))),
        path("requests/", include((asked, "khabar_requests"))),
        path("protected-bylines/", include((bylines, "khabar_protections"))),
    ]


def requests_item() -> MenuItem:
    """The list of what needs two people, among the reports."""
    return ItemFor(
        _("Requests that need two people"),
        reverse("khabar_requests:index"),
        name="two-people",
        icon_name="group",
        order=1100,
        may=requests.may_open,
    )


def protections_item() -> MenuItem:
    """The protected bylines, among the reports."""
    return ItemFor(
        _("Protected bylines"),
        reverse("khabar_protections:index"),
        name="protected-bylines",
        icon_name="view",
        order=1110,
        may=may_protect,
    )


def styles() -> SafeString:
    """The verbs' style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/verbs/verbs.css"))


def only_who_is_not_protected(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Keep a protected author's row as the protection left it, until two people lift it."""
    if isinstance(instance, Author) and instance.protected:
        messages.error(request, _("This byline is protected. It is shown again by two people."))
        there = "khabar_protections:index" if may_protect(request.user) else "wagtailadmin_home"
        return redirect(there)
    return None


def none_of_the_protected(request: HttpRequest, instances: Any) -> HttpResponse | None:
    """As above, on deletion."""
    answers = (only_who_is_not_protected(request, instance) for instance in instances)
    return next((answer for answer in answers if answer), None)


def say_what_waits(request: HttpRequest, page: Page) -> None:
    """On opening an article whose take-down is proposed, say so to those who may see it."""
    if request.method != "GET" or not isinstance(page, Article):
        return
    waiting = requests.waiting_for(page)
    user: Any = request.user
    if waiting and two_people.may_see(waiting, user):
        messages.warning(
            request,
            _("The take-down of this article is proposed and awaits a second person."),
            buttons=[
                messages.button(reverse("khabar_requests:request", args=(waiting.pk,)), _("Open"))
            ],
        )


def header_buttons(
    page: Page,
    user: User,  # noqa: ARG001 (Wagtail passes it by name)
    view_name: str,  # noqa: ARG001 (as above)
    next_url: str | None = None,  # noqa: ARG001 (as above)
) -> Iterator[PageMenuItem]:
    """The verbs in the menu of a page's header."""
    yield from menus.verb_buttons(page, _HEADER)


def listing_buttons(
    page: Page,
    user: User,  # noqa: ARG001 (Wagtail passes it by name)
    next_url: str | None = None,  # noqa: ARG001 (as above)
) -> Iterator[PageMenuItem]:
    """The verbs in the menu of a page's line in a list."""
    yield from menus.verb_buttons(page, _LISTING)


def one_way_to_unpublish(
    buttons: list[Any],
    page: Page,
    user: User,  # noqa: ARG001 (Wagtail passes it by name)
    context: dict[str, Any] | None = None,  # noqa: ARG001 (as above)
) -> None:
    """Offer our own unpublishing of an article, which asks for a note, and not Wagtail's too."""
    if page.specific_class is Article:
        buttons[:] = [
            button for button in buttons if f"/pages/{page.pk}/unpublish/" not in str(button.url)
        ]


def own_words(
    menu_items: list[ActionMenuItem],
    request: HttpRequest,  # noqa: ARG001 (Wagtail's signature)
    context: dict[str, Any],
) -> None:
    """«إرسال للمراجعة», whatever the workflow is called; an article's own unpublishing."""
    is_article = isinstance(context.get("page"), Article)
    for item in menu_items:
        if type(item) is SubmitForModerationMenuItem and item is not menu_items[0]:
            # With what brings an article to readers, not behind what takes it from them.
            item.order = _EDITOR - 1
    menu_items.sort(key=lambda item: item.order)
    menu_items[:] = [
        menus.SubmitMenuItem(order=item.order)
        if type(item) is SubmitForModerationMenuItem
        else item
        for item in menu_items
        if not (is_article and type(item) is UnpublishMenuItem)
    ]
