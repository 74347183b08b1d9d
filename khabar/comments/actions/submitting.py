"""A reader sends a comment."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from khabar.comments import lists, proofs
from khabar.comments.actions.refusals import Refused
from khabar.comments.actions.telling import tell
from khabar.comments.models import Account, Attempt, Ban, Comment, Mode, Print, State
from khabar.comments.models.accounts import is_kept
from khabar.comments.models.comments import BODY_LENGTH, NAME_LENGTH
from khabar.comments.policy import Effective, policy_of, takes_now
from khabar.comments.rules.duplicates import COMMON_SLOTS, are_alike, prints
from khabar.comments.rules.verdict import Reason, Rulebook, gravest
from khabar.language.characters import CONTROLS
from khabar.language.text import read_length
from khabar.newsroom.models import Edition, NumberedPage

#: What turns the text around it, not only itself.
_OVERRIDES: Final = dict.fromkeys(
    map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_UNSEEN: Final = dict.fromkeys(ord(c) for c in CONTROLS if c != "\0")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_SPACES: Final = re.compile(r"[^\S\n]+")
#: What one address may send in a minute and in a day, and what a page takes in a minute.
PER_MINUTE: Final = 5
PER_DAY: Final = 60
ARTICLE_PER_MINUTE: Final = 120
#: So many comments of one device within so long are looked at first.
FAST: Final = 4
FAST_WITHIN: Final = timedelta(minutes=3)
PRESSURE: Final = "pressure"
#: Candidates that are compared letter by letter.
COMPARED: Final = 20


@dataclass(frozen=True)
class Draft:
    """What a reader wrote."""

    name: str
    body: str
    reply_to: int | None = None

    def cleaned(self, longest: int = BODY_LENGTH) -> "Draft":
        """The same as it is kept. Raises Refused with the field that is wrong."""
        name = clean_name(self.name)
        body = _plain(self.body.replace("\r\n", "\n").replace("\r", "\n"))
        body = "\n".join(_SPACES.sub(" ", line).strip() for line in body.split("\n"))
        body = _BLANK_LINES.sub("\n\n", body).strip()
        if not read_length(body):
            raise Refused(_("Write a comment."), field="body")
        if len(body) > longest:
            raise Refused(_("The comment is too long."), field="body")
        if "\0" in body:
            raise Refused(_("The comment holds a character that cannot be kept."), field="body")
        return Draft(name, body, self.reply_to)


def clean_name(typed: str) -> str:
    """A name as it is kept. Raises Refused."""
    name = _SPACES.sub(" ", _plain(typed).replace("\n", " ")).strip()
    if not any(c.isalnum() for c in name):
        raise Refused(_("Write a name."), field="name")
    if len(name) > NAME_LENGTH:
        raise Refused(_("The name is too long."), field="name")
    if "\0" in name:
        raise Refused(_("The comment holds a character that cannot be kept."), field="name")
    return name


def named(draft: Draft, device: str) -> Draft:
    """The draft as it is kept, under the name that its writer keeps.

    Raises Refused for what cannot be kept, and for a name that another reader keeps.
    """
    account = Account.objects.filter(device=device).exclude(name="").first()
    draft = replace(draft, name=account.name if account else draft.name).cleaned()
    if account is None and is_kept(draft.name):
        raise Refused(
            _("A reader who signed in keeps this name, or one like it. Write another."),
            field="name",
        )
    return draft


def _plain(text: str) -> str:
    return text.translate(_OVERRIDES).translate(_UNSEEN)


@transaction.atomic
def submit(
    place: NumberedPage,
    edition: Edition,
    draft: Draft,
    *,
    device: str,
    address: str,
    proof: str = "",
    now: datetime | None = None,
) -> Comment:
    """Take a comment: it awaits, stands, or is refused, as policy and rules say.

    Raises Refused where comments are closed, the reader is banned, too much came, it holds
    nothing that can be kept, or a ``proof`` of work that a flood asks for is not good.
    """
    now = now or timezone.now()
    draft = named(draft, device)
    effective = policy_of(place)
    if effective is None or not place.live or not takes_now(place, effective, now):
        raise Refused(_("Comments are closed here."))
    refuse_banned(device, now)
    attempt(address, place, now)
    book = lists.rulebook(edition)
    unproved = _unproved(place, book, proof, now)
    parent, answers = _parents(place, draft)
    comment = Comment(
        page=place,
        parent=parent,
        answers=answers,
        name=draft.name,
        body=draft.body,
        device=device,
        created_at=now,
    )
    reasons = [*judge(comment, book), *unproved]
    comment.hold(reasons)
    comment.state = state_for(comment, effective, reasons)
    comment.save()
    keep_prints(comment)
    tell(comment, State.AWAITING, comment.state)
    return comment


def _unproved(place: NumberedPage, book: Rulebook, proof: str, now: datetime) -> list[Reason]:
    """What is held against a comment that comes in a flood without a proof. Raises Refused."""
    act = book.act_of(PRESSURE)
    if act == "off" or not proofs.is_flooded(place, now):
        return []
    if proof:
        proofs.take(proof, place, now)
        return []
    return [Reason(PRESSURE, act)]


def challenge_for(place: NumberedPage, edition: Edition, now: datetime | None = None) -> str:
    """What a reader's browser should solve before it sends a comment; empty while nothing must."""
    now = now or timezone.now()
    off = lists.rulebook(edition).act_of(PRESSURE) == "off"
    return "" if off or not proofs.is_flooded(place, now) else proofs.challenge(place, now)


