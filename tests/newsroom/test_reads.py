"""What was read most: sums without readers, lists that change only where their order does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from khabar.newsroom import actions, clock, keys, queries, reads
from khabar.newsroom.models import Article, Edition, MostRead, ReadCount, Section
from khabar.newsroom.queries.reads import LONG, SHORT, standings
from khabar.outbox.collecting import collecting
from khabar.outbox.models import Change
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, 34, 56, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khabar.newsroom.reads._taken", {})


@pytest.fixture
def three(politics: Section) -> list[Article]:
    """Three articles, the last one newest."""
    now = timezone.now()
    return [
        factories.make_article(politics, f"خبر {n}", now - timedelta(hours=3 - n)) for n in range(3)
    ]


def read(article: Article, times: int, ago: timedelta = timedelta(0)) -> None:
    assert reads.add({article.number: times}, timezone.now() - ago) == 1


def most_read(edition: Edition) -> list[int]:
    fresh = Edition.objects.get(pk=edition.pk)
    return [card.id for card in queries.most_read(fresh)]


def told(since: int = 0) -> list[set[str]]:
    return [set(row.keys) for row in Change.objects.filter(pk__gt=since).order_by("pk")]


def newest() -> int:
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_who_counts_adds_to_the_same_sums(ar: Edition, three: list[Article]) -> None:
    first, second, _third = (article.number for article in three)
    reads.add({first: 3, second: 1}, NOW - timedelta(minutes=4))
    reads.add({second: 5, 987654: 7}, NOW)
    rows = ReadCount.objects.order_by("minutes", "at", "number")
    assert list(rows.values_list("minutes", "at", "locale", "number", "reads")) == [
        (SHORT, NOW.replace(minute=30, second=0), ar.locale_id, first, 3),
        (SHORT, NOW.replace(minute=30, second=0), ar.locale_id, second, 6),
        (LONG, NOW.replace(minute=0, second=0), ar.locale_id, first, 3),
        (LONG, NOW.replace(minute=0, second=0), ar.locale_id, second, 6),
    ]
    assert not told(newest())


def test_nothing_is_counted_for_a_time_to_come(three: list[Article]) -> None:
    reads.add({three[0].number: 1}, timezone.now() + timedelta(days=3))
    assert not ReadCount.objects.filter(at__gt=timezone.now()).exists()


def test_each_window_sums_its_own_time(ar: Edition, three: list[Article]) -> None:
    first, second, third = three
    read(first, 100, timedelta(days=6))
    read(second, 10, timedelta(hours=20))
    read(third, 1)
    assert [pk for pk, _n in standings(ar, "hour", 5)] == [third.pk]
    assert standings(ar, "day", 5) == [(second.pk, 10), (third.pk, 1)]
    assert standings(ar, "week", 5) == [(first.pk, 100), (second.pk, 10), (third.pk, 1)]
    assert standings(ar, "week", 1) == [(first.pk, 100)]
    assert standings(ar, "day", 5, timezone.now() + timedelta(days=2)) == []


def test_of_two_read_as_often_the_newer_is_first(ar: Edition, three: list[Article]) -> None:
    for article in three:
        read(article, 2)
    assert [pk for pk, _n in standings(ar, "day", 5)] == [article.pk for article in three[::-1]]


def test_what_is_never_listed(ar: Edition, politics: Section, sport: Section) -> None:
    now = timezone.now()
    old = factories.make_article(politics, "قديم", now - timedelta(days=8))
    paid = factories.make_article(politics, "مدفوع", sponsored=True)
    hidden = factories.make_article(sport, "للبعض")
    PageViewRestriction.objects.create(page=sport, restriction_type="login")
    for article in (old, paid, hidden):
        read(article, 9)
    assert standings(ar, "day", 5) == []
    assert standings(ar, "week", 5) == [(old.pk, 9)]


def test_editions_have_lists_of_their_own(
    ar: Edition, en: Edition, three: list[Article], world: Section
) -> None:
    english = factories.make_article(world, "Accord")
    reads.add({three[0].number: 1, english.number: 4}, timezone.now())
    reads.take("day")
    assert (most_read(ar), most_read(en)) == ([three[0].pk], [english.pk])


def test_a_list_is_told_by_its_own_key_and_only_when_its_order_differs(
    ar: Edition, three: list[Article]
) -> None:
    first, second, _third = three
    read(first, 2)
    read(second, 1)
    seen = newest()
    assert reads.take("day") == 1
    assert most_read(ar) == [first.pk, second.pk]
    assert told(seen) == [{keys.most_read(ar.locale_id)}]
    seen = newest()
    # More reads in the same order; another window, which nobody shows.
    read(first, 5)
    assert reads.take("day") == 0
    assert reads.take("hour") == 1
    assert not told(seen)
    read(second, 10)
    reads.take("day")
    assert most_read(ar) == [second.pk, first.pk]
    assert told(seen) == [{keys.most_read(ar.locale_id)}]


def test_what_stands_below_the_shown_ones_is_told_to_nobody(ar: Edition, politics: Section) -> None:
    articles = [factories.make_article(politics, f"خبر {n}") for n in range(5)]
    ar.most_read_length = 3
    ar.save()
    for n, article in enumerate(articles):
        read(article, 20 - 2 * n)
    reads.take("day")
    seen = newest()
    read(articles[4], 3)
    assert reads.take("day") == 1
    assert not told(seen)
    # It waits for a place to become free.
    actions.withdraw(articles[0], by=None, reason="خطأ")
    assert most_read(ar) == [articles[1].pk, articles[2].pk, articles[4].pk]


@pytest.mark.parametrize("leaving", ["withdraw", "unpublish", "delete", "restrict", "embargo"])
def test_what_leaves_readers_leaves_the_list_at_once(
    ar: Edition, sport: Section, three: list[Article], leaving: str
) -> None:
    gone = factories.make_article(sport, "يختفي")
    read(gone, 9)
    read(three[0], 1)
    reads.take("day")
    assert most_read(ar) == [gone.pk, three[0].pk]
    with collecting() as used:
        most_read(ar)
    seen = newest()
    if leaving == "withdraw":
        actions.withdraw(gone, by=None, reason="خطأ")
    elif leaving == "unpublish":
        actions.unpublish(gone, by=None)
    elif leaving == "delete":
        gone.delete()
    elif leaving == "restrict":
        PageViewRestriction.objects.create(page=sport, restriction_type="login")
    else:
        actions.unpublish(gone, by=None)
        gone.refresh_from_db()
        gone.embargo_until = timezone.now() + timedelta(days=1)
        gone.save_revision()
    assert most_read(ar) == [three[0].pk]
    assert used & set().union(*told(seen))


def test_what_comes_back_has_its_place_again(ar: Edition, three: list[Article]) -> None:
    read(three[0], 9)
    read(three[1], 1)
    reads.take("day")
    actions.withdraw(three[0], by=None, reason="خطأ")
    with collecting() as used:
        assert most_read(ar) == [three[1].pk]
    seen = newest()
    actions.restore(Article.objects.get(pk=three[0].pk), by=None)
    assert most_read(ar) == [three[0].pk, three[1].pk]
    assert used & set().union(*told(seen))


def test_an_edition_says_whether_how_many_and_over_which_time(
    ar: Edition, politics: Section
) -> None:
    articles = [factories.make_article(politics, f"خبر {n}") for n in range(6)]
    for n, article in enumerate(articles):
        read(article, 10 - n)
    read(articles[5], 50, timedelta(days=2))
    for window in ("day", "week"):
        reads.take(window)
    assert most_read(ar) == [article.pk for article in articles[:5]]
    ar.most_read_window, ar.most_read_length = "week", 3
    ar.save()
    assert most_read(ar) == [articles[5].pk, articles[0].pk, articles[1].pk]
    ar.show_most_read = False
    ar.save()
    assert most_read(ar) == []


def test_the_clock_makes_each_list_in_its_time_and_forgets_old_counts(
    ar: Edition, three: list[Article]
) -> None:
    now = timezone.now()
    read(three[0], 2)
    read(three[1], 1, timedelta(hours=3))
    read(three[2], 1, timedelta(days=9))
    clock.tick(now)
    assert MostRead.objects.filter(edition=ar).count() == 3
    assert not ReadCount.objects.filter(at__lt=now - timedelta(days=8, hours=1)).exists()
    assert ReadCount.objects.filter(minutes=SHORT).count() == 1
    assert ReadCount.objects.filter(minutes=LONG).count() == 2
    read(three[1], 9)
    clock.tick(now + timedelta(seconds=50))
    assert most_read(ar) == [three[0].pk, three[1].pk]
    clock.tick(now + timedelta(seconds=130))
    assert most_read(ar) == [three[1].pk, three[0].pk]
    # A clock that was set back stops nothing.
    read(three[0], 50)
    clock.tick(now - timedelta(days=1))
    assert reads._taken["day"] == now - timedelta(days=1)
