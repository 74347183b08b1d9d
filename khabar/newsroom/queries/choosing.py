"""What a search finds where an article is to be chosen: what the list of articles finds.

By headline, kicker, slugline and byline in any spelling, by number, and by a pasted address.
"""

from collections.abc import Iterable

from wagtail.models import Page, get_page_models

from khabar.language.lookup import forms, found_by, search_words
from khabar.newsroom.models import Article
from khabar.newsroom.queries.desk import Asked, Scope, Status, find, searched

#: The statuses of what readers see.
PUBLIC = frozenset({Status.PUBLISHED})
#: And of what they will see at a time that is set.
COMING = PUBLIC | {Status.SCHEDULED}


def articles_found(
    scope: Scope, text: str, limit: int, statuses: frozenset[str] = frozenset()
) -> list[int]:
    """The ids of the newest articles that a search finds, after the one whose number it is."""
    asked = Asked(scope=scope, statuses=statuses)
    return find(searched(asked, text), 0, limit).pks


def other_pages_found(models: Iterable[type[Page]], text: str, limit: int) -> list[int]:
    """The ids of pages of these kinds that are no articles and have all these words in the title.

    In any spelling, the last word may be unfinished. There are few such pages: each is looked at.
    """
    words = search_words(text)
    kinds = [
        model
        for model in get_page_models()
        if model is not Page and not issubclass(model, Article) and issubclass(model, tuple(models))
    ]
    if not words or not kinds:
        return []
    rows = Page.objects.type(*kinds).order_by("draft_title", "pk").values_list("pk", "draft_title")
    return [pk for pk, title in rows if _has(words, title)][:limit]


def _has(words: list[str], title: str) -> bool:
    own = set(found_by(title))
    *whole, last = words
    if not all(own & forms(word) for word in whole):
        return False
    return bool(own & forms(last)) or any(word.startswith(last) for word in own)
