"""What the screens of live coverage ask."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser

from khabar.desk.fronts.forms import WHEN_FORMATS
from khabar.desk.live.fields import NamesField, RowField, label
from khabar.live.actions import FIELDS, NAMES
from khabar.live.models import CoverageState, LiveCoverage, Post
from khabar.live.models.ticker import LINE_LENGTH
from khabar.newsroom.models import Article, Author, Edition, Photo, Section, Source
from khabar.newsroom.reach import Reach

#: What a post points at, chosen or typed.
_CHOSEN: Final = ("photo", "document", "article")


class PostForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's own class takes no argument at run time.
    """A post with all that it may have.

    Wagtail's choosers need a script: where none runs, what they choose is typed.
    """

    video_url = forms.URLField(
        label=gettext_lazy("address of the video (MP4 or HLS)"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    sources = NamesField(label=gettext_lazy("Sources"))
    authors = NamesField(label=gettext_lazy("Authors"))
    typed_photo = RowField(Photo.objects.all(), "live-photos", label=gettext_lazy("Photo"))
    typed_document = RowField(
        get_document_model().objects.all(), "live-documents", label=gettext_lazy("Document")
    )
    typed_article = RowField(Article.objects.all(), "live-articles", label=gettext_lazy("Article"))
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
            "live-photos": self._latest("photo"),
        }
        #: Offered in fields that stand there only where no script runs.
        self.offered_typed = {
            "live-documents": self._latest("document"),
            "live-articles": self._latest("article"),
        }

    def _latest(self, name: str) -> list[str]:
        field: Any = self.fields[f"typed_{name}"]
        return list(field.latest())

    def clean(self) -> dict[str, Any]:
        """What was typed in the place of a chooser is chosen."""
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        for name in _CHOSEN:
            typed = kept.pop(f"typed_{name}", None)
            kept[name] = kept.get(name) or typed
        return kept

    def words(self) -> dict[str, Any]:
        """What a verb is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "token"}


class EditForm(forms.ModelForm):  # type: ignore[type-arg]  # As above.
    """A post mended where it stands: its words, photo, sources and authors; the rest stays."""

    photo = RowField(Photo.objects.all(), "live-photos", label=gettext_lazy("Photo"))
    sources = NamesField(label=gettext_lazy("Sources"))
    authors = NamesField(label=gettext_lazy("Authors"))
    said = forms.CharField(
        label=gettext_lazy("What was wrong"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("If you write here, readers see a correction with these words."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**9)

    class Meta:
        model = Post
        fields: ClassVar = (
            "kind",
            "headline",
            "body",
            "speaker",
            "photo",
            "caption",
            "unverified",
        )
        widgets: ClassVar = {"body": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, coverage: LiveCoverage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post = self.instance
        self.fields["version"].initial = post.version
        if not post.is_published:
            del self.fields["said"]
        sources: Any = self.fields["sources"]
        authors: Any = self.fields["authors"]
        # As the screen read them with all its posts.
        named = {"sources": list(post.sources.all()), "authors": list(post.authors.all())}
        mine = Author.objects.filter(locale_id=coverage.locale_id, protected=False)
        sources.take(Source.objects.all(), "live-sources", named["sources"])
        authors.take(mine, "live-authors", named["authors"])
        self.initial.update(named, photo=label(post.photo) if post.photo else "")

    def words(self) -> dict[str, Any]:
        """What a verb is given."""
        kept, names = self.cleaned_data, (*(self._meta.fields or ()), *NAMES)
        # A page that was open before these fields came sends nothing of them: they stay.
        later = {name for name in ("photo", *NAMES) if name not in self.data}
        return {name: kept[name] for name in names if name not in later}


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
