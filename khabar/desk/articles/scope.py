"""Which articles a person finds in the list: those that Wagtail's own explorer would show."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from wagtail.models import Page
from wagtail.permissions import policy_registry

from khabar.newsroom.models import Edition, Section
from khabar.newsroom.queries.desk import Scope
from khabar.newsroom.reach import reach_of

_EXPLORING = frozenset(
    f"{verb}_page" for verb in ("add", "change", "publish", "lock", "unlock", "bulk_delete")
)


@dataclass(frozen=True)
class Visible:
    """An edition, what of it a person may see, and the sections of that."""

    edition: Edition
    scope: Scope
    sections: list[Section]


def visible_to(user: User) -> list[Visible]:
    """The editions of which this person sees anything, the default one first.

    Remembered on the user for the length of a request, as Wagtail does with its permissions.
    """
    known: list[Visible] | None = user.__dict__.get("_visible_articles")
    if known is None:
        known = user.__dict__["_visible_articles"] = _visible_to(user) if user.is_active else []
    return known


def _visible_to(user: User) -> list[Visible]:
    permitted = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    pages = {
        permission.page.path: permission.page_id
        for permission in permitted
        if permission.permission.codename in _EXPLORING
    }
    sections = list(Section.objects.order_by("menu_order", "pk"))
    found = []
    for edition in reach_of(user).editions.values():
        own = [section for section in sections if section.locale_id == edition.locale_id]
        seen = [
            section
            for section in own
            if user.is_superuser or any(section.path.startswith(path) for path in pages)
        ]
        # Somebody may be let into a single article of a section.
        articles = frozenset(
            pk
            for path, pk in pages.items()
            if any(path.startswith(one.path) and path != one.path for one in own)
        )
        if seen or articles or user.is_superuser:
            whole = len(seen) == len(own)
            ids = None if whole else frozenset(section.pk for section in seen)
            found.append(Visible(edition, Scope(edition.locale_id, ids, articles), seen))
    return found
