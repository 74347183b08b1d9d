"""The verbs' entries in Wagtail's menus, and Wagtail's own under a newsroom's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from khabar.newsroom import actions
from khabar.newsroom.actions import Verb
from khabar.newsroom.models import Article


@dataclass(frozen=True)
class Entry:
    """How menus show a verb. ``in_editor``: Wagtail's editor has no button of its own for it."""

    verb: Verb
    label: Any
    icon: str
    in_editor: bool = True

    @property
    def url_name(self) -> str:
        """The name of the verb's address."""
        return f"khabar_desk:{self.verb}"


#: In the order of an article's life: to readers, told to readers, timed, and away from readers.
ENTRIES = (
    Entry(Verb.SUBMIT, gettext_lazy("Submit for review"), "resubmit", in_editor=False),
    Entry(Verb.APPROVE, gettext_lazy("Approve"), "success", in_editor=False),
    Entry(Verb.RETURN, gettext_lazy("Return to the writer"), "undo", in_editor=False),
    Entry(Verb.PUBLISH, gettext_lazy("Publish"), "upload", in_editor=False),
    Entry(Verb.UPDATE, gettext_lazy("Publish as an update"), "rotate"),
    Entry(Verb.CORRECT, gettext_lazy("Correct"), "edit"),
    Entry(Verb.CLARIFY, gettext_lazy("Clarify"), "info-circle"),
    Entry(Verb.SCHEDULE, gettext_lazy("Schedule"), "calendar-alt"),
    Entry(Verb.UNSCHEDULE, gettext_lazy("Cancel the schedule"), "calendar"),
    Entry(Verb.LIFT_EMBARGO, gettext_lazy("Lift the embargo"), "lock-open"),
    Entry(Verb.RESTORE, gettext_lazy("Bring back to readers"), "history"),
    Entry(Verb.UNPUBLISH, gettext_lazy("Unpublish"), "download"),
    Entry(Verb.WITHDRAW, gettext_lazy("Withdraw"), "cross"),
    Entry(Verb.TAKE_DOWN, gettext_lazy("Take down by legal order"), "bin"),
)
BY_VERB = {entry.verb: entry for entry in ENTRIES}


def offered(page: Page, user: User, verb: Verb) -> bool:
    """Whether the verb is for this page, in its state, and for this person."""
    if page.specific_class is not Article:
        return False
    if verb is Verb.LIFT_EMBARGO and not isinstance(page, Article):
        # A list of plain pages has no embargo, and must not ask for each.
        return False
    return actions.fits(page, verb) and actions.may(user, page, verb)


class VerbButton(PageMenuItem):
    """A verb in the menu of a page's header, or of its line in a list."""

    def __init__(self, entry: Entry, page: Page, priority: int) -> None:
        super().__init__(label=entry.label, icon_name=entry.icon, priority=priority, page=page)
        # Its address is made when it is shown: most verbs fit no given article.
        self.url_name, self.verb = entry.url_name, entry.verb

    def is_shown(self, user: User) -> bool:
        """Where it fits, for whom it is."""
        return offered(self.page, user, self.verb)


class HistoryButton(PageMenuItem):
    """The published versions, in the same menus."""

    label = gettext_lazy("Published versions")
    icon_name = "history"
    url_name = "khabar_desk:versions"

    def is_shown(self, user: User) -> bool:
        """On an article that was out, for who may open it."""
        return (
            self.page.specific_class is Article
            and self.page.first_published_at is not None
            and self.page.permissions_for_user(user).can_edit()
        )


def verb_buttons(page: Page, first_priority: int) -> Iterator[PageMenuItem]:
    """One button for each verb, and the way to the versions."""
    if page.specific_class is not Article:
        return
    for place, entry in enumerate(ENTRIES):
        yield VerbButton(entry, page, first_priority + place)
    yield HistoryButton(priority=first_priority + len(ENTRIES), page=page)


class VerbMenuItem(ActionMenuItem):
    """A verb in the editor's menu of actions."""

    def __init__(self, entry: Entry, order: int) -> None:
        super().__init__(order)
        self.entry, self.label, self.icon_name = entry, entry.label, entry.icon
        self.name = f"action-{entry.verb.replace('_', '-')}"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Where it fits, for whom it is, unless somebody holds the article."""
        # A schedule locks the article, and the embargo's end or its cancelling may have to come.
        locked = context["locked_for_user"] and self.entry.verb not in ON_LOCKED
        return (
            context["view"] == "edit"
            and not locked
            and offered(context["page"], context["request"].user, self.entry.verb)
        )

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """The verb's form."""
        return reverse(self.entry.url_name, args=(parent_context["page"].pk,))


#: What can be done while a schedule locks the article, or somebody holds it.
ON_LOCKED = frozenset({Verb.UNSCHEDULE, Verb.TAKE_DOWN})


class SubmitMenuItem(SubmitForModerationMenuItem):
    """Wagtail's, saying what it does instead of the workflow's name."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Wagtail's, with our words."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["label"] = _("Submit for review")
        return context