def _parents(place: NumberedPage, draft: Draft) -> tuple[Comment | None, Comment | None]:
    """The comment that it stands under, and the reply that it answers there."""
    if draft.reply_to is None:
        return None, None
    answered = (
        Comment.objects.select_related("parent")
        .filter(page=place, pk=draft.reply_to, state=State.APPROVED)
        .first()
    )
    if answered is None:
        raise Refused(_("The comment that you answer is gone."))
    return (answered.parent, answered) if answered.parent else (answered, None)


def refuse_banned(device: str, now: datetime) -> None:
    """Raise Refused for a device that may not write."""
    if Ban.objects.holding(now).filter(device=device).exists():
        raise Refused(_("You cannot comment here."))


def attempt(address: str, place: NumberedPage | None, now: datetime) -> None:
    """Count this, and raise Refused when it is too much for an address or a page."""
    minute, today = now - timedelta(minutes=1), now - timedelta(days=1)
    mine = Attempt.objects.filter(address=address)
    counts = mine.filter(at__gt=today).aggregate(
        day=Count("pk"), minute=Count("pk", filter=Q(at__gt=minute))
    )
    here = place and Attempt.objects.filter(page=place, at__gt=minute).count()
    if (
        counts["minute"] >= PER_MINUTE
        or counts["day"] >= PER_DAY
        or (here or 0) >= ARTICLE_PER_MINUTE
    ):
        raise Refused(_("Too much was sent from here in a short time. Wait a little."))
    Attempt.objects.create(address=address, page=place, at=now)


def judge(comment: Comment, book: Rulebook) -> list[Reason]:
    """What the rules find in a comment, those included that know of other comments."""
    reasons = book.read(comment.body, comment.name)
    if (act := book.act_of("duplicates")) != "off" and _stands_elsewhere(comment):
        reasons.append(Reason("duplicates", act, end=len(comment.body)))
    if (act := book.act_of("speed")) != "off" and _is_fast(comment):
        reasons.append(Reason("speed", act))
    return reasons


def _is_fast(comment: Comment) -> bool:
    recent = Comment.objects.filter(
        device=comment.device, created_at__gt=comment.created_at - FAST_WITHIN
    )
    return recent.exclude(pk=comment.pk).count() >= FAST - 1


def _stands_elsewhere(comment: Comment) -> bool:
    """Whether the same text was sent before, from here or from elsewhere."""
    mine = prints(comment.body)
    if not mine:
        return False
    shared = Q()
    for slot, value in enumerate(mine):
        shared |= Q(slot=slot, value=value)
    candidates = (
        Print.objects.filter(shared)
        .exclude(comment=comment.pk)
        .values("comment")
        .annotate(n=Count("pk"))
        .filter(n__gte=COMMON_SLOTS)
        .order_by("-n", "-comment")
        .values_list("comment", flat=True)[:COMPARED]
    )
    bodies = Comment.objects.filter(pk__in=list(candidates)).values_list("body", flat=True)
    return any(are_alike(comment.body, body) for body in bodies)


def keep_prints(comment: Comment) -> None:
    """Keep by what its text is found again; in place of what was kept before."""
    Print.objects.filter(comment=comment).delete()
    Print.objects.bulk_create(
        Print(comment=comment, slot=slot, value=value, at=comment.created_at)
        for slot, value in enumerate(prints(comment.body))
    )


def state_for(comment: Comment, effective: Effective, reasons: list[Reason]) -> State:
    """Where a comment goes by what the rules found and what the policy wants."""
    match gravest(reasons):
        case "reject":
            return State.REJECTED
        case "hold":
            return State.AWAITING
    if effective.mode == Mode.AFTER:
        return State.APPROVED
    if effective.mode == Mode.TRUST:
        approved = Comment.objects.filter(device=comment.device, state=State.APPROVED)
        if approved[: effective.trusted_after].count() >= effective.trusted_after:
            return State.APPROVED
    return State.AWAITING
