"""The order in which a coverage's posts changed: what a reader's stream counts by.

Every change of a post takes the coverage's next number under a lock that is held until the commit
(``actions.locking``), and the post keeps the number of its last change. So "all posts with a number
above this one, in its order" is the log of what came since, in the order of commits, the same from
every machine, and it survives whatever ends a process. A post that changed twice stands in it once,
as it is now: nobody who comes back is given words that were withdrawn meanwhile.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self
from uuid import UUID

from django.db.models import Max

from khabar.live.models import LiveCoverage, Post

_MARK: Final = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})\.([0-9a-f]{8})")
_READERS: Final = (Post.State.PUBLISHED, Post.State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a coverage's order: all up to this number is known.

    It names the post that took the number too, so that a number of another past (a database put
    back from a backup counts on from an earlier one) is known by it.
    """

    revision: int = 0
    post: int = 0
    proof: str = ""

    def __str__(self) -> str:
        """As it goes over the wire."""
        return f"{self.revision}.{self.post}.{self.proof}" if self.revision else "0"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The mark that was written so; None for any other text."""
        if text == "0":
            return cls()
        found = _MARK.fullmatch(text)
        return cls(int(found[1]), int(found[2]), found[3]) if found else None


@dataclass(frozen=True, slots=True)
class Step:
    """A post as it stands in the order: at the number of its last change."""

    post: int
    revision: int
    proof: str
    shown: bool

    @property
    def mark(self) -> Mark:
        """The place after it."""
        return Mark(self.revision, self.post, self.proof)


def proof_of(token: UUID) -> str:
    """What tells one post from another with the same number; says nothing of the token."""
    return blake2b(token.bytes, digest_size=4).hexdigest()


def mark_of(post: Post) -> Mark:
    """The place of a post's last change."""
    return Mark(post.revision, post.pk, proof_of(post.token))


def steps(coverage_pk: int, after: int = 0) -> list[Step]:
    """What changed after this number, in order. One statement: it sees all up to some commit."""
    rows = (
        Post.objects.filter(coverage_id=coverage_pk, revision__gt=after, state__in=_READERS)
        .order_by("revision")
        .values_list("pk", "revision", "token", "state")
    )
    return [
        Step(pk, revision, proof_of(token), state == Post.State.PUBLISHED)
        for pk, revision, token, state in rows
    ]


def head(coverage_pk: int) -> int:
    """The number of the last change that readers have."""
    posts = Post.objects.filter(coverage_id=coverage_pk, state__in=_READERS)
    return int(posts.aggregate(last=Max("revision"))["last"] or 0)


def open_coverage(number: int, locale_id: int) -> int | None:
    """The id of the edition's coverage with this number, if readers may see it."""
    found = LiveCoverage.objects.filter(number=number, locale_id=locale_id, live=True)
    return found.values_list("pk", flat=True).first()
