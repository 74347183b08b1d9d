"""«أسلوب الدار» on the desk: its two lists, and accepting or rejecting many at once."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from khabar.newsroom import house_style
from khabar.newsroom.models import PreferredSpelling, StyleState, WordToAvoid

RULES = [PreferredSpelling, WordToAvoid]


def _forms(rule: house_style.Rule) -> str:
    return "، ".join(rule.forms)


def _evidence(rule: PreferredSpelling) -> str:
    """How often each spelling stands in the archive, the most frequent first."""
    counts = sorted(rule.evidence.items(), key=lambda pair: -pair[1])
    return " · ".join(f"{spelling} {count}" for spelling, count in counts)


class PreferredSpellingViewSet(SnippetViewSet):
    model = PreferredSpelling
    icon = "edit"
    list_display = [
        "preferred",
        Column("forms", label=_("other spellings"), accessor=_forms),
        Column("evidence", label=_("found in the archive"), accessor=_evidence),
        Column("state", label=_("state"), accessor="get_state_display", sort_key="state"),
        BooleanColumn("blocks", label=_("keeps from publishing"), sort_key="blocks"),
    ]
    list_filter = ["state", "edition", "blocks"]
    list_export = ["preferred", "variants", "note", "blocks", "alone", "state"]
    export_headings = {name: name for name in list_export}  # As `khabar house-style import` reads.
    export_filename = "preferred-spellings"
    search_fields = ["preferred", "variants", "note"]
    copy_view_enabled = False
    menu_label = _("Preferred spellings")


class WordToAvoidViewSet(SnippetViewSet):
    model = WordToAvoid
    icon = "no-view"
    list_display = [
        "__str__",
        "replacement",
        "reason",
        Column("state", label=_("state"), accessor="get_state_display", sort_key="state"),
        BooleanColumn("blocks", label=_("keeps from publishing"), sort_key="blocks"),
    ]
    list_filter = ["state", "edition", "blocks"]
    list_export = ["words", "replacement", "reason", "blocks", "alone", "state"]
    export_headings = {name: name for name in list_export}  # As `khabar house-style import` reads.
    export_filename = "words-to-avoid"
    search_fields = ["words", "reason", "replacement"]
    copy_view_enabled = False
    menu_label = _("Words to avoid")


class HouseStyleViewSets(SnippetViewSetGroup):
    items = (PreferredSpellingViewSet, WordToAvoidViewSet)
    menu_label = _("House style")
    menu_icon = "openquote"
    menu_order = 225


class _Judging(SnippetBulkAction):
    """One verb on the chosen rules."""

    models: Any = RULES
    template_name = "desk/checks/judge.html"
    state: StyleState

    def check_perm(self, snippet: house_style.Rule) -> bool:
        """Whoever may change the rule."""
        return bool(
            self.permission_policy.user_has_permission_for_instance(
                self.request.user, "change", snippet
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the verb's name."""
        return {**super().get_context_data(**kwargs), "verb": self.display_name}

    @classmethod
    def execute_action(
        cls, objects: list[house_style.Rule], user: User | None = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Judge them."""
        del user
        return house_style.judge(objects, cls.state, by=kwargs["self"].request.user), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """How many changed."""
        del num_child_objects
        said = ngettext("%(n)s rule changed.", "%(n)s rules changed.", num_parent_objects)
        return said % {"n": num_parent_objects}


class AcceptRules(_Judging):
    display_name = _("Accept")
    aria_label = _("Accept the chosen rules")
    action_type = "accept"
    action_priority = 10
    state = StyleState.ACCEPTED


class RejectRules(_Judging):
    display_name = _("Reject the rule")
    aria_label = _("Reject the chosen rules")
    action_type = "reject"
    action_priority = 20
    state = StyleState.REJECTED


def register() -> None:
    """Register the lists; called once, by the part's hooks."""
    register_snippet(HouseStyleViewSets)
