"""What the screens of live coverage ask."""

import re
import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser

from khabar.desk.fronts.forms import WHEN_FORMATS
from khabar.live.actions import FIELDS
from khabar.live.models import CoverageState, LiveCoverage, Post
from khabar.live.models.ticker import LINE_LENGTH
from khabar.newsroom.models import Article, Author, Edition, Section, Source
from khabar.newsroom.reach import Reach

_BETWEEN_NAMES = re.compile(r"\s*[،,]\s*")
#: Names on offer while one is typed; any other that there is may be typed too.
OFFERED = 200


class NamesField(forms.CharField):
    """Names of rows, one after another with a comma between: typed, and offered as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)
        self.rows: QuerySet[Any] = Author.objects.none()

    def offer(self, rows: "QuerySet[Any]", ident: str) -> list[str]:
        """Take these rows; the names to offer in the list of this id."""
        self.rows = rows
        self.widget.attrs["list"] = ident
        return list(rows.order_by("name").values_list("name", flat=True)[:OFFERED])

    def prepare_value(self, value: Any) -> Any:
        """Rows as their names."""
        if isinstance(value, str) or value is None:
            return value
        return pgettext("between names", ", ").join(str(row.name) for row in value)

    def clean(self, value: Any) -> list[Model]:
        """The rows, in the order typed. A name that is nobody's is refused."""
        names = [name for name in _BETWEEN_NAMES.split(str(value or "").strip()) if name]
        found = {row.name: row for row in self.rows.filter(name__in=names)}
        if unknown := [name for name in names if name not in found]:
            raise ValidationError(
                _("“%(name)s” is not among the names here. Choose it from the list.")
                % {"name": unknown[0]}
            )
        return [found[name] for name in dict.fromkeys(names)]


class PostForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """A post with all that it may have."""

    video_url = forms.URLField(
        label=gettext_lazy("address of the video (MP4 or HLS)"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    sources = NamesField(label=gettext_lazy("Sources"))
    authors = NamesField(label=gettext_lazy("Authors"))
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = Post
        fields: ClassVar = FIELDS
        widgets: ClassVar = {
            "headline": forms.TextInput,
            "body": forms.Textarea(attrs={"rows": 5}),
            "photo": AdminImageChooser,
            "document": AdminDocumentChooser,
            "article": AdminPageChooser(target_models=[Article]),
        }

    def __init__(self, *args: Any, coverage: LiveCoverage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.coverage = coverage
        sources: Any = self.fields["sources"]
        authors: Any = self.fields["authors"]
        mine = Author.objects.filter(locale_id=coverage.locale_id, protected=False)
        self.offered = {
            "live-sources": sources.offer(Source.objects.all(), "live-sources"),
            "live-authors": authors.offer(mine, "live-authors"),
        }

    def words(self) -> dict[str, Any]:
        """What a verb is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "token"}


class EditForm(forms.ModelForm):  # type: ignore[type-arg]  # As above.
    """The words of a post, mended where it stands; what it shows beside them stays."""

    said = forms.CharField(
        label=gettext_lazy("What was wrong"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("If you write here, readers see a correction with these words."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)

    class Meta:
        model = Post
        fields: ClassVar = ("kind", "headline", "body", "speaker", "caption", "unverified")
        widgets: ClassVar = {"body": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        if not self.instance.is_published:
            del self.fields["said"]
        if not self.instance.photo_id:
            del self.fields["caption"]

    def words(self) -> dict[str, Any]:
        """What a verb is given."""
        kept = self.cleaned_data
        return {name: kept[name] for name in self._meta.fields or () if name in self.fields}


class BeginForm(forms.Form):
    """A coverage is begun with a title and a section; the rest comes while it goes on."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    section = forms.ModelChoiceField(
        label=gettext_lazy("The section"), queryset=Section.objects.none(), empty_label=None
    )
    lede = forms.CharField(
        label=gettext_lazy("Lede"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Readers"),
        choices=[
            (CoverageState.State.LIVE, gettext_lazy("follow it from now on")),
            (CoverageState.State.ANNOUNCED, gettext_lazy("are told that it comes")),
            ("", gettext_lazy("see nothing yet")),
        ],
        required=False,
        initial=CoverageState.State.LIVE,
        widget=forms.RadioSelect,
    )
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Begins at"),
        required=False,
        input_formats=WHEN_FORMATS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = Section.objects.filter(pk__in=reach.publishes)
        self.fields["section"].queryset = sections.order_by("menu_order", "pk")  # type: ignore[attr-defined]  # It is a field of models.


class LineForm(forms.Form):
    """An urgent line."""

    text = forms.CharField(label=gettext_lazy("Line"), max_length=LINE_LENGTH)
    link = forms.CharField(label=gettext_lazy("Link"), max_length=500, required=False)
    lasts = forms.TypedChoiceField(
        label=gettext_lazy("Stands for"),
        choices=[
            (15, gettext_lazy("a quarter of an hour")),
            (30, gettext_lazy("half an hour")),
            (60, gettext_lazy("an hour")),
            (180, gettext_lazy("three hours")),
            (720, gettext_lazy("twelve hours")),
        ],
        coerce=lambda minutes: timedelta(minutes=int(minutes)),
        initial=60,
    )
    edition = forms.ModelChoiceField(
        queryset=Edition.objects.none(), widget=forms.HiddenInput, empty_label=None
    )

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [edition.pk for edition in editions]
        self.fields["edition"].queryset = Edition.objects.filter(pk__in=ids)  # type: ignore[attr-defined]  # As above.
