"""Keeping what is related to an article, once somebody found it.

The list is a row and no part of the article, so that finding it delays no publication and makes
no version. Readers are told only where what they see of it differs.
"""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from khabar.newsroom import keys
from khabar.newsroom.models import Article, Related
from khabar.newsroom.queries.related import related_ids
from khabar.outbox.recording import record

#: So many are kept; a page shows three.
KEPT: Final = 10


def keep(pk: int, ids: Sequence[int]) -> bool:
    """Let these, the best first, be what is related to this article; whether readers see it."""
    ids = list(ids[:KEPT])
    # Mostly nothing moved: then nothing is written, and nobody is waited for.
    held = Related.objects.filter(pk=pk).values_list("articles", flat=True).first()
    return held != ids and _keep(pk, ids)


@transaction.atomic
def _keep(pk: int, ids: list[int]) -> bool:
    # Not locked: whoever saves the article meanwhile tells that himself, and waits for nobody.
    article = Article.objects.filter(pk=pk).first()
    if article is None:
        return False
    before = related_ids(article)
    Related.objects.update_or_create(
        article=article, defaults={"articles": ids, "taken_at": timezone.now()}
    )
    if not article.live or related_ids(article) == before:
        return False
    record("related", [keys.related(pk)])
    return True
