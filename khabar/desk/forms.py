"""What the desk asks at sign-in, and when an article is updated, corrected or withdrawn."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from khabar.newsroom.models import Correction


class LoginForm(WagtailLoginForm):
    """Wagtail's, with a label that can be translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


class UpdateForm(forms.Form):
    """What is new."""

    note = forms.CharField(
        label=_("What is new"),
        help_text=_("Kept with this version of the article. May stay empty."),
        widget=AdminAutoHeightTextInput,
        required=False,
    )


class CorrectionForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """What was wrong, and what is right."""

    class Meta:
        model = Correction
        fields: ClassVar = ["kind", "wrong", "right", "touches_top"]
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "wrong": AdminAutoHeightTextInput,
            "right": AdminAutoHeightTextInput,
        }


class WithdrawalForm(forms.Form):
    """Why readers find it no more."""

    reason = forms.CharField(
        label=_("Reason, as readers will read it"),
        widget=AdminAutoHeightTextInput,
        help_text=_("One or two sentences: what was wrong, not who was."),
    )
