"""Comments out of this house."""

import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any, Final

from khabar.comments.models import Comment
from khabar.comments.queries import placed
from khabar.newsroom.models import Article, Edition

CHUNK: Final = 1000


def lines(edition: Edition) -> Iterator[str]:
    """Every comment of an edition as a line of JSON; what is answered stands before its answers."""
    found = (
        Comment.objects.filter(page__locale_id=edition.locale_id)
        .select_related("parent", "answers")
        .order_by("pk")
    )
    done = 0
    while rows := placed(found.filter(pk__gt=done)[:CHUNK]):
        for comment in rows:
            yield json.dumps(_told(edition, comment), ensure_ascii=False)
        done = rows[-1].pk


def ident_of(edition: Edition, comment: Comment) -> str:
    """By what a comment is known in other houses: as it came, or else its address and its time.

    The address alone could be another's in a house that was made anew.
    """
    if comment.origin:
        return comment.origin
    at = comment.created_at.astimezone(UTC)
    return f"{edition.site.root_url}{comment.path}#{at:%Y%m%d%H%M%S%f}"


def _told(edition: Edition, comment: Comment) -> dict[str, Any]:
    place = comment.place
    told: dict[str, Any] = {
        "id": ident_of(edition, comment),
        "article": place.number,
    }
    if isinstance(place, Article) and place.external_uri:
        told |= {"article_uri": place.external_uri, "provider": place.external_provider}
    if answered := comment.answered:
        answered.page = place
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
