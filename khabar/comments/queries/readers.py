"""Readers with accounts, as the desk lists them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.utils import timezone

from khabar.comments import readers
from khabar.comments.actions.refusals import Refused
from khabar.comments.actions.signing import mail_address
from khabar.comments.models import Account, Ban, Comment, State
from khabar.comments.models.accounts import likeness_of

if TYPE_CHECKING:
    from khabar.newsroom.models import TwoPersonRequest


@dataclass(frozen=True)
class Standing:
    """An account, and how its comments fared."""

    account: Account
    approved: int
    rejected: int
    awaiting: int
    banned: bool


def accounts(typed: str = "", *, by_address: bool = False) -> "QuerySet[Account]":
    """The accounts, the newest first; of what was typed, those whose names look like it.

    With ``by_address`` a mail address finds the account that signs in with it. Nobody need have
    kept it for that: its hash is the account's.
    """
    found = Account.objects.order_by("-pk")
    if not typed.strip():
        return found
    if by_address and "@" in typed:
        try:
            return found.filter(device=readers.account_of(mail_address(typed)))
        except Refused:
            return found.none()
    likeness = likeness_of(typed)
    return found.filter(likeness__contains=likeness) if likeness else found.none()


def fared(devices: Collection[str]) -> tuple[dict[tuple[str, str], int], set[str]]:
    """How many comments each of these readers has in each state, and who of them is banned now."""
    counted = Comment.objects.filter(device__in=devices).values_list("device", "state")
    states = {(device, state): n for device, state, n in counted.annotate(n=Count("pk")).order_by()}
    bans = Ban.objects.holding(timezone.now()).filter(device__in=devices)
    return states, set(bans.values_list("device", flat=True))


def standings(found: Iterable[Account]) -> list[Standing]:
    """These accounts with their numbers, in two queries."""
    rows = list(found)
    states, banned = fared([row.device for row in rows])
    return [
        Standing(
            row,
            states.get((row.device, State.APPROVED), 0),
            states.get((row.device, State.REJECTED), 0),
            states.get((row.device, State.AWAITING), 0),
            row.device in banned,
        )
        for row in rows
    ]


def account_of(device: str) -> Account | None:
    """The account whose hash this is."""
    return Account.objects.filter(device=device).first()


@dataclass(frozen=True)
class ToErase:
    """Whom a request would erase: nothing of it is kept with the request but the hash."""

    device: str
    account: Account | None
    comments: int


def to_erase(request: "TwoPersonRequest") -> ToErase | None:
    """The reader of a request that is still there."""
    device = str(request.data.get("reader", ""))
    if not device:
        return None
    return ToErase(device, account_of(device), Comment.objects.filter(device=device).count())
