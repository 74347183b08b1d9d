"""The forms of planning: a flash, an assignment, a move, and what of the board is asked for."""

import json
import uuid
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput, AdminPageChooser
from wagtail.models import Page
from wagtail.permissions import policy_registry

from khabar.desk.planning.times import PLURALS
from khabar.newsroom import rules
from khabar.newsroom.models import Article, Assignment, Edition, Section
from khabar.newsroom.planning_actions import FIELDS
from khabar.newsroom.queries.first_screen import person
from khabar.newsroom.queries.planning import KINDS
from khabar.newsroom.reach import Reach

LOCAL = "%Y-%m-%dT%H:%M"
EVERYTHING = gettext_lazy("Everything")
KIND_NAMES = {
    "assignment": gettext_lazy("Assignments"),
    "scheduled": gettext_lazy("Scheduled"),
    "embargo": gettext_lazy("Under embargo"),
}


def say(form: forms.BaseForm, error: ValidationError) -> None:
    """Put a verb's refusal beside the fields that it names, the rest above the form."""
    if hasattr(error, "error_dict"):
        for name, said in error.error_dict.items():
            form.add_error(name if name in form.fields else None, said)
    else:
        form.add_error(None, error)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """A member of staff, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """First and last name, else the user name."""
        return person(obj.first_name, obj.last_name, obj.get_username())


def writers() -> Any:
    """Those who may write somewhere, in the order of their names."""
    policy = policy_registry.get_by_type(Page)
    found = policy.users_with_any_permission({"add"}, include_superusers=True)
    return found.order_by("first_name", "last_name", "username")


class FlashForm(forms.Form):
    """One line and its section."""

    headline = forms.CharField(
        label=gettext_lazy("Headline"),
        max_length=255,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2, "autofocus": True}),
        error_messages={"required": gettext_lazy("Write the headline.")},
    )
    section = forms.ModelChoiceField(
        label=gettext_lazy("The section"), queryset=Section.objects.none(), empty_label=None
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = Section.objects.filter(pk__in=reach.writes | reach.publishes)
        self.fields["section"].queryset = sections.order_by("menu_order", "pk")  # type: ignore[attr-defined]  # It is a field of models.
        self.fields["headline"].widget.attrs["data-letters"] = json.dumps(
            _headline_counter(), ensure_ascii=False
        )


def _headline_counter() -> dict[str, Any]:
    """What the counter beside the headline counts to and says (static/desk/counters.js)."""
    return {
        "counted": {
            name: ngettext("%(n)s letter as read", "%(n)s letters as read", number)
            for name, number in PLURALS.items()
        },
        "advice": rules.HEADLINE_ADVICE,
        "advice_text": _("Up to %(limit)s reads best.") % {"limit": rules.HEADLINE_ADVICE},
        "warning": rules.HEADLINE_WARNING,
        "warning_text": _("Over %(limit)s it will be cut in places.")
        % {"limit": rules.HEADLINE_WARNING},
    }


class AssignmentForm(forms.ModelForm):  # type: ignore[type-arg]  # As above.
    """A plan; its version tells whether somebody changed it since it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Assignment
        fields: ClassVar = [
            "title",
            "section",
            "assignee",
            "deadline",
            "words",
            "wants_photos",
            "wants_video",
            "wants_graphic",
            "note",
            "slugline",
            "article",
            "state",
        ]
        field_classes: ClassVar = {"assignee": PersonField}
        widgets: ClassVar = {
            "deadline": AdminDateTimeInput,
            "note": AdminAutoHeightTextInput,
            "article": AdminPageChooser(target_models=[Article]),
        }

    def __init__(self, *args: Any, reach: Reach, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [place.id for place in reach.sections(reach.publishes, edition)]
        sections: Any = self.fields["section"]
        sections.queryset = Section.objects.filter(pk__in=offered).order_by("menu_order", "pk")
        sections.empty_label = None
        sections.label = gettext_lazy("The section")
        people: Any = self.fields["assignee"]
        people.queryset, people.empty_label = writers(), _("Nobody yet")
        if self.instance.pk is None:
            del self.fields["state"]

    def plan(self) -> dict[str, Any]:
        """What the verbs take."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}

    def _post_clean(self) -> None:
        """Leave the instance alone: the verb changes its own, freshly read one."""


class MoveForm(forms.Form):
    """One thing of the board to another time, on the clocks of its edition."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS if kind != "embargo"])
    id = forms.IntegerField(min_value=1)
    version = forms.CharField(max_length=40)
    to = forms.CharField(max_length=40)
    next = forms.CharField(max_length=500, required=False)

    def clean_to(self) -> datetime:
        """A day and a time without a zone."""
        try:
            to = datetime.fromisoformat(self.cleaned_data["to"])
        except ValueError as error:
            raise ValidationError(_("This is not a day and a time.")) from error
        # A date alone would be midnight, which nobody meant.
        if to.tzinfo is not None or len(self.cleaned_data["to"]) < len("2030-01-17T12:00"):
            raise ValidationError(_("This is not a day and a time."))
        return to


class BoardForm(forms.Form):
    """Which days of which edition, and what of them. What is not understood is left out."""

    view = forms.ChoiceField(choices=[("week", ""), ("day", "")], required=False)
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    edition = forms.IntegerField(required=False)
    section = forms.TypedChoiceField(
        label=gettext_lazy("The section"), coerce=int, empty_value=None, required=False
    )
    person = PersonField(
        label=gettext_lazy("Person"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Everybody"),
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", EVERYTHING), *KIND_NAMES.items()],
        required=False,
    )

    def __init__(self, *args: Any, reach: Reach, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = reach.sections(reach.sees, edition)
        sections: Any = self.fields["section"]
        sections.choices = [
            ("", _("All sections")),
            *((place.id, place.title) for place in places),
        ]
        people: Any = self.fields["person"]
        people.queryset = writers()

    def value(self, name: str) -> Any:
        """What was understood of a field."""
        return self.cleaned_data.get(name) or None

    def day_or(self, today: date) -> date:
        """The day asked for, kept where a week around it is a week."""
        asked: date = self.cleaned_data.get("day") or today
        return asked if date.min.year < asked.year < date.max.year else today
