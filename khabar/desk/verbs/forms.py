"""What a verb asks before it is carried out."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from khabar.newsroom.models import Correction


class NoteForm(forms.Form):
    """A word that may be left out; what it is for is the verb's to say."""

    note = forms.CharField(
        label=_("Note"), widget=AdminAutoHeightTextInput, required=False, max_length=2000
    )

    def __init__(self, *args: Any, label: Any = None, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = label or _("Note")
        self.fields["note"].help_text = help_text


class ReturnForm(forms.Form):
    """What is missing."""

    note = forms.CharField(
        label=_("Note to the writer"),
        help_text=_("What is missing, and what would be enough."),
        widget=AdminAutoHeightTextInput,
        max_length=2000,
    )


class CorrectionForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """What was wrong, and what is right."""

    class Meta:
        model = Correction
        fields: ClassVar = ["wrong", "right", "touches_top"]
        widgets: ClassVar = {
            "wrong": AdminAutoHeightTextInput,
            "right": AdminAutoHeightTextInput,
        }


class ClarificationForm(forms.ModelForm):  # type: ignore[type-arg]  # As above.
    """What is to be added so that nobody misunderstands."""

    class Meta:
        model = Correction
        fields: ClassVar = ["right", "touches_top"]
        labels: ClassVar = {"right": _("The clarification, as readers will read it")}
        widgets: ClassVar = {"right": AdminAutoHeightTextInput}


class WithdrawalForm(forms.Form):
    """Why readers find it no more."""

    reason = forms.CharField(
        label=_("Reason, as readers will read it"),
        widget=AdminAutoHeightTextInput,
        help_text=_("One or two sentences: what was wrong, not who was."),
    )


class ScheduleForm(forms.Form):
    """When it goes out."""

    at = forms.DateTimeField(label=_("Time of publication"), widget=AdminDateTimeInput)


class LiftForm(forms.Form):
    """Who allowed it."""

    reason = forms.CharField(
        label=_("Who allowed it, or why it no longer binds"),
        widget=AdminAutoHeightTextInput,
        help_text=_("Kept in the history with your name. Readers never see it."),
        max_length=2000,
    )
    until = forms.DateTimeField(
        label=_("New end of the embargo"),
        widget=AdminDateTimeInput,
        required=False,
        help_text=_("Only if it ends earlier than was said, and not now."),
    )


class FileChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """The files of an article, each with what else shows it."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args: Any, elsewhere: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)
        self.elsewhere = elsewhere

    def label_from_instance(self, obj: Any) -> str:
        """Its title, and where else it stands."""
        return self.elsewhere.get(obj.pk) or str(obj.title)


class TakeDownForm(forms.Form):
    """The order, and what goes besides the article."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=AdminAutoHeightTextInput,
        help_text=_("Kept for good, for the newsroom alone. Do not repeat what is to be erased."),
        max_length=2000,
    )
    reference = forms.CharField(
        label=_("Reference of the order"),
        help_text=_("The court and the number of the order, or of the letter."),
        max_length=200,
    )

    def __init__(self, *args: Any, files: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"photos": _("Photos to erase as well"), "documents": _("Documents to erase too")}
        for kind, (queryset, elsewhere) in files.items():
            if elsewhere:
                self.fields[kind] = FileChoices(
                    queryset=queryset,
                    elsewhere=elsewhere,
                    label=labels[kind],
                    help_text=_("What is not chosen stays, for others to use."),
                )


class ReasonForm(forms.Form):
    """Why, for the record."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=AdminAutoHeightTextInput,
        help_text=_("Kept for good, for those who may see it."),
        max_length=2000,
    )
