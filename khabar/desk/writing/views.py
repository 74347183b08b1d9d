"""«نظّف النص»: the editor sends the texts of its fields, and gets what would be mended in each."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from khabar.language.cleaning import propose

#: An article of fifty thousand words has fewer paragraphs and letters.
MOST_TEXTS, MOST_LETTERS = 5_000, 400_000


class UnreadableError(ValueError):
    """What was sent is not a list of texts."""


@require_POST
def clean(request: HttpRequest, pk: int) -> JsonResponse:
    """The changes proposed for each text, in the language of the page's edition.

    `pk` is the article, or the page under which a new one is being written. Nothing is saved.
    """
    page = get_object_or_404(Page.objects.select_related("locale"), pk=pk)
    permissions = page.permissions_for_user(request.user)
    if not (permissions.can_edit() or permissions.can_add_subpage()):
        raise PermissionDenied
    try:
        texts = list(_texts(request.body))
    except UnreadableError:
        message = _("The texts could not be read. Reload the page and try again.")
        return JsonResponse({"error": message}, status=HTTPStatus.BAD_REQUEST)
    language = page.locale.language_code
    return JsonResponse({"changes": [_proposed(text, language) for text in texts]})


def _texts(body: bytes) -> Iterator[str]:
    try:
        sent = json.loads(body)
    except ValueError as error:
        raise UnreadableError from error
    texts = sent.get("texts") if isinstance(sent, dict) else None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UnreadableError
    if len(texts) > MOST_TEXTS or sum(map(len, texts)) > MOST_LETTERS:
        raise UnreadableError
    yield from texts


def _proposed(text: str, language: str) -> list[dict[str, Any]]:
    """The changes of one text, with offsets as JavaScript counts."""
    return [
        {
            "start": _units(text[: change.start]),
            "end": _units(text[: change.end]),
            "replacement": change.replacement,
            "reason": change.reason,
            "group": change.group,
        }
        for change in propose(text, language)
    ]


def _units(text: str) -> int:
    """UTF-16 code units: two for what stands beyond the basic plane, such as emoji."""
    return len(text) + sum(character > "\uffff" for character in text)
