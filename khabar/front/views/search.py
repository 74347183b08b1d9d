"""The search page, what is suggested while one types, and how browsers add the search to theirs."""

from itertools import groupby
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from khabar.front import found as shown
from khabar.front import searching
from khabar.front.editions import base_address, edition_of
from khabar.front.fragments import Today
from khabar.front.head import make_head
from khabar.front.rendering import render
from khabar.front.searching import Question
from khabar.language.direction import direction_of
from khabar.language.text import truncate
from khabar.newsroom.models import Edition
from khabar.search.asking import LONGEST
from khabar.search.queries import DEEPEST, Asked, Found, search, suggest

SUGGESTED: Final = 8
#: A beginning is suggested for up to so many letters.
LONGEST_BEGINNING: Final = 100
#: A reader's own browser may show again what was suggested to it so many seconds ago.
SUGGESTED_SECONDS: Final = 30
TITLE: Final = 60


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """Results of what is asked for, or the form alone. Raises Http404 past the last page."""
    edition = edition_of(request)
    question = searching.read(request, edition)
    if "page" in request.GET and question.page == 1:
        return redirect(question.address(), permanent=True)
    found = search(question.asked(edition), now=timezone.now())
    entries = shown.entries(edition, found)
    if question.page > 1 and not entries:
        raise Http404("The results end before.")
    response = render(
        Today(edition),
        "search",
        make_head(edition, _title(question), path=searching.PATH, indexed=False),
        question=question,
        text=question.text.strip()[:LONGEST],
        text_direction=direction_of(question.text[:200], edition.direction),
        asks=bool(question.text.strip()) or question.narrowed,
        found=found,
        entries=entries,
        **_around(question, found, edition),
    )
    return _private(response, "no-cache")


def _around(question: Question, found: Found, edition: Edition) -> dict[str, Any]:
    page = question.page
    more = page * Asked.per_page < min(found.total, DEEPEST)
    return {
        "chosen": shown.chosen(question, edition),
        "offers": shown.offers(question, found, edition),
        "orders": shown.orders(question),
        "meant_url": question.address(q=found.meant) if found.meant else "",
        "without_filters": Question(question.text).address(),
        "previous_url": question.address(page=str(page - 1)) if page > 1 else "",
        "next_url": question.address(page=str(page + 1)) if more else "",
    }


def _title(question: Question) -> str:
    text = " ".join(question.text.split())
    if not text:
        return _("Search")
    return _("Search: %(text)s") % {"text": truncate(text, TITLE)}


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What may be meant by the beginning of a question, by kind, for the script of the form."""
    edition = edition_of(request)
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_BEGINNING]
    groups = groupby(suggest(text, edition, SUGGESTED), key=lambda one: one.kind)
    response = JsonResponse(
        {
            "groups": [
                {
                    "label": _kind(kind),
                    "items": [{"label": one.label, "url": one.url} for one in ones],
                }
                for kind, ones in groups
            ]
        },
        json_dumps_params={"ensure_ascii": False},
    )
    return _private(response, f"max-age={SUGGESTED_SECONDS}")


def _private(response: HttpResponse, control: str) -> HttpResponse:
    """Kept by no cache, for there are as many answers as questions; and found by no machine."""
    response.headers["Cache-Control"] = f"private, {control}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _kind(kind: str) -> str:
    return {
        "article": pgettext("suggestions", "Headlines"),
        "story": pgettext("suggestions", "Stories"),
        "topic": pgettext("suggestions", "Topics"),
        "author": pgettext("suggestions", "Authors"),
        "section": pgettext("suggestions", "Sections"),
    }[kind]


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The search as browsers add it to their own (OpenSearch 1.1)."""
    edition = edition_of(request)
    xml = render_to_string(
        "front/opensearch.xml", {"edition": edition, "base": base_address(edition)}
    )
    return HttpResponse(
        xml.strip(),
        content_type="application/opensearchdescription+xml; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )
