"""Other spellings of an article's address."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from khabar.front.editions import edition_of
from khabar.front.views.errors import withdrawn
from khabar.front.views.pages import to_canonical
from khabar.newsroom import queries


@require_safe
def by_number(request: HttpRequest, number: str) -> HttpResponseBase:
    """One redirect to where the article is, 410 when it is withdrawn, else 404."""
    edition = edition_of(request)
    article = queries.find_article(int(number), edition)
    if article is None:
        raise Http404("No article has this number.")
    if article.is_withdrawn:
        return withdrawn(edition, article)
    if not article.live:
        raise Http404("The article is not published.")
    return to_canonical(article)
