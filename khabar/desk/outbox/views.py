"""«التغييرات في طريقها إلى القراء»: the log of changes, and how far its followers are."""

from typing import Any, Final

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.views.reports import ReportView

from khabar.desk.models import Role, StaffGroup
from khabar.outbox.models import Change
from khabar.outbox.status import status

#: What a line shows of a change's keys; all of them are in the command's list and in the export.
KEYS_SHOWN: Final = 12
_KINDS: Final = {
    "author": pgettext_lazy("change", "Author"),
    "broadcast": pgettext_lazy("change", "Live broadcast"),
    "build": pgettext_lazy("change", "New release"),
    "comments": pgettext_lazy("change", "Comments"),
    "correct": pgettext_lazy("change", "Correction"),
    "delete": pgettext_lazy("change", "Deletion"),
    "document": pgettext_lazy("change", "Document"),
    "front": pgettext_lazy("change", "Front page"),
    "live": pgettext_lazy("change", "Live coverage"),
    "merge": pgettext_lazy("change", "Stories merged"),
    "most-read": pgettext_lazy("change", "Most read"),
    "move": pgettext_lazy("change", "Move"),
    "names": pgettext_lazy("change", "Spellings of names"),
    "photo": pgettext_lazy("change", "Photo"),
    "post": pgettext_lazy("change", "Post of a live coverage"),
    "protect": pgettext_lazy("change", "Byline protection"),
    "publish": pgettext_lazy("change", "Publication"),
    "redirect": pgettext_lazy("change", "Redirect"),
    "related": pgettext_lazy("change", "Related articles"),
    "reorder": pgettext_lazy("change", "Order"),
    "restore": pgettext_lazy("change", "Restored post"),
    "restrict": pgettext_lazy("change", "Restriction"),
    "settings": pgettext_lazy("change", "Settings"),
    "source": pgettext_lazy("change", "Source"),
    "split": pgettext_lazy("change", "Story split"),
    "take-down": pgettext_lazy("change", "Take-down"),
    "ticker": pgettext_lazy("change", "Urgent line"),
    "topic": pgettext_lazy("change", "Topic"),
    "unpublish": pgettext_lazy("change", "Unpublication"),
    "update": pgettext_lazy("change", "Update"),
    "withdraw": pgettext_lazy("change", "Withdrawal"),
}


def may_see(user: User) -> bool:
    """Whether this person answers for the site: administrators and chief editors."""
    if user.is_superuser:
        return True
    roles = (Role.CHIEF_EDITOR, Role.ADMINISTRATOR)
    return StaffGroup.objects.filter(role__in=roles, group__user=user).exists()


class OutboxView(ReportView):
    """The log's figures, its followers, and its changes, newest first."""

    results_template_name = "desk/outbox/results.html"
    page_title = gettext_lazy("Changes on their way to readers")
    header_icon = "history"
    index_url_name = "khabar_outbox:report"
    index_results_url_name = "khabar_outbox:results"
    default_ordering = None
    is_searchable = False
    list_export = ["id", "at", "kind", "keys", "closed"]
    export_headings = {
        "id": gettext_lazy("Number"),
        "at": gettext_lazy("Date/Time"),
        "kind": gettext_lazy("Kind"),
        "keys": gettext_lazy("Keys"),
        "closed": gettext_lazy("Closed at once"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those who may."""
        if not may_see(request.user):  # type: ignore[arg-type]  # The desk asks who it is before.
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> "QuerySet[Change]":
        """The log."""
        return Change.objects.order_by("-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Change]:
        """With the kind in words, and not more keys than a line holds."""
        found: list[Any] = list(super().decorate_paginated_queryset(object_list))
        for change in found:
            change.kind_label = _KINDS.get(change.kind, change.kind)
            change.first_keys = change.keys[:KEYS_SHOWN]
            change.more = max(len(change.keys) - KEYS_SHOWN, 0)
        return found

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With how everything stands."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"status": status()}

    def get_filename(self) -> str:
        """With the day of the house."""
        return f"khabar-changes-{timezone.localdate():%Y-%m-%d}"
