"""What the archive says to a text being written: what was published on it, whose story it is."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.utils import timezone

from khabar.language import analysis
from khabar.newsroom.models import Article, ArticleStory, Edition, Story
from khabar.search import related
from khabar.search.shelf import UnreadableError, shelf

#: Of a text so much is read: its headline, its lede, its beginning.
LETTERS: Final = 2_000
EARLIER: Final = 5
STORIES: Final = 3
#: A story is offered when so many of those most like the text are in it.
ASKED: Final = 5
VOTES: Final = 3
#: Or so few, where all words of its name stand in the text.
NAMED_VOTES: Final = 1
_FEW: Final = 2


@dataclass(frozen=True)
class Aids:
    """Earlier articles, the most like it first, and stories, the likeliest first."""

    earlier: list[int]
    stories: list[int]


def aids(headline: str, lede: str, body: str, edition: Edition, *, pk: int | None = None) -> Aids:
    """For a text that is being written; ``pk`` is its own article's, which is never offered.

    Nothing while there is no index.
    """
    language = edition.locale.language_code
    text = related.question(headline[:LETTERS], lede[:LETTERS], body[:LETTERS])
    try:
        with shelf().reading() as (generation, searcher):
            found = related.alike(
                generation.schema,
                searcher,
                text,
                locale=edition.locale_id,
                language=language,
                now=timezone.now(),
                limit=related.SPARE * EARLIER,
            )
    except UnreadableError:
        return Aids([], [])
    others = [ident for ident in found if ident != pk]
    earlier = islice(related.apart(others, language), EARLIER)
    return Aids(list(earlier), _stories(others[:ASKED], text, edition))


def _stories(pks: list[int], text: str, edition: Edition) -> list[int]:
    """The stories of these articles that enough of them are in."""
    live = Article.objects.filter(pk__in=pks, live=True)
    rows = ArticleStory.objects.filter(article__in=live).values_list("story", flat=True)
    votes = Counter(rows)
    said = {term.stem for term in analysis.analyse(text, edition.locale.language_code)}
    open_ones = Story.objects.filter(locale_id=edition.locale_id, live=True).exclude(
        state=Story.State.CLOSED
    )
    for pk, title in open_ones.filter(pk__in=votes).values_list("pk", "title"):
        words = set(analysis.words(title, edition.locale.language_code)[1])
        named = len(words) >= _FEW and words <= said
        if votes[pk] < (NAMED_VOTES if named else VOTES):
            del votes[pk]
    offered = set(open_ones.filter(pk__in=votes).values_list("pk", flat=True))
    return [pk for pk, _n in votes.most_common() if pk in offered][:STORIES]
