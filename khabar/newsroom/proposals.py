"""Rules of house style as the archive's own usage would have them: proposed, never in force."""

from collections.abc import Iterator

from khabar.language.spellings import Spelling, count_words, spellings
from khabar.language.text import matching_key
from khabar.newsroom import style
from khabar.newsroom.models import Article, Edition, PreferredSpelling, StyleState
from khabar.newsroom.models.style import KEY_LENGTH

AT_ONCE = 500
LONGEST = 120


def propose(
    edition: Edition, *, least: int, least_other: int, most: int
) -> list[PreferredSpelling]:
    """Propose rules for names that the published articles spell in more than one way.

    At most ``most``, the most frequent first. A name that has a rule already, or whose proposal was
    rejected, is not proposed again.
    """
    found = spellings(count_words(_texts(edition)), least=least, least_other=least_other)
    known = set(PreferredSpelling.objects.filter(edition=edition).values_list("key", flat=True))
    new = [_rule(edition, one) for one in found if len(one.preferred) <= LONGEST]
    fresh = [rule for rule in new if rule.key not in known][:most]
    return PreferredSpelling.objects.bulk_create(fresh, ignore_conflicts=True)


def _rule(edition: Edition, spelling: Spelling) -> PreferredSpelling:
    return PreferredSpelling(
        edition=edition,
        preferred=spelling.preferred,
        variants="\n".join(spelling.others),
        key=matching_key(spelling.preferred)[:KEY_LENGTH],
        evidence=spelling.counts,
        state=StyleState.PROPOSED,
    )


def _texts(edition: Edition) -> Iterator[str]:
    articles = Article.objects.live().filter(locale=edition.locale_id)
    for article in articles.only(*style.FIELDS, "body", "locale_id").iterator(AT_ONCE):
        for _field, text in style.texts_of(article):
            yield text
