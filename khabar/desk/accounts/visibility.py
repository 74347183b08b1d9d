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
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.search import index


def own(user: User) -> Q:
    """Pages under those that this person has a permission on, and the way down to them."""
    if not user.is_active:
        return Q(pk__in=())
    if user.is_superuser:
        return Q()
    policy = policy_registry.get_by_type(Page)
    paths = {held.page.path for held in policy.get_cached_permissions_for_user(user)}
    seen = Q(pk__in=())
    above = set()
    for path in paths:
        seen |= Q(path__startswith=path)
        above |= {path[:length] for length in range(Page.steplen, len(path), Page.steplen)}
    return seen | Q(path__in=above)


def public() -> Q:
    """Pages whose headline on the desk is the one that readers see."""
    return Q(live=True, draft_title=F("title"))


def choosable(pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """What a dialogue offers to choose from."""
    return pages.filter(own(request.user) | public())  # type: ignore[arg-type]  # Nobody anonymous comes here.


def let_search_filter() -> None:
    """Let a search among what is choosable compare what `public` compares."""
    Page.search_fields = [*Page.search_fields, index.FilterField("draft_title")]


def may_see(user: User, page: Page) -> bool:
    """Whether this person may see this page's headline."""
    return Page.objects.filter(own(user) | public(), pk=page.pk).exists()


def seen_parent(view: Callable[..., HttpResponseBase], name: str) -> Callable[..., Any]:
    """A view of Wagtail's that names the page it is asked for, for those who may see it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = get_object_or_404(Page, pk=kwargs[name])
        if not may_see(request.user, page):  # type: ignore[arg-type]  # As above.
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
