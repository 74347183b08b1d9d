"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput

from khabar.desk.photos import api, chooser
from khabar.desk.photos.cropping import CropsView
from khabar.desk.photos.deleting import (
    PhotoDeleteView,
    PhotoMultipleDeleteView,
    before_bulk_delete,
)
from khabar.desk.photos.listing import PhotoIndexView
from khabar.desk.photos.upload import BatchView, MultipleAddView, TwinView
from khabar.desk.photos.where import PhotoUsageView, ReplaceView


def register() -> None:
    """Register them; called once."""
    chooser.register()
    # Before Wagtail's, whose addresses some of these take: its links lead here.
    hooks.register("register_admin_urls", urls, order=-1)
    hooks.register("insert_global_admin_css", styles)
    hooks.register("insert_global_admin_js", scripts)
    hooks.register("before_bulk_action", before_bulk_delete)
    # After Wagtail's, whose place it takes.
    hooks.register("construct_admin_api", api.answer, order=1)
    hooks.register("register_reports_menu_item", ended_rights)


def urls() -> list[URLPattern | URLResolver]:
    """Our own addresses, and those of Wagtail's that we answer in its place."""
    own = [
        path("batch/", BatchView.as_view(), name="batch"),
        path("<int:image_id>/crops/", CropsView.as_view(), name="crops"),
        path("<int:image_id>/replace/", ReplaceView.as_view(), name="replace"),
        path("<int:pk>/same-as/<int:kept>/<str:choice>/", TwinView.as_view(), name="twin"),
    ]
    return [
        path("photos/", include((own, "khabar_photos"))),
        path("images/", PhotoIndexView.as_view()),
        path("images/results/", PhotoIndexView.as_view(results_only=True)),
        path("images/multiple/add/", MultipleAddView.as_view()),
        path("images/multiple/<int:image_id>/delete/", PhotoMultipleDeleteView.as_view()),
        path("images/<int:image_id>/delete/", PhotoDeleteView.as_view()),
        path("images/usage/<int:image_id>/", PhotoUsageView.as_view()),
    ]


def styles() -> SafeString:
    """What the lists and the chooser of photos show."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/photos/photos.css"))


def scripts() -> SafeString:
    """What the upload form within the chooser of photos needs on whatever screen it opens.

    Wagtail brings a form's scripts with the page, and this form comes later: its days stayed dead.
    """
    return format_html_join("", "{}", ((tag,) for tag in AdminDateInput().media.render_js()))


def ended_rights() -> MenuItem:
    """The photos whose rights have ended and that are still in use, among the reports."""
    return MenuItem(
        _("Photos whose rights have ended"),
        reverse("wagtailimages:index") + "?rights=ended-used",
        name="khabar-ended-rights",
        icon_name="image",
        order=900,
    )
