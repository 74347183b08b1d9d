"""What the desk asks of its accounts."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

#: Whoever may enter the desk at all.
STAFF = Q(is_superuser=True) | Q(
    groups__permissions__content_type__app_label="wagtailadmin",
    groups__permissions__codename="access_admin",
)


def staff() -> "QuerySet[User]":
    """Open accounts that may enter the desk and that somebody can sign in with."""
    ids = User.objects.filter(STAFF, is_active=True).values("pk")
    return User.objects.filter(pk__in=ids)


def inactive_since(now: datetime | None = None) -> datetime:
    """Whoever was last seen before this is inactive."""
    return (now or timezone.now()) - timedelta(days=settings.KHABAR.inactive_days)


def with_seen(people: "QuerySet[User]") -> "QuerySet[Any]":
    """Each with `seen_at`: the later of the last sign-in and the last request of an open session;
    of an account that was never used, when it was made.
    """
    signed_in = Coalesce("last_login", "date_joined")
    return people.annotate(seen_in=Max("staff_sessions__seen_at")).annotate(
        seen_at=Greatest(signed_in, Coalesce("seen_in", signed_in))
    )


def inactive_staff(now: datetime | None = None) -> "QuerySet[Any]":
    """Open accounts of staff that nobody has used for so many days, longest unused first."""
    return with_seen(staff()).filter(seen_at__lt=inactive_since(now)).order_by("seen_at", "pk")


def count_inactive_staff(now: datetime | None = None) -> int:
    """How many, for a notice on the first screen."""
    return inactive_staff(now).count()
