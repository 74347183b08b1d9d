"""What the desk asks when a draft is shared."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = 24
LASTS = (
    (1, _("one hour")),
    (DAY, _("24 hours")),
    (3 * DAY, _("three days")),
    (7 * DAY, _("seven days")),
)


class PreviewLinkForm(forms.Form):
    """For whom, and how long."""

    note = forms.CharField(
        label=_("For whom"),
        help_text=_("Only the desk reads it, to know the link by."),
        max_length=120,
        required=False,
    )
    lasts = forms.TypedChoiceField(
        label=_("Valid for"),
        choices=LASTS,
        coerce=lambda hours: timedelta(hours=int(hours)),
        initial=DAY,
        widget=forms.RadioSelect,
    )
