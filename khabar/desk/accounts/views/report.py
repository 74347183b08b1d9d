"""«سجل الأفعال»: who did what, to what, when, with what note. Wagtail's site history, completed."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports.audit_logging import (
    LogEntriesView,
    SiteHistoryReportFilterSet,
    get_users_for_filter,
)
from wagtail.models import PageLogEntry

from khabar.newsroom.actions.verbs import PROPOSE
from khabar.newsroom.models import Section

#: Acts whose reason is for those alone who may propose a take-down, and for who gave it: a court's
#: order, say, or to whom outside a draft was shown, or who asked to be erased.
_CONFIDENTIAL = frozenset(
    {
        "khabar.propose_take_down",
        "khabar.take_down",
        "khabar.preview_link",
        "khabar.propose_erase_reader",
        "khabar.erase_reader",
    }
)


def note(entry: Any, user: Any) -> str:
    """What was given as the reason or the note of an act, if this person may read it."""
    own = entry.user_id == user.pk
    if entry.action in _CONFIDENTIAL and not own and not user.has_perm(PROPOSE):
        return ""
    data = entry.data
    comment = data.get("comment") or (data.get("workflow") or {}).get("comment") or ""
    return str(data.get("note") or data.get("reason") or comment or entry.comment or "")


class AuditFilterSet(SiteHistoryReportFilterSet):
    """Wagtail's, and by section."""

    section = django_filters.ModelChoiceFilter(
        label=_("Section"),
        method="filter_section",
        queryset=Section.objects.order_by("path"),
    )
    is_commenting_action = None

    def get_users_queryset(self) -> "QuerySet[Any]":
        """Everyone in any of the logs. Wagtail offers those of one log, and ignores the others."""
        found: QuerySet[Any] = get_users_for_filter(self.request.user)
        return found

    def filter_section(self, queryset: "QuerySet[Any]", name: str, value: Section) -> Any:
        """What was done to articles that stand in the section, and to the section itself."""
        del name
        if queryset.model is not PageLogEntry:
            return queryset.none()
        return queryset.filter(page__path__startswith=value.path)

    class Meta:
        model = PageLogEntry
        fields: list[str] = []


class AuditView(LogEntriesView):
    """Every verb of the desk. Shows each person what they may see of it, as Wagtail does."""

    page_title = _("Record of acts")
    results_template_name = "desk/accounts/audit_results.html"
    filterset_class = AuditFilterSet
    list_export = [
        "timestamp",
        "user_display_name",
        "action",
        "said",
        "label",
        "content_type",
        "note",
    ]
    export_headings = {
        "timestamp": _("Date/Time"),
        "user_display_name": _("Who"),
        "action": _("Act"),
        "said": _("What was done"),
        "label": _("On what"),
        "content_type": _("Type"),
        "note": _("Note"),
    }

    def filter_queryset(self, queryset: "QuerySet[Any]") -> Any:
        """Only what is asked for.

        Wagtail shows everything where a filter is not understood, and has no filter by person or
        act where there is nobody to choose.
        """
        lost = [
            name
            for name in AuditFilterSet.base_filters
            if name not in self.filters.filters and self.request.GET.get(name)
        ]
        if lost or not self.filters.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset)

    def decorate_paginated_queryset(self, queryset: Any) -> list[Any]:
        """Wagtail's entries, with the note and the message as the report shows them."""
        entries: list[Any] = super().decorate_paginated_queryset(queryset)
        for entry in entries:
            entry.note = note(entry, self.request.user)
            entry.said = entry.message
        return entries

    def get_filename(self) -> str:
        """With the day of the house."""
        return f"khabar-acts-{timezone.localdate():%Y-%m-%d}"
