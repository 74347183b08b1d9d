"""Word lists, built-in rules, and where comments are taken: settings as lists."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from khabar.comments.models import Policy, RuleAct, WordList


class TryColumn(Column):
    """The way to trying a list on the last comments."""

    def get_value(self, instance: Any) -> SafeString:
        """A link."""
        address = reverse("khabar_comments:try", args=[instance.pk])
        return format_html('<a href="{}">{}</a>', address, _("Try on the last comments"))


class WordListViewSet(SnippetViewSet):
    model = WordList
    icon = "list-ul"
    list_display = [
        "name",
        "edition",
        Column("act", label=_("what it does"), accessor="get_act_display"),
        BooleanColumn("live", label=_("in force")),
        TryColumn("try", label=_("try")),
    ]
    list_filter = ["edition", "live"]
    menu_label = _("Word lists")
    copy_view_enabled = False


class RuleActViewSet(SnippetViewSet):
    model = RuleAct
    icon = "cog"
    list_display = [
        "rule",
        "edition",
        Column("act", label=_("what it does"), accessor="get_act_display"),
    ]
    list_filter = ["edition"]
    menu_label = _("Built-in rules")
    copy_view_enabled = False


class PolicyViewSet(SnippetViewSet):
    model = Policy
    icon = "comment"
    list_display = [
        "__str__",
        "edition",
        Column("section", label=_("section"), accessor="section"),
        Column("close_after", label=_("close after days"), accessor="close_after"),
    ]
    list_filter = ["edition", "mode"]
    menu_label = _("Where comments are taken")
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> Any:  # noqa: ARG002 (Wagtail's signature)
        """Those of editions and sections; a page's is on its own screen."""
        return Policy.objects.filter(page=None).select_related("edition", "section")


class CommentSettings(SnippetViewSetGroup):
    items = (PolicyViewSet, WordListViewSet, RuleActViewSet)
    menu_label = _("Rules for comments")
    menu_icon = "comment"
    menu_order = 235


def register() -> None:
    """Register the lists; called once, by the part's hooks."""
    register_snippet(CommentSettings)
