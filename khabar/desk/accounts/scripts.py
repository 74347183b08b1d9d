"""Wagtail's choosers without inline script, so that the desk's content policy can forbid it.

Wagtail 8.0 begins a chooser by a script in its HTML, and knows no nonces. The chooser's name and
arguments are kept in an attribute instead, and begin.js begins what its list allows. The templates
of date fields and of lists in forms do the same (templates/wagtailadmin/widgets, panels).
"""

import json
from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def _render(
    self: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    del renderer
    given = attrs or {}
    data = self.get_value_data(value)
    called, values = _beginning(self, given["id"], name, data)
    return format_html(
        '{}<span hidden data-desk-begin="{}" data-desk-with="{}"></span>',
        # Wagtail's own rendering of a template.
        self.render_html(name, data, given),
        called,
        json.dumps(values),
    )


def _beginning(widget: Any, ident: str, name: str, data: Any) -> tuple[str, list[Any]]:
    if isinstance(widget, AdminTaskChooser):
        return "createTaskChooser", [ident]
    return widget.js_constructor, [ident, widget.get_js_init_options(ident, name, data)]


def script() -> SafeString:
    """What begins them; after Wagtail's own scripts and before the page's content."""
    return format_html('<script src="{}"></script>', static("desk/accounts/begin.js"))


def register() -> None:
    """Teach Wagtail's choosers; called once."""
    BaseChooser.render = _render
