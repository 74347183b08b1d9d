"""What the front page's and the stories' screens ask."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.images.widgets import AdminImageChooser

from khabar.newsroom.models import Photo

#: What a browser's own field for day and time sends, and what Wagtail's writes.
WHEN_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")


class EntryForm(forms.Form):
    """What is said and shown in one place alone."""

    headline = forms.CharField(
        label=gettext_lazy("Headline here"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Empty: the article's own."),
    )
    photo = forms.ModelChoiceField(
        label=gettext_lazy("Photo here"),
        queryset=Photo.objects.all(),
        required=False,
        widget=AdminImageChooser,
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until"),
        required=False,
        input_formats=WHEN_FORMATS,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Then the place frees itself."),
    )
    locked = forms.BooleanField(
        label=gettext_lazy("Locked"),
        required=False,
        help_text=gettext_lazy("Nothing that is placed moves it."),
    )

    def clean_headline(self) -> str:
        """Without spaces around it."""
        return str(self.cleaned_data["headline"]).strip()

    def clean_ends_at(self) -> Any:
        """Refuse an end that is past."""
        ends = self.cleaned_data["ends_at"]
        if ends and ends <= timezone.now():
            raise forms.ValidationError(_("The time is past. Choose a later one."))
        return ends


class WhenForm(forms.Form):
    """A day and a time."""

    at = forms.DateTimeField(input_formats=WHEN_FORMATS)
