"""The list of photos: found in any spelling, filtered by what a photo desk looks for."""

from datetime import timedelta
from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.images.views.images import ImagesFilterSet, IndexView

from khabar.desk.photos.words import marks, used_in
from khabar.newsroom.models import Photo
from khabar.newsroom.photos import uses

ENDING_DAYS = 14


def _rights(photos: QuerySet[Photo], _name: str, value: str) -> QuerySet[Photo]:
    now = timezone.now()
    match value:
        case "ended":
            return photos.filter(rights_expired=True)
        case "ended-used":
            return photos.filter(uses.used(), rights_expired=True)
        case "ending":
            until = now + timedelta(days=ENDING_DAYS)
            return photos.filter(rights_expired=False, rights_expire_at__lte=until)
        case "held":
            return photos.filter(rights_expired=False)
    return photos


def _lacking(photos: QuerySet[Photo], _name: str, value: str) -> QuerySet[Photo]:
    credit = Q(photographer="", agency="", credit_line="")
    lacking = {"credit": credit, "alt": Q(alt_text=""), "any": credit | Q(alt_text="")}
    return photos.filter(lacking[value]) if value in lacking else photos


def _use(photos: QuerySet[Photo], _name: str, value: str) -> QuerySet[Photo]:
    match value:
        case "unused":
            return photos.filter(~uses.used())
        case "used":
            return photos.filter(uses.used())
    return photos


def _uploaders(_request: Any) -> QuerySet[User]:
    return User.objects.filter(pk__in=Photo.objects.values("uploaded_by_user")).order_by("username")


class PhotoFilterSet(ImagesFilterSet):
    """Wagtail's, with the questions of a photo desk."""

    usage_count = None
    label = django_filters.ChoiceFilter(
        choices=[choice for choice in Photo.Label.choices if choice[0]],
        label=_("Label"),
        empty_label=_("All"),
    )
    rights = django_filters.ChoiceFilter(
        choices=[
            ("held", _("In force")),
            ("ending", _("End within two weeks")),
            ("ended", _("Ended")),
            ("ended-used", _("Ended, and still in use")),
        ],
        method=_rights,
        label=_("Rights"),
        empty_label=_("All"),
    )
    lacking = django_filters.ChoiceFilter(
        choices=[
            ("any", _("Credit or alternative text")),
            ("credit", _("Credit")),
            ("alt", _("Alternative text")),
        ],
        method=_lacking,
        label=_("Lacking"),
        empty_label=_("All"),
    )
    use = django_filters.ChoiceFilter(
        choices=[("unused", _("Used nowhere")), ("used", _("In use"))],
        method=_use,
        label=_("Use"),
        empty_label=_("All"),
    )
    since = django_filters.DateFilter(
        field_name="created_at",
        lookup_expr="date__gte",
        label=_("Uploaded from"),
        widget=AdminDateInput,
    )
    until = django_filters.DateFilter(
        field_name="created_at",
        lookup_expr="date__lte",
        label=_("Uploaded to"),
        widget=AdminDateInput,
    )
    uploaded_by_user = django_filters.ModelChoiceFilter(
        queryset=_uploaders, label=_("Uploaded by"), empty_label=_("All")
    )


class PhotoIndexView(IndexView):
    """Wagtail's list, searched as Arabic is read, each photo with what it lacks."""

    filterset_class = PhotoFilterSet
    page_title = _("Photos")
    add_item_label = _("Add photos")
    results_template_name = "desk/photos/index_results.html"

    def search_queryset(self, queryset: Any) -> Any:
        """Those in whose words each searched word occurs, however either is spelled."""
        return queryset.matching(self.search_query) if self.is_searching else queryset

    @property
    def needs_usage_count_subquery(self) -> bool:
        """Only to order by it: the filter asks whether, not how often."""
        return self.ordering in {"usage_count", "-usage_count"}

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Say of each photo where it stands; two queries for a page."""
        photos = list(object_list)
        counts = uses.counts(photos)
        for photo in photos:
            photo.usage_count = counts.get(photo.pk, 0)
            photo.used_in = used_in(photo.usage_count)
            photo.marks = marks(photo)
        return object_list
