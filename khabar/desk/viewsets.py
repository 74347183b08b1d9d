"""The newsroom's lists on the desk: names, the live broadcast, corrections."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import InspectView, SnippetViewSet, SnippetViewSetGroup

from khabar.newsroom.models import (
    Author,
    Broadcast,
    Correction,
    Source,
    Subject,
    Topic,
)
from khabar.search.models import NameSpelling


class NeverPolicy(ModelPermissionPolicy):
    """Wagtail's, but for what nobody does by hand, whatever permissions say."""

    def __init__(self, model: Any, never: frozenset[str]) -> None:
        super().__init__(model)
        self.never = never

    def user_has_permission(self, user: User, action: str) -> bool:
        """Wagtail's answer, unless it is one of those."""
        return action not in self.never and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: User, actions: Any) -> bool:
        """As above, for any of several."""
        return any(self.user_has_permission(user, action) for action in actions)


def register() -> None:
    """Register what nobody does, then the lists; called once, by wagtail_hooks."""
    register_permission_policy(Subject, NeverPolicy(Subject, frozenset({"add", "delete"})))
    register_permission_policy(
        Correction, NeverPolicy(Correction, frozenset({"add", "change", "delete"}))
    )
    for viewset in (BroadcastViewSet, NameViewSets, CorrectionViewSet):
        register_snippet(viewset)


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    list_display = ["name", "job_title", "user"]
    list_filter = ["locale"]
    menu_label = _("Authors")


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "site"
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    menu_label = _("Sources")


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name"]
    menu_label = _("Topics")


class EnglishColumn(Column):
    """What is English or a code in every language of the desk, marked as such."""

    def get_value(self, instance: Any) -> SafeString:
        """The text, isolated from the Arabic around it."""
        return format_html('<bdi lang="en" dir="ltr">{}</bdi>', super().get_value(instance))


class SubjectViewSet(SnippetViewSet):
    """The standard's list: its names may be mended, nothing is added to it or taken from it."""

    model = Subject
    icon = "list-ul"
    list_display = [
        "name_ar",
        EnglishColumn("name_en", label=_("name in English"), sort_key="name_en"),
        EnglishColumn("code", label=_("code"), sort_key="code"),
    ]
    search_fields = ["name_ar", "name_en", "code"]
    ordering = ["code"]
    menu_label = _("Subjects (IPTC)")
    copy_view_enabled = False


class NameSpellingViewSet(SnippetViewSet):
    """How foreign names are spelt, for whoever searches them."""

    model = NameSpelling
    icon = "edit"
    list_display = ["name", "spellings"]
    search_fields = ["name", "spellings"]
    ordering = ["name"]
    menu_label = _("Spellings of names")


class NameViewSets(SnippetViewSetGroup):
    items = (AuthorViewSet, SourceViewSet, TopicViewSet, SubjectViewSet, NameSpellingViewSet)
    menu_label = _("Names and topics")
    menu_icon = "group"
    menu_order = 220


class BroadcastViewSet(SnippetViewSet):
    model = Broadcast
    icon = "media"
    list_display = ["title", "edition", "mode"]
    menu_label = _("Live broadcast")
    copy_view_enabled = False
    add_to_admin_menu = True
    menu_order = 210


class CorrectionInspectView(InspectView):
    """Wagtail's, saying yes, no and nobody in words."""

    def get_touches_top_display_value(self) -> str:
        """Whether it stands above the body."""
        return gettext("Yes") if self.object.touches_top else gettext("No")

    def get_by_display_value(self) -> str:
        """Who wrote it."""
        return get_user_display_name(self.object.by) or gettext("The system")


class CorrectionViewSet(SnippetViewSet):
    """What was said to readers: to be read, never changed."""

    model = Correction
    icon = "history"
    list_display = ["right", "article", "kind", DateColumn("at", label=_("time"), sort_key="at")]
    list_filter = ["kind"]
    search_fields = ["right", "wrong", "article__title"]
    inspect_view_enabled = True
    inspect_view_class = CorrectionInspectView
    inspect_view_fields = ["article", "kind", "wrong", "right", "at", "touches_top", "by"]
    copy_view_enabled = False
    add_to_admin_menu = True
    menu_label = _("Corrections")
    menu_order = 230
