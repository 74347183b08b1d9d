"""What was read most."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet, Sum
from django.utils import timezone

from khabar.newsroom import keys
from khabar.newsroom.models import Article, Edition, ListEntry, MostRead, ReadCount, Window
from khabar.newsroom.publication import LATEST, list_key
from khabar.newsroom.queries.cards import Card, cards_of
from khabar.outbox.collecting import uses

#: The two lengths of a bucket, in minutes: the short one is kept for the hour alone.
SHORT, LONG = 5, 60


@dataclass(frozen=True)
class Span:
    """A window: of which buckets it is summed, how far back, and how old its articles may be.

    An article of last week that is read today may be listed; one of last year, which everybody was
    led to by a link from elsewhere, would tell readers nothing of today's news.
    """

    minutes: int
    back: timedelta
    age: timedelta


SPANS: Final[dict[str, Span]] = {
    Window.HOUR: Span(SHORT, timedelta(hours=1), timedelta(days=7)),
    Window.DAY: Span(LONG, timedelta(days=1), timedelta(days=7)),
    Window.WEEK: Span(LONG, timedelta(days=7), timedelta(days=30)),
}


def standings(
    edition: Edition, window: str, limit: int, now: datetime | None = None
) -> list[tuple[int, int]]:
    """Ids of the articles that were read most within the window, each with its reads.

    Plain sums. Of two that were read as often the newer one is first. What readers do not find in
    lists, what is restricted and what is paid for is left out.
    """
    now, span = now or timezone.now(), SPANS[window]
    recent = ListEntry.objects.filter(
        key=list_key(edition.locale_id, LATEST), published_at__gte=now - span.age
    )
    listed = _public(Article.objects.filter(pk__in=recent.values("article_id"), sponsored=False))
    rows = (
        ReadCount.objects.filter(
            minutes=span.minutes,
            # The bucket in which the window begins counts whole.
            at__gt=now - span.back - timedelta(minutes=span.minutes),
            at__lte=now,
            locale=edition.locale_id,
            number__in=listed.values("number"),
        )
        .values("number")
        .annotate(sum=Sum("reads"))
        .order_by("-sum", "-number")
    )
    sums = dict(rows.values_list("number", "sum")[: 2 * limit])
    found = Article.objects.filter(number__in=sums).values_list("number", "pk", "published_at")
    ordered = sorted(found, key=lambda row: (sums[row[0]], row[2], row[0]), reverse=True)
    return [(pk, sums[number]) for number, pk, _at in ordered[:limit]]


def most_read_ids(edition: Edition) -> list[int]:
    """Ids of the articles that the edition's list shows now, from the snapshot as it is stored."""
    uses(keys.most_read(edition.locale_id))
    if not edition.show_most_read:
        return []
    kept = MostRead.objects.filter(edition=edition, window=edition.most_read_window).first()
    ids = kept.articles if kept else []
    live = Article.objects.filter(pk__in=ids, live=True, locale_id=edition.locale_id)
    shown = set(_public(live).values_list("pk", flat=True)) if ids else set()
    chosen: list[int] = []
    for pk in ids:
        if len(chosen) == edition.most_read_length:
            break
        # One that is not shown now may come back to its place.
        uses(keys.article_card(pk))
        if pk in shown:
            chosen.append(pk)
    return chosen


def most_read(edition: Edition) -> list[Card]:
    """Bare cards of what was read most, in order; none where the edition shows no such list."""
    return cards_of(edition, most_read_ids(edition), bare=True)


def _public(articles: "QuerySet[Article]") -> "QuerySet[Article]":
    public: QuerySet[Article] = articles.public()  # type: ignore[attr-defined]  # Wagtail's queryset
    return public
