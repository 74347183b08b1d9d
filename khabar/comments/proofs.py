"""A proof of work, asked for while a flood of comments lasts (ALTCHA, PoW v2).

Made and checked here; nobody else is asked. A browser finds it in a second or two while its reader
writes. Who sends none is not turned away: a rule holds his comment until somebody looked at it.
"""

import json
import secrets
from datetime import datetime, timedelta
from typing import Final

import altcha
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from khabar.comments.actions.refusals import Refused
from khabar.comments.models import Attempt, Proof
from khabar.newsroom.models import NumberedPage

#: So many comments within a minute, under one page or in all, are a flood.
ARTICLE_PER_MINUTE: Final = 30
PER_MINUTE: Final = 60
MINUTE: Final = timedelta(minutes=1)
ALGORITHM: Final = "PBKDF2/SHA-256"
COST: Final = 5000
#: How many keys are derived until the right one is found: at least, and up to so many more.
LEAST, SPREAD = 200, 300
LIVES: Final = timedelta(hours=2)
LONGEST: Final = 4000
_CHECKED: Final = "khabar.comments.proofs"


def is_flooded(place: NumberedPage, now: datetime) -> bool:
    """Whether so many comments come that each should cost its sender something."""
    lately = Attempt.objects.filter(at__gt=now - MINUTE)
    here = lately.filter(page=place)[:ARTICLE_PER_MINUTE].count()
    if here == ARTICLE_PER_MINUTE:
        return True
    return lately.exclude(page=None)[:PER_MINUTE].count() == PER_MINUTE


def challenge(place: NumberedPage, now: datetime) -> str:
    """What a browser is to solve before it sends a comment here, as JSON."""
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=LEAST + secrets.randbelow(SPREAD),
        expires_at=now + LIVES,
        data={"article": place.number},
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("key"),
    )
    return json.dumps(made.to_dict())


def take(proof: str, place: NumberedPage, now: datetime) -> None:
    """Accept a proof, once. Raises Refused for one that is wrong, too old, or was used before.

    To be called in the transaction that keeps the comment: what is refused then uses up nothing.
    """
    solved = _read(proof)
    if solved is None or solved.challenge.parameters.data != {"article": place.number}:
        raise _refusal()
    found = altcha.verify_solution(solved, _secret("challenge"), hmac_key_secret=_secret("key"))
    if not found.verified:
        raise _refusal()
    _row, new = Proof.objects.get_or_create(
        challenge=solved.challenge.signature, defaults={"until": now + LIVES}
    )
    if not new:
        raise _refusal()


def forget(now: datetime) -> None:
    """Forget proofs that are too old to be sent again."""
    Proof.objects.filter(until__lt=now).delete()


def _read(proof: str) -> altcha.Payload | None:
    if len(proof) > LONGEST:
        return None
    try:
        return altcha.Payload.from_base64(proof)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _refusal() -> Refused:
    return Refused(
        _("What your browser calculated has been used or is too old. Send it once more.")
    )


def _secret(purpose: str) -> str:
    return salted_hmac(_CHECKED, purpose, algorithm="sha256").hexdigest()
