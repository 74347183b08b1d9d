"""What the list may be narrowed by."""

from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from khabar.desk.articles.scope import Visible
from khabar.newsroom.desk_state import USER
from khabar.newsroom.models import Author, DeskEntry, Genre, Source, Story, Topic
from khabar.newsroom.publication import AUTHOR, SOURCE, STORY, TOPIC, list_key
from khabar.newsroom.queries.desk import Asked, Status, keys_named

#: So many names are offered while one is typed; any other may be typed out.
_OFFERED = 300

STATUSES = [
    (Status.DRAFT, pgettext_lazy("article", "Draft")),
    (Status.AWAITING, pgettext_lazy("article", "Awaiting review")),
    (Status.IN_REVIEW, pgettext_lazy("article", "In review")),
    (Status.RETURNED, pgettext_lazy("article", "Returned to the writer")),
    (Status.SCHEDULED, pgettext_lazy("article", "Scheduled")),
    (Status.EMBARGOED, pgettext_lazy("article", "Embargoed")),
    (Status.PUBLISHED, pgettext_lazy("article", "Published")),
    (Status.CHANGED, pgettext_lazy("article", "Published, with a newer draft")),
    (Status.WITHDRAWN, pgettext_lazy("article", "Withdrawn")),
    (Status.UNPUBLISHED, pgettext_lazy("article", "Unpublished")),
]
#: Filters by the name of a thing, and the kind of key that they ask for.
NAMED = {"author": AUTHOR, "story": STORY, "topic": TOPIC, "source": SOURCE}
#: All that a question consists of; anything else in an address is none of it.
PARAMETERS = (
    "edition",
    "section",
    "status",
    "genre",
    *NAMED,
    "mine",
    "at_from",
    "at_to",
    "q",
    "ordering",
)


class NameInput(forms.TextInput):
    """A name, with those that there are offered while it is typed."""

    template_name = "desk/articles/name_input.html"
    names: Any = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The field, and the names; read only when it is shown."""
        context = super().get_context(name, value, attrs)
        # Hundreds, four times: joined here they cost a tenth of what a template's loop costs.
        context["options"] = format_html_join(
            "", '<option value="{}"></option>', ((name,) for name in self.names)
        )
        context["widget"]["attrs"]["list"] = f"names-of-{name}"
        return context


class NameFilter(django_filters.CharFilter):
    """By the name of an author, a story, a topic, a source; in any spelling."""

    field_class = forms.CharField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=NameInput(), max_length=120, **kwargs)


class ArticleFilterSet(WagtailFilterSet):
    """The filters, as the list's header shows them; ``asked`` is what they ask together."""

    section = django_filters.MultipleChoiceFilter(
        label=_("Section"), widget=forms.CheckboxSelectMultiple
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=STATUSES, widget=forms.CheckboxSelectMultiple
    )
    author = NameFilter(label=_("Byline"))
    genre = django_filters.MultipleChoiceFilter(
        label=_("Genre"), choices=Genre.choices, widget=forms.CheckboxSelectMultiple
    )
    at = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("column", "Time"), widget=DateRangePickerWidget
    )
    story = NameFilter(label=pgettext_lazy("filter", "Story"))
    topic = NameFilter(label=_("Topic"))
    source = NameFilter(label=pgettext_lazy("filter", "Source"))
    mine = django_filters.MultipleChoiceFilter(
        label=_("Mine"),
        choices=[("true", _("Only what is mine"))],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = DeskEntry
        fields: ClassVar[list[str]] = []

    def __init__(self, data: QueryDict, *, request: HttpRequest, visible: Visible) -> None:
        super().__init__(data, request=request)
        self.visible = visible
        chosen = [(str(section.pk), section.title) for section in visible.sections]
        self.filters["section"].extra["choices"] = chosen
        locale_id = visible.edition.locale_id
        offered: dict[str, Any] = {
            "author": Author.objects.filter(locale_id=locale_id).order_by("name"),
            "topic": Topic.objects.filter(locale_id=locale_id).order_by("name"),
            "source": Source.objects.order_by("name"),
        }
        for name, rows in offered.items():
            self._offer(name, rows.values_list("name", flat=True))
        stories = Story.objects.filter(locale_id=locale_id).order_by("carousel_order", "pk")
        self._offer("story", stories.values_list("title", flat=True))

    def _offer(self, name: str, names: Any) -> None:
        widget = self.form.fields[name].widget
        widget.names = names[:_OFFERED]

    def asked(self) -> Asked:
        """What is asked; of a form that is not filled in rightly, what is right in it."""
        self.is_valid()
        said: dict[str, Any] = getattr(self.form, "cleaned_data", {})
        times = said.get("at")
        asked = Asked(
            scope=self.visible.scope,
            sections=frozenset(int(pk) for pk in said.get("section") or ()),
            statuses=frozenset(said.get("status") or ()),
            genres=frozenset(said.get("genre") or ()),
            since=_start(times.start) if times and times.start else None,
            before=_start(times.stop, days=1) if times and times.stop else None,
        )
        locale_id = self.visible.edition.locale_id
        for name, kind in NAMED.items():
            if said.get(name):
                asked = asked.also(keys_named(kind, locale_id, said[name]))
        if said.get("mine"):
            asked = asked.also(self._mine(locale_id))
        return asked

    def _mine(self, locale_id: int) -> list[str]:
        """Made, last saved or locked by this person, or under their name."""
        user = self.request.user
        authors = Author.objects.filter(locale_id=locale_id, user=user)
        return [
            list_key(locale_id, USER, user.pk),
            *(list_key(locale_id, AUTHOR, pk) for pk in authors.values_list("pk", flat=True)),
        ]


def question_of(parameters: QueryDict) -> str:
    """The filters, the search and the order of an address, each once and in one order."""
    pairs = [
        (name, value.strip())
        for name in PARAMETERS
        for value in sorted(set(parameters.getlist(name)))
        if value.strip()
    ]
    return urlencode(pairs)


def _start(moment: datetime, days: int = 0) -> datetime:
    """The beginning of that day (of a later one) in the person's time zone."""
    day = timezone.localtime(moment).date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.min))
