"""The front page through time: what stood where, who changed it, what is to come."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from khabar.newsroom.arrangement import LEAD, SLOTS, Arrangement, from_data
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
    at = moment or version.at
    ids = [pk for slot in SLOTS for pk in version.shown.get(slot, [])]
    headlines = _headlines([(pk, at) for pk in ids])
    shown = {
        slot: [_shown(pk, arrangement, headlines[pk, at]) for pk in version.shown.get(slot, [])]
        for slot in SLOTS
    }
    return FrontThen(version, arrangement, shown)


def leads_of(versions: Iterable[FrontVersion]) -> list[tuple[FrontVersion, list[Shown]]]:
    """Each version with what led then."""
    held = list(versions)
    headlines = _headlines([(pk, one.at) for one in held for pk in one.shown.get(LEAD, [])])
    return [
        (
            one,
            [
                _shown(pk, from_data(one.arrangement), headlines[pk, one.at])
                for pk in one.shown.get(LEAD, [])
            ],
        )
        for one in held
    ]


def _shown(pk: int, arrangement: Arrangement, headline: str) -> Shown:
    place = arrangement.find(pk)
    words = place.headline if place is not None else ""
    return Shown(pk, words or headline, place is not None)


def _headlines(wanted: list[tuple[int, datetime]]) -> dict[tuple[int, datetime], str]:
    """The headlines that readers read at these moments, from the published versions."""
    ids = {pk for pk, _moment in wanted}
    known: dict[int, list[tuple[datetime, int]]] = {}
    found = PublishedVersion.objects.filter(article_id__in=ids).order_by("sequence")
    for pk, at, version in found.values_list("article_id", "at", "pk"):
        known.setdefault(pk or 0, []).append((at, version))
    chosen = {
        (pk, moment): next(
            (version for at, version in reversed(known.get(pk, [])) if at <= moment), 0
        )
        for pk, moment in wanted
    }
    kept = PublishedVersion.objects.filter(pk__in=set(chosen.values()))
    titles = {pk: json.loads(content)["title"] for pk, content in kept.values_list("pk", "content")}
    now = dict(Article.objects.filter(pk__in=ids).values_list("pk", "title"))
    return {
        (pk, moment): titles.get(version) or now.get(pk, "")
        for (pk, moment), version in chosen.items()
    }


def versions_between(edition: Edition, start: datetime, end: datetime) -> list[FrontVersion]:
    """The changes of a span of time, oldest first."""
    found = FrontVersion.objects.filter(edition=edition, at__gte=start, at__lt=end)
    return list(found.select_related("by").order_by("at", "sequence"))


def last_change(edition: Edition) -> FrontVersion | None:
    """The newest version that people or their schedules brought about, or None."""
    changed = state(edition).changed
    found = FrontVersion.objects.filter(edition=edition, sequence=changed)
    return found.select_related("by").first()


@dataclass(frozen=True)
class Planned:
    """A scheduled change, and the headline of the article that it is about, if it is about one."""

    plan: FrontPlan
    headline: str


def plans(edition: Edition, limit: int = 30) -> list[Planned]:
    """What is scheduled, soonest first, then what was, newest first."""
    found = FrontPlan.objects.filter(edition=edition).select_related("by")
    waiting = found.filter(state=FrontPlan.State.WAITING).order_by("at", "pk")
    past = found.exclude(state=FrontPlan.State.WAITING).order_by("-at", "-pk")[:limit]
    rows = [*waiting, *past]
    ids = {plan.payload.get("article") for plan in rows}
    titles = dict(Article.objects.filter(pk__in=ids - {None}).values_list("pk", "title"))
    return [Planned(plan, titles.get(plan.payload.get("article"), "")) for plan in rows]
