"""What the templates of writing ask."""

import json
import re
from typing import Any
from uuid import uuid4

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse

from khabar.desk.writing import earlier, words
from khabar.desk.writing import shortcuts as keys
from khabar.newsroom import body_text

register = template.Library()

#: Keys of Wagtail's list for formats that are offered nowhere here: italic, code, strike and such.
_NOT_OFFERED = (" + i", " + j", " + x", " + .", " + ,")
_MAC = re.compile(r"Mac|iPod|iPhone|iPad")


@register.filter
def as_json(words: dict[str, Any]) -> str:
    """Words for a data attribute."""
    return json.dumps(words, ensure_ascii=False)


@register.simple_tag
def cleaning_words() -> dict[str, Any]:
    """What «نظّف النص» says."""
    return words.cleaning_words()


@register.simple_tag
def reading_words() -> dict[str, Any]:
    """What the length of an article is said with."""
    return words.reading_words()


@register.simple_tag
def pasting_words() -> dict[str, Any]:
    """What is said after pasting."""
    return words.pasting_words()


@register.simple_tag
def cleaning_url(panel: Any) -> str:
    """Where the article of this panel is checked; a new one, under its parent's name."""
    page = panel.instance if panel.instance.pk else panel.form.parent_page
    return reverse("khabar_desk_writing:clean", args=(page.pk,))


@register.simple_tag
def earlier_url(panel: Any) -> str:
    """Where what the archive has on this panel's article is asked; as above."""
    page = panel.instance if panel.instance.pk else panel.form.parent_page
    return reverse("khabar_desk_writing:earlier", args=(page.pk,))


@register.simple_tag
def earlier_found(panel: Any) -> earlier.Offered:
    """What the archive has on this panel's article as it is saved."""
    return earlier.offered_to(panel.instance)


@register.simple_tag
def form_token(request: HttpRequest) -> str:
    """The token of a form of a new page; the one that it was sent with, when it comes back."""
    return request.POST.get("khabar-form") or str(uuid4())


@register.simple_tag
def saved_words(panel: Any) -> int:
    """How many words the body has as it is saved."""
    return body_text.words(panel.instance.body)


@register.simple_tag(takes_context=True)
def shortcut_groups(context: Context, wagtails: dict[tuple[str, str], list[Any]]) -> list[Any]:
    """The dialog's groups: ours, then Wagtail's without the formats that are offered nowhere."""
    request = context.get("request") or context.get("parent_request")
    mac = bool(request and _MAC.search(request.headers.get("User-Agent", "")))
    groups: list[Any] = []
    for group, label in keys.GROUPS.items():
        rows = [
            {
                "label": shortcut.label,
                "keys": shortcut.shown(mac=mac),
                "name": shortcut.name,
                "selector": target.get("selector", ""),
            }
            for shortcut, target in keys.shortcuts()
            if shortcut.group == group
        ]
        groups.append({"id": f"khabar-{group}", "label": label, "rows": rows})
    ours = {row["keys"] for group in groups for row in group["rows"]}
    for (ident, heading), listed in wagtails.items():
        rows = [
            {"label": shortcut[0], "keys": shortcut[1]}
            for shortcut in listed
            if shortcut and not shortcut[1].endswith(_NOT_OFFERED) and not _same(shortcut[1], ours)
        ]
        groups.append({"id": ident, "label": heading, "rows": rows})
    return [group for group in groups if group["rows"]]


def _same(shown: str, ours: set[str]) -> bool:
    """Whether Wagtail's line is one of ours: «Ctrl + s» and «Ctrl + S س», «?» and «Shift + / ظ»."""
    bare = {re.sub(r" [^\x00-\x7f]+\Z", "", keys).upper() for keys in ours}
    return shown.upper() in bare or shown in {"?", "/"}
