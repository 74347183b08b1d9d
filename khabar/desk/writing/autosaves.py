"""An article's history tells what somebody saved from what saved itself.

Wagtail lets the autosaves of one sitting overwrite one revision and gives their log entries one
uuid, so that they are one line. Here that line also gets a name of its own, instead of «edited».
"""

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, PageLogEntry

from khabar.newsroom.unfinished import AUTOSAVE

ACTION = "khabar.autosave"
_SAVED = "wagtail.edit"


def is_one(request: HttpRequest) -> bool:
    """Whether the editor's script sent this, not a person."""
    return request.method == "POST" and "application/json" in request.headers.get("Accept", "")


def tell_the_form(request: HttpRequest, *about: Any) -> None:
    """Let the page's form know that it saves itself (newsroom/unfinished.py)."""
    del about
    if is_one(request) and AUTOSAVE not in request.POST:
        said = request.POST.copy()
        said[AUTOSAVE] = "1"
        request.POST = said  # type: ignore[assignment]  # Django's own setter takes any QueryDict.


def mark(page: Page, by: Any) -> None:
    """Call the entry of the autosave just made by its name, in one line with those before it."""
    entries = PageLogEntry.objects.filter(page_id=page.pk, revision=page.latest_revision_id)
    entries = entries.filter(user_id=by.pk)
    earlier = entries.filter(action=ACTION).values_list("uuid", flat=True).first()
    entries.filter(action=_SAVED).update(action=ACTION, **({"uuid": earlier} if earlier else {}))
