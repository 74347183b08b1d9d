"""Whether comments are taken under an article, and how."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from khabar.comments import keys
from khabar.comments.models import Mode, Policy
from khabar.newsroom.models import Article, Edition
from khabar.outbox.collecting import recalled, uses


@dataclass(frozen=True)
class Effective:
    """What holds for an article: the nearest policy, and whether it is too old by the edition's."""

    mode: str
    trusted_after: int
    aged: bool = False
    close_after: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether comments are taken."""
        return self.mode != Mode.CLOSED and not self.aged


def has_comments(edition: Edition) -> bool:
    """Whether the edition's articles have a place for comments."""

    def read() -> bool:
        uses(keys.place(edition.locale_id))
        return Policy.objects.filter(edition=edition, section=None, article=None).exists()

    return recalled(("has comments", edition.pk), read)


def policy_of(article: Article) -> Effective | None:
    """What holds for an article; None where its edition has no comments.

    As the clock last wrote it: nothing here asks the time, so a page is the same whoever makes it.
    """
    uses(keys.policies(article.locale_id), keys.thread(article.pk))
    section = article.section
    above = section.parent_section_id
    found = list(
        Policy.objects.filter(edition__locale_id=article.locale_id)
        .filter(
            Q(article=article)
            | Q(section__in=[pk for pk in (section.pk, above) if pk])
            | Q(article=None, section=None)
        )
        .order_by()
    )
    if not any(policy.article_id is None and policy.section_id is None for policy in found):
        return None

    def nearness(policy: Policy) -> int:
        if policy.article_id:
            return 0
        return 1 if policy.section_id == section.pk else 2 if policy.section_id else 3

    nearest = min(found, key=nearness)
    published = article.published_at
    aged = bool(
        not nearest.article_id
        and nearest.closed_before
        and published
        and published < nearest.closed_before
    )
    return Effective(nearest.mode, nearest.trusted_after, aged, nearest.close_after)


def takes_now(article: Article, effective: Effective, now: datetime | None = None) -> bool:
    """Whether a comment that is sent now is taken; `closed_before` may be a minute late."""
    if not effective.is_open or effective.close_after is None or article.published_at is None:
        return effective.is_open
    age = (now or timezone.now()) - article.published_at
    return age <= timedelta(days=effective.close_after)
