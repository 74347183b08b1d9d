"""The verbs' entries in Wagtail's menus, and Wagtail's own under a newsroom's words."""

from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from khabar.newsroom.models import Article

#: url name, label, icon of each verb.
VERBS = (
    ("khabar_desk:update", gettext_lazy("Publish as an update"), "rotate"),
    ("khabar_desk:correct", gettext_lazy("Correct or clarify"), "edit"),
    ("khabar_desk:withdraw", gettext_lazy("Withdraw"), "cross"),
)


def fits(page: Page, user: User) -> bool:
    """Whether the verbs are for this page and this person."""
    return (
        page.live
        and page.specific_class is Article
        and page.permissions_for_user(user).can_publish()
    )


class VerbButton(PageMenuItem):
    """A verb in the menu of a page's header, or of its line in a list."""

    def is_shown(self, user: User) -> bool:
        """Only on a live article, for who may publish it."""
        return fits(self.page, user)


def verb_buttons(page: Page, first_priority: int) -> list[VerbButton]:
    """One button for each verb."""
    return [
        VerbButton(
            label=label,
            url=reverse(name, args=(page.pk,)),
            icon_name=icon,
            priority=first_priority + place,
            page=page,
        )
        for place, (name, label, icon) in enumerate(VERBS)
    ]


class VerbMenuItem(ActionMenuItem):
    """A verb in the editor's menu of actions."""

    def __init__(self, url_name: str, label: Any, icon_name: str, order: int) -> None:
        super().__init__(order)
        self.url_name, self.label, self.icon_name = url_name, label, icon_name
        self.name = f"action-{url_name.partition(':')[2]}"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Only on a live article that is not locked, for who may publish it."""
        return (
            context["view"] == "edit"
            and not context["locked_for_user"]
            and fits(context["page"], context["request"].user)
        )

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """The verb's form."""
        return reverse(self.url_name, args=(parent_context["page"].pk,))


class SubmitMenuItem(SubmitForModerationMenuItem):
    """Wagtail's, saying what it does instead of the workflow's name."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Wagtail's, with our words."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["label"] = _("Submit for review")
        return context
