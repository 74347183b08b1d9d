"""What stands below an article: found by the index, kept, shown; and what editors say of it."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from khabar.newsroom import actions, keys, related
from khabar.newsroom.models import Article, Edition, Related, RelatedChoice, Section
from khabar.newsroom.queries import related_ids
from khabar.outbox.collecting import collecting
from khabar.outbox.following import Batch, Cursor, read
from khabar.outbox.models import Change
from khabar.search import relating, tasks
from tests import factories

pytestmark = pytest.mark.django_db

DAMS = (
    ("انهيار سد الوادي الكبير", "انهار سد الوادي الكبير بعد أمطار غزيرة وغمرت المياه القرى."),
    ("إجلاء سكان القرى بعد انهيار السد", "أجلت فرق الإنقاذ سكان القرى قرب سد الوادي الكبير."),
    ("تحقيق في أسباب انهيار سد الوادي", "بدأ التحقيق في انهيار سد الوادي الكبير بعد الأمطار."),
    ("تعويضات لسكان القرى المنكوبة", "تعويضات لسكان قرى سد الوادي الكبير بعد انهيار السد."),
    ("سد الوادي الكبير يبنى من جديد", "يبنى سد الوادي الكبير من جديد بعد انهيار وأمطار."),
)


@pytest.fixture
def dams(politics: Section) -> list[Article]:
    """Five of one matter, the last one newest, and one of another."""
    now = timezone.now()
    articles = [
        factories.make_article(politics, title, now - timedelta(hours=9 - n), lede=lede)
        for n, (title, lede) in enumerate(DAMS)
    ]
    factories.make_article(politics, "مهرجان الفيلم القصير", now, lede="يفتتح المهرجان مساء.")
    return articles


def end() -> Cursor:
    return read(None).cursor


def titles(client: Client, article: Article) -> list[str]:
    page = client.get(article.get_absolute_url()).content.decode()
    _before, _mark, below = page.partition('aria-labelledby="related"')
    block = below.partition("</section>")[0]
    known = Article.objects.values_list("title", flat=True)
    return sorted((title for title in known if title in block), key=block.index)


def pin(article: Article, **choices: Article) -> None:
    draft = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    draft.related_choices = [
        RelatedChoice(other=other, choice=choice) for choice, other in choices.items()
    ]
    draft.save_revision()
    actions.update(Article.objects.get(pk=article.pk), by=None)


def test_a_publication_finds_what_is_related_and_is_found_itself(
    dams: list[Article], index: Callable[[], None], client: Client, politics: Section
) -> None:
    index()
    relating.relate_only([one.pk for one in dams])
    before = end()
    assert "مهرجان" not in " ".join(titles(client, dams[0]))
    assert len(titles(client, dams[0])) == 3
    newest = factories.make_article(
        politics,
        "مخاوف من انهيار سد آخر في الوادي",
        lede="انهيار سد الوادي الكبير بعد أمطار غزيرة.",
    )
    assert titles(client, newest) == []
    index()
    relating.apply(read(before))
    assert len(titles(client, newest)) == 3
    assert newest.title in titles(client, dams[0])
    told = {key for change in read(before).changes for key in change.keys}
    assert {keys.related(newest.pk), keys.related(dams[0].pk)} <= told


def test_what_it_waits_for_is_an_index_that_knows_the_change(
    dams: list[Article], index: Callable[[], None]
) -> None:
    before = end()
    actions.update(dams[0], by=None)
    with pytest.raises(relating.NotYetError):
        relating.apply(read(before))
    index()
    actions.update(dams[1], by=None)
    with pytest.raises(relating.NotYetError):
        relating.apply(read(before))
    assert not Related.objects.exists()
    index()
    relating.apply(read(before))
    assert Related.objects.filter(pk=dams[0].pk).exists()
    # Its own changes, which the index never shows, are not waited for.
    relating.apply(read(before))
    follower = relating.Relating("related", relating.apply)
    while follower.step():
        pass
    assert Related.objects.count() == len(dams) + 1
    actions.update(dams[2], by=None)
    assert not follower.step()


def test_a_burst_is_related_at_once_for_all_of_it(dams: list[Article]) -> None:
    batches: list[int] = []

    def apply(batch: Batch) -> None:
        batches.append(len(batch.changes))

    follower = relating.Relating("burst", apply, pause=0.2)
    follower.step()
    batches.clear()
    time.sleep(0.2)
    actions.update(dams[0], by=None)
    assert follower.step()
    for dam in dams[1:3]:
        actions.update(dam, by=None)
        assert not follower.step()
    time.sleep(0.2)
    while follower.step():
        time.sleep(0.2)
    assert len(batches) == 2, "the first, and all that came while it rested"


def test_an_index_that_stays_away_holds_nothing_up(dams: list[Article]) -> None:
    before = end()
    actions.update(dams[0], by=None)
    Change.objects.update(at=timezone.now() - relating.PATIENCE - timedelta(seconds=1))
    relating.apply(read(before))
    assert not Related.objects.exists()


def test_what_is_withdrawn_leaves_at_once_and_leaves_no_gap(
    dams: list[Article], client: Client
) -> None:
    first, second, third, fourth, fifth = dams
    related.keep(first.pk, [second.pk, third.pk, fourth.pk, fifth.pk])
    with collecting() as used:
        assert related_ids(first) == [second.pk, third.pk, fourth.pk]
    assert {keys.related(first.pk), keys.article_card(second.pk)} <= used
    actions.withdraw(second, by=None, reason="خطأ")
    assert titles(client, first) == [third.title, fourth.title, fifth.title]


def test_none_tells_the_same_as_another_or_is_paid_for(
    dams: list[Article], politics: Section
) -> None:
    twin = factories.make_article(politics, "إجلاء سكّان القرى بعد انهيار السدّ")
    paid = factories.make_article(politics, "إعلان سدود", sponsored=True)
    same = factories.make_article(politics, "انهيار سدّ الوادي الكبير")
    first, second, third, *_rest = dams
    related.keep(first.pk, [same.pk, second.pk, twin.pk, paid.pk, first.pk, third.pk])
    assert related_ids(first) == [second.pk, third.pk]


def test_editors_pin_and_ban(dams: list[Article], client: Client) -> None:
    first, second, third, fourth, fifth = dams
    related.keep(first.pk, [second.pk, third.pk, fourth.pk])
    pin(first, pinned=fifth, banned=third)
    assert titles(client, first) == [fifth.title, second.title, fourth.title]
    # Put back with an older version, as its byline would be.
    pin(first)
    assert titles(client, first) == [second.title, third.title, fourth.title]


def test_nobody_is_told_of_what_no_reader_sees(dams: list[Article]) -> None:
    first, second, third, fourth, fifth = (one.pk for one in dams)
    assert related.keep(first, [second, third, fourth])
    before = end()
    assert not related.keep(first, [second, third, fourth, fifth])
    assert not related.keep(first, [second, third, fourth, fifth])
    assert read(before).changes == ()


def test_an_article_of_another_edition_is_not_related(
    dams: list[Article], world: Section, en: Edition
) -> None:
    del en
    other = factories.make_article(world, "A dam collapses")
    pin(dams[0], pinned=other)
    related.keep(dams[0].pk, [other.pk])
    assert related_ids(Article.objects.get(pk=dams[0].pk)) == []


def test_a_lost_cursor_has_everything_found_anew(
    dams: list[Article], index: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    index()
    relating.apply(Batch((), end(), lost=True))
    assert Related.objects.count() == len(dams) + 1
