"""Whether comments are taken under an article or a coverage, and how."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from khabar.comments import keys
from khabar.comments.models import Mode, Policy
from khabar.newsroom.models import Edition, NumberedPage
from khabar.outbox.collecting import recalled, uses


@dataclass(frozen=True)
class Effective:
    """What holds for a page: the nearest policy, and whether it is too old by the edition's."""

    mode: str
    trusted_after: int
    aged: bool = False
    close_after: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether comments are taken."""
        return self.mode != Mode.CLOSED and not self.aged


def has_comments(edition: Edition) -> bool:
    """Whether the edition's articles and coverages have a place for comments."""

    def read() -> bool:
        uses(keys.place(edition.locale_id))
        return Policy.objects.filter(edition=edition, section=None, page=None).exists()

    return recalled(("has comments", edition.pk), read)


def policy_of(page: NumberedPage) -> Effective | None:
    """What holds for a page; None where its edition has no comments.

    As the clock last wrote it: nothing here asks the time, so a page is the same whoever makes it.
    """
    uses(keys.policies(page.locale_id), keys.thread(page.pk))
    section = page.section
    above = section.parent_section_id
    found = list(
        Policy.objects.filter(edition__locale_id=page.locale_id)
        .filter(
            Q(page=page.pk)
            | Q(section__in=[pk for pk in (section.pk, above) if pk])
            | Q(page=None, section=None)
        )
        .order_by()
    )
    if not any(policy.page_id is None and policy.section_id is None for policy in found):
        return None

    def nearness(policy: Policy) -> int:
        if policy.page_id:
            return 0
        return 1 if policy.section_id == section.pk else 2 if policy.section_id else 3

    nearest = min(found, key=nearness)
    published = page.dated
    aged = bool(
        not nearest.page_id
        and nearest.closed_before
        and published
        and published < nearest.closed_before
    )
    return Effective(nearest.mode, nearest.trusted_after, aged, nearest.close_after)


def takes_now(page: NumberedPage, effective: Effective, now: datetime | None = None) -> bool:
    """Whether a comment that is sent now is taken; `closed_before` may be a minute late."""
    if not effective.is_open or effective.close_after is None or page.dated is None:
        return effective.is_open
    age = (now or timezone.now()) - page.dated
    return age <= timedelta(days=effective.close_after)
