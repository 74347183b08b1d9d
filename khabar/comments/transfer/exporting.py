"""Comments out of this house."""

import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any, Final

from khabar.comments.models import Comment
from khabar.newsroom.models import Edition

CHUNK: Final = 1000


def lines(edition: Edition) -> Iterator[str]:
    """Every comment of an edition as a line of JSON; what is answered stands before its answers."""
    found = (
        Comment.objects.filter(article__locale_id=edition.locale_id)
        .select_related("article", "parent", "answers")
        .order_by("pk")
    )
    for comment in found.iterator(chunk_size=CHUNK):
        yield json.dumps(_told(edition, comment), ensure_ascii=False)


def ident_of(edition: Edition, comment: Comment) -> str:
    """By what a comment is known in other houses: as it came, or else its address and its time.

    The address alone could be another's in a house that was made anew.
    """
    if comment.origin:
        return comment.origin
    at = comment.created_at.astimezone(UTC)
    return f"{edition.site.root_url}{comment.path}#{at:%Y%m%d%H%M%S%f}"


def _told(edition: Edition, comment: Comment) -> dict[str, Any]:
    article = comment.article
    told: dict[str, Any] = {
        "id": ident_of(edition, comment),
        "article": article.number,
    }
    if article.external_uri:
        told |= {"article_uri": article.external_uri, "provider": article.external_provider}
    if answered := comment.answered:
        answered.article = article
        told["in_reply_to"] = ident_of(edition, answered)
    told |= {
        "name": comment.name,
        "body": comment.body,
        "state": comment.state,
        "created_at": comment.created_at.isoformat(),
    }
    if comment.edited_at:
        told["edited_at"] = comment.edited_at.isoformat()
    return told | {"likes": comment.likes, "reader": comment.device}
