"""The front page through time: what stood where, who changed it, what is to come."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q

from khabar.newsroom.arrangement import SLOTS, Arrangement, from_data
from khabar.newsroom.models import (
    Article,
    Edition,
    FrontPlan,
    FrontState,
    FrontVersion,
    PublishedVersion,
)


@dataclass(frozen=True)
class Shown:
    """An article as it stood on the front page at some moment."""

    article: int
    headline: str
    placed: bool


@dataclass(frozen=True)
class FrontThen:
    """The front page at a moment: the version that held, and what readers saw in each place."""

    version: FrontVersion
    arrangement: Arrangement
    shown: dict[str, list[Shown]]


def state(edition: Edition) -> FrontState:
    """The edition's state; one that was never changed has no row."""
    return FrontState.objects.filter(edition=edition).first() or FrontState(edition=edition)


def front_at(edition: Edition, moment: datetime) -> FrontThen | None:
    """What stood on the front page at that moment; None before the record begins."""
    version = (
        FrontVersion.objects.filter(edition=edition, at__lte=moment)
        .select_related("by")
        .order_by("-at", "-sequence")
        .first()
    )
    return None if version is None else then(version, moment)


def then(version: FrontVersion, moment: datetime | None = None) -> FrontThen:
    """What a version held, with the headlines of that moment (its own when None)."""
    arrangement = from_data(version.arrangement)
    ids = [pk for slot in SLOTS for pk in version.shown.get(slot, [])]
    headlines = _headlines(ids, moment or version.at)
    headlines |= {place.article: place.headline for place in arrangement.places if place.headline}
    shown = {
        slot: [
            Shown(pk, headlines.get(pk, ""), arrangement.find(pk) is not None)
            for pk in version.shown.get(slot, [])
        ]
        for slot in SLOTS
    }
    return FrontThen(version, arrangement, shown)


def _headlines(ids: Iterable[int], moment: datetime) -> dict[int, str]:
    """The headlines that readers read at a moment, from the published versions."""
    wanted = list(ids)
    newest = (
        PublishedVersion.objects.filter(article_id__in=wanted, at__lte=moment)
        .order_by()
        .values("article_number")
        .annotate(last=Max("sequence"))
    )
    chosen = Q(pk__in=[])
    for row in newest:
        chosen |= Q(article_number=row["article_number"], sequence=row["last"])
    found = PublishedVersion.objects.filter(chosen).values_list("article_id", "content")
    headlines = dict(Article.objects.filter(pk__in=wanted).values_list("pk", "title"))
    return headlines | {pk: json.loads(content)["title"] for pk, content in found if pk}


def versions_between(edition: Edition, start: datetime, end: datetime) -> list[FrontVersion]:
    """The changes of a span of time, oldest first."""
    found = FrontVersion.objects.filter(edition=edition, at__gte=start, at__lt=end)
    return list(found.select_related("by").order_by("at", "sequence"))


def last_change(edition: Edition) -> FrontVersion | None:
    """The newest version that people or their schedules brought about, or None."""
    changed = state(edition).changed
    found = FrontVersion.objects.filter(edition=edition, sequence=changed)
    return found.select_related("by").first()


def plans(edition: Edition, limit: int = 30) -> list[FrontPlan]:
    """What is scheduled, soonest first, then what was, newest first."""
    found = FrontPlan.objects.filter(edition=edition).select_related("by", "edition")
    waiting = found.filter(state=FrontPlan.State.WAITING).order_by("at", "pk")
    past = found.exclude(state=FrontPlan.State.WAITING).order_by("-at", "-pk")[:limit]
    return [*waiting, *past]
