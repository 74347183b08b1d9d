"""Wagtail's hooks of this part of the desk; wagtail_hooks registers them."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from khabar.desk.writing import autosaves, earlier, once, shortcuts, views

_EDITOR_SCRIPTS = (
    "fields",
    "clean",
    "clean_dialog",
    "paste_reading",
    "paste",
    "reading",
    "earlier",
    "sending",
)
_ICONS = ("khabar-clean", "khabar-list-ol", "khabar-list-ul")


def _urls() -> list[URLResolver]:
    patterns: list[URLPattern] = [
        path("<int:pk>/clean/", views.clean, name="clean"),
        path("<int:pk>/earlier/", earlier.earlier, name="earlier"),
    ]
    return [path("writing/", include((patterns, "khabar_desk_writing")))]


def _editor_scripts() -> SafeString:
    return format_html_join(
        "",
        '<script src="{}"></script>',
        ((static(f"desk/writing/{name}.js"),) for name in _EDITOR_SCRIPTS),
    )


def _keyboard() -> SafeString:
    """The keys of every screen, as data and the script that listens to them."""
    keys = [
        {"name": shortcut.name, "keys": shortcut.keys, "confirm": str(shortcut.confirm), **target}
        for shortcut, target in shortcuts.shortcuts()
    ]
    return format_html(
        '{}<script src="{}"></script>',
        json_script(keys, "khabar-shortcuts"),
        static("desk/writing/keyboard.js"),
    )


def _styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/writing/writing.css"))


def _icons(icons: list[str]) -> list[str]:
    return [*icons, *(f"desk/icons/{name}.svg" for name in _ICONS)]


def _log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        autosaves.ACTION, gettext_lazy("Autosave"), gettext_lazy("Saved automatically")
    )


def _after_saving(request: HttpRequest, page: Page) -> None:
    if autosaves.is_one(request):
        autosaves.mark(page, request.user)
    elif dropped := getattr(page, "marks_dropped", ()):
        fields = pgettext("between two of a list", ", ").join(dropped)
        text = _("Invisible marks were left out of: %(fields)s")
        messages.info(request, text % {"fields": fields})


def register() -> None:
    """Register them; called once."""
    shortcuts.register_ours()
    hooks.register("register_admin_urls", _urls)
    hooks.register("insert_editor_js", _editor_scripts)
    hooks.register("insert_global_admin_js", _keyboard)
    hooks.register("insert_global_admin_css", _styles)
    hooks.register("register_icons", _icons)
    hooks.register("register_log_actions", _log_actions)
    hooks.register("before_create_page", autosaves.tell_the_form, order=-20)
    hooks.register("before_edit_page", autosaves.tell_the_form, order=-20)
    # Before all others: what they refuse is refused within, once.
    hooks.register("before_create_page", once.create_once, order=-10)
    hooks.register("after_create_page", _after_saving)
    hooks.register("after_edit_page", _after_saving)
