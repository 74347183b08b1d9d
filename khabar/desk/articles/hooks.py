"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from khabar.desk.articles import bulk, menu, saved_views
from khabar.desk.articles.listing import ArticleListViewSet


def register() -> None:
    """Register them; called once."""
    hooks.register("register_admin_viewset", lambda: viewset)
    hooks.register("register_admin_urls", urls)
    hooks.register("insert_global_admin_css", styles)
    hooks.register("insert_global_admin_js", script)
    for action in bulk.ACTIONS:
        hooks.register("register_bulk_action", action)


viewset = ArticleListViewSet()


def urls() -> list[URLResolver]:
    """Saved views and the menu of a line, beside the list."""
    patterns = [
        path("", saved_views.views_page, name="index"),
        path("save/", saved_views.save, name="save"),
        path("<int:pk>/", saved_views.change, name="change"),
        path("<int:pk>/delete/", saved_views.delete, name="delete"),
    ]
    lines = [path("<int:pk>/menu/", menu.show, name="menu")]
    return [
        path("articles/views/", include((patterns, "khabar_desk_views"))),
        path("articles/", include((lines, "khabar_desk_lines"))),
    ]


def styles() -> SafeString:
    """The list's style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/articles/list.css"))


def script() -> SafeString:
    """What brings the menu of a line."""
    return format_html('<script src="{}" defer></script>', static("desk/articles/menu.js"))
