"""Which pages a person may see at all, where Wagtail shows them to everyone on the desk.

Headlines of drafts are seen by those who work for the edition or section; of what is published,
by everyone, as readers see them. What stands below a headline, only by who may edit it: that is
Wagtail's own rule everywhere.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page
from wagtail.permissions import policy_registry


def own(user: User) -> Q:
    """Pages under those that this person has a permission on, and the way down to them."""
    if not user.is_active:
        return Q(pk__in=())
    if user.is_superuser:
        # Not an empty condition: joined to another by “or”, that is only the other.
        return Q(depth__gte=1)
    policy = policy_registry.get_by_type(Page)
    paths = {held.page.path for held in policy.get_cached_permissions_for_user(user)}
    seen = Q(pk__in=())
    above = set()
    for held in paths:
        seen |= Q(path__startswith=held)
        above |= {held[:length] for length in range(Page.steplen, len(held), Page.steplen)}
    return seen | Q(path__in=above)


def public() -> Q:
    """Pages whose headline on the desk is the one that readers see."""
    return Q(live=True, draft_title=F("title"))


def choosable(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """What a dialogue offers to choose from."""
    return pages.filter(own(request.user) | public())  # type: ignore[arg-type]  # Nobody anonymous comes here.


def may_see(user: User, page: Page) -> bool:
    """Whether this person may see this page's headline."""
    return Page.objects.filter(own(user) | public(), pk=page.pk).exists()


def seen_page(view: Callable[..., HttpResponseBase], name: str) -> Callable[..., Any]:
    """A view of Wagtail's that names the page it is asked for, for those who may see it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = get_object_or_404(Page, pk=kwargs[name])
        if not may_see(request.user, page):  # type: ignore[arg-type]  # As above.
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class SeenTypesView(PageTypesUsageReportView):
    """Wagtail's report of page types, naming the last edited page to those who may see it."""

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        """Wagtail's, without the names of the others."""
        decorated = super().decorate_paginated_queryset(page_types)
        for item in decorated:
            if item.last_edited_page and not may_see(self.request.user, item.last_edited_page):
                item.last_edited_page = None
        return decorated


_actionable = PageBulkAction.get_actionable_objects


def _seen_actionable(self: PageBulkAction) -> tuple[list[Page], dict[str, list[Page]]]:
    """Pages asked for by number that may not be acted on are named to those who may see them."""
    pages, others = _actionable(self)
    refused = others["items_with_no_access"]
    seen = [page for page in refused if may_see(self.request.user, page)]
    return pages, {**others, "items_with_no_access": seen}


def register() -> None:
    """Teach Wagtail's bulk actions; called once."""
    PageBulkAction.get_actionable_objects = _seen_actionable


def _chosen(request: HttpRequest) -> HttpResponseBase:
    """What a dialogue has chosen, of what this person may see."""
    asked = [pk for pk in request.GET.getlist("id") if pk.isascii() and pk.isdigit()]
    seen = choosable(Page.objects.filter(pk__in=asked), request).values_list("pk", flat=True)
    given = request.GET.copy()
    given.setlist("id", [str(pk) for pk in seen])
    request.GET = given  # type: ignore[assignment]  # Read-only by custom, until sent on.
    answer: HttpResponseBase = ChosenMultipleView.as_view()(request)
    return answer


#: Views of a page that say its headline, or its slug, before they ask whether somebody may:
#: address, the view, and what it calls the page's number.
PAGE_VIEWS = (
    ("<int:page_to_move_id>/move/<int:destination_id>/confirm/", "move_confirm", "page_to_move_id"),
    (
        "workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        "workflow_action",
        "page_id",
    ),
    (
        "workflow/collect_action_data/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        "collect_workflow_action_data",
        "page_id",
    ),
    (
        "workflow/confirm_cancellation/<int:page_id>/",
        "confirm_workflow_cancellation",
        "page_id",
    ),
    ("workflow/preview/<int:page_id>/<int:task_id>/", "workflow_preview", "page_id"),
)


def _guarded(address: str, name: str, number: str) -> URLPattern:
    view = page_viewset_registry.as_view(name, page_id_kwarg=number)
    return path(f"pages/{address}", require_admin_access(seen_page(view, number)))


def urls() -> list[URLPattern]:
    """Wagtail's addresses that named any page to anyone on the desk, guarded."""
    browse = seen_page(BrowseView.as_view(), "parent_page_id")
    types = SeenTypesView.as_view
    return [
        path("choose-page/<int:parent_page_id>/", require_admin_access(browse)),
        *(_guarded(*row) for row in PAGE_VIEWS),
        path("choose-page/chosen-multiple/", require_admin_access(_chosen)),
        path("reports/page-types-usage/", require_admin_access(types())),
        path("reports/page-types-usage/results/", require_admin_access(types(results_only=True))),
    ]
