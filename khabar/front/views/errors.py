"""What is answered when there is no page."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from khabar.front.editions import find_edition
from khabar.front.fragments import Today
from khabar.front.head import make_head
from khabar.front.rendering import render
from khabar.language.direction import language_direction
from khabar.newsroom.models import Article, Edition, TakeDown


def withdrawn(edition: Edition, article: Article) -> HttpResponse:
    """410: when and why, and nothing of the article itself."""
    return render(
        Today(edition),
        "withdrawn",
        make_head(edition, _("This article was withdrawn"), indexed=False),
        status=410,
        withdrawn_at=article.withdrawn_at,
        reason=article.withdrawal_reason,
    )


def taken_down(edition: Edition, record: TakeDown) -> HttpResponse:
    """410: that it was removed by a legal order, and when. Why and by whom is the newsroom's."""
    title = _("This article was removed by a legal order")
    head = make_head(edition, title, indexed=False)
    return render(Today(edition), "taken_down", head, status=410, at=record.at)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in the edition's language."""
    del exception
    edition = find_edition(request)
    if edition is None:
        return _alone("bare_not_found", 404)
    head = make_head(edition, _("Page not found"), indexed=False)
    return render(Today(edition), "not_found", head, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: asks no database."""
    del request
    return _alone("error", 500)


def _alone(template: str, status: int) -> HttpResponse:
    """A page that stands by itself."""
    language = get_language() or "ar"
    html = render_to_string(
        f"front/{template}.html",
        {"language": language, "direction": language_direction(language)},
    )
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-cache"})
