"""What the desk's own screens share: where they stand, and who asks for them."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def crumbs(*labels: str) -> list[dict[str, str]]:
    """Breadcrumbs from the desk's first page."""
    first = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return [first, *({"url": "", "label": label} for label in labels)]


def is_script(request: HttpRequest) -> bool:
    """Whether a screen's script asks, which wants a part of a page."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"
