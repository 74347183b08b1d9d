"""Live coverage for scripts: what streams send, each at an address of its own."""

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from khabar.front.editions import edition_of
from khabar.front.live_frame import frame_of
from khabar.live import queries
from khabar.live.models import LiveCoverage
from khabar.newsroom.models import Edition

GONE = 410


@require_safe
def post(request: HttpRequest, number: str, pk: str) -> JsonResponse:
    """A post as it stands on its page; 410 without a word of it once it is withdrawn."""
    edition = edition_of(request)
    coverage = _coverage(number, edition)
    held = queries.find_post(coverage, int(pk))
    if held is None:
        raise Http404("The coverage has no such post.")
    said: dict[str, Any] = {"coverage": coverage.number, "post": held.pk}
    found = queries.shown_posts(queries.with_all([held.pk]), coverage, edition)
    if not found:
        return _json(said, GONE)
    one = found[0]
    context = {"edition": edition, "style": edition.date_style, "one": one}
    html = render_to_string("front/components/post.html", context).strip()
    return _json(said | {"revision": one.post.revision, "name": one.name, "html": html})


@require_safe
def frame(request: HttpRequest, number: str) -> JsonResponse:
    """What stands around the posts."""
    edition = edition_of(request)
    coverage = _coverage(number, edition)
    made = frame_of(queries.frame_page(coverage, edition), edition)
    said = {"coverage": coverage.number, "stamp": made.stamp, **vars(made)}
    return _json(said)


def _coverage(number: str, edition: Edition) -> LiveCoverage:
    found = queries.find_coverage(int(number), edition)
    if found is None:
        raise Http404("No coverage has this number.")
    return found


def _json(said: dict[str, Any], status: int = 200) -> JsonResponse:
    # On one line, as an event has it.
    return JsonResponse(
        said,
        status=status,
        headers={"Cache-Control": "no-cache"},
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
