"""Pages that cannot be rendered stand on the desk's first screen until they can."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, OperationalError

from khabar.edge import placing
from khabar.edge.failures import Telling, failed
from khabar.edge.pieces import Address, Fragment
from khabar.edge.renewing import Ahead, Outcome, Renewer
from khabar.edge.store import MEBIBYTE, Store, StoreFullError
from khabar.newsroom import notices, queries
from khabar.newsroom.models import DeskNotice, Edition
from tests import factories
from tests.desk.conftest import Newsroom
from tests.desk.test_planning_screen import block

pytestmark = pytest.mark.django_db

Break = Callable[[Exception | None], None]


class House:
    """A data folder: its store, what renders into it, and what tells the desk."""

    def __init__(self, folder: Path, site: int) -> None:
        self.store = Store.open(folder, 64 * MEBIBYTE)
        self.site = site
        self.renewer = Renewer(self.store, WSGIHandler().get_response)
        self.telling = Telling(self.store)

    def render(self, path: str) -> Outcome:
        for failure in self.renewer.failures.values():
            failure.again = 0.0
        address = Address(self.site, path)
        (state,) = self.store.states([address.ident])[1]
        return self.renewer.renew(address, newer_than=state.version if state else 0)

    def tell(self) -> list[DeskNotice]:
        self.telling.once(full=self.renewer.full)
        return list(DeskNotice.objects.filter(settled_at=None))


@pytest.fixture
def house(newsroom: Newsroom, tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "edge", newsroom.edition.site_id)
    yield made
    made.store.close()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Let each article's page fail by this exception, or be well again."""
    real = queries.article_page
    fails: list[Exception | None] = [None]

    def article_page(*args: Any) -> Any:
        if fails[0] is not None:
            raise fails[0]
        return real(*args)

    def by(error: Exception | None) -> None:
        fails[0] = error

    monkeypatch.setattr(queries, "article_page", article_page)
    return by


def paths(newsroom: Newsroom, count: int) -> list[str]:
    made = [factories.make_article(newsroom.politics, f"خبر {n}") for n in range(count)]
    return [article.get_absolute_url() for article in made]


def test_one_notice_for_a_cause_until_the_last_page_is_rendered(
    newsroom: Newsroom, house: House, broken: Break
) -> None:
    first, *others = paths(newsroom, 5)
    assert house.tell() == []
    broken(ValueError("لا قياس لهذه الصورة"))
    assert house.render(first) is Outcome.FAILED
    (notice,) = house.tell()
    assert (notice.kind, notice.name, notice.times) == ("render", first, 1)
    assert "ValueError: لا قياس لهذه الصورة" in notice.message
    for path in others:
        house.render(path)
    for _time in range(3):
        house.render(first)
        (notice,) = house.tell()
    assert notice.times == 2
    assert "5 صفحات" in notice.message
    shown = block(newsroom.client("chief").get("/desk/").content.decode(), "failures")
    assert "تعذر إعداد صفحات للقراء" in shown
    assert first in shown
    broken(None)
    for path in others:
        assert house.render(path) is Outcome.MADE
    assert house.tell() == [notice]
    assert house.render(first) is Outcome.MADE
    assert house.tell() == []


def test_a_fragment_is_named_as_what_it_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_name: str, edition: Edition) -> Fragment:
        return Fragment(str(edition.nothing_of_the_kind).encode())

    monkeypatch.setitem(placing._makers, "rail", fails)
    house.render("rail")
    (notice,) = house.tell()
    assert notice.name == "«rail»، وهو جزء من صفحات كثيرة"
    assert "AttributeError" in notice.message


def test_what_was_dismissed_is_not_told_again_but_another_cause_is(
    newsroom: Newsroom, house: House, broken: Break
) -> None:
    first, second = paths(newsroom, 2)
    broken(ValueError("a"))
    house.render(first)
    (notice,) = house.tell()
    notices.dismiss(notice, by=newsroom.people["owner"])
    house.render(first)
    assert house.tell() == []
    broken(KeyError("b"))
    house.render(second)
    (other,) = house.tell()
    assert "KeyError" in other.message


def test_where_the_database_is_away_the_log_is_what_is_left(
    newsroom: Newsroom, house: House, broken: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = paths(newsroom, 2)
    broken(OperationalError("the server closed the connection"))
    house.render(first)
    assert failed(house.store) == []
    # What else failed is told when the database takes it.
    broken(ValueError("a"))
    house.render(second)

    def away(*_args: Any) -> None:
        raise DatabaseError("away")

    with monkeypatch.context() as patch:
        patch.setattr(notices, "_keep", away)
        assert house.tell() == []
    assert len(house.tell()) == 1


def test_the_worker_tries_again_what_nobody_asks_for(
    newsroom: Newsroom, house: House, broken: Break, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = paths(newsroom, 1)
    broken(ValueError("a"))
    house.render(path)
    broken(None)
    ahead = Ahead(Renewer(house.store, house.renewer.handler))
    ahead.try_again()
    assert len(house.tell()) == 1
    real = time.time
    monkeypatch.setattr("khabar.edge.renewing.time.time", lambda: real() + 61)
    ahead.try_again()
    assert house.tell() == []


def test_a_new_process_and_a_new_store_settle_what_is_no_more(
    newsroom: Newsroom, house: House, broken: Break
) -> None:
    (path,) = paths(newsroom, 1)
    broken(ValueError("a"))
    house.render(path)
    house.tell()
    house.telling = Telling(house.store)
    assert len(house.tell()) == 1
    house.store.clear()
    house.store.set_note("failures-told", "")
    house.telling = Telling(house.store)
    assert house.tell() == []


def test_a_full_disk_is_told_once(
    newsroom: Newsroom, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any, **_named: Any) -> None:
        raise StoreFullError("No space left on device")

    (path,) = paths(newsroom, 1)
    with monkeypatch.context() as patch:
        patch.setattr(house.store, "put", full)
        assert house.render(path) is Outcome.FAILED
        house.tell()
        (notice,) = house.tell()
    assert (notice.times, notice.name) == (1, str(house.store.folder))
    assert house.render(path) is Outcome.MADE
    assert house.tell() == []
