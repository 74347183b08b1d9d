"""What the edge tells a cache in front: how long, and by which keys."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from khabar.edge import surrogate
from khabar.edge.follower import Follower
from khabar.edge.renewing import Renewer
from khabar.edge.store import Store
from khabar.edge.surrogate import CDN, VARNISH, Surrogate, names, purged, short
from khabar.newsroom import keys
from khabar.newsroom.models import Article, Edition
from khabar.outbox.models import Change
from tests.edge.served.test_front import Answer, Asked, article_at

pytestmark = pytest.mark.django_db(serialized_rollback=True)


@pytest.fixture
def asked(store: Store, renewer: Renewer) -> Iterator[Asked]:
    """An edge with a Varnish in front, whose follower has just caught up."""
    store.confirm(time.monotonic())
    made = Asked(store, renewer, Surrogate(VARNISH))
    yield made
    made.close()


def kept(answer: Answer) -> str:
    """For how many seconds a Varnish is to keep it."""
    return str(answer.headers["surrogate-control"]).removeprefix("max-age=")


def sure(answer: Answer) -> bool:
    assert kept(answer) in {"1", "3600"}
    return kept(answer) == "3600"


def test_a_page_names_its_own_keys_and_its_fragments(
    committed: dict[str, str], asked: Asked
) -> None:
    article, edition = article_at(committed["article"]), Edition.objects.get()
    asked.get(committed["article"])
    asked.store.confirm(time.monotonic())
    answer = asked.get(committed["article"])
    assert sure(answer)
    named = answer.headers["surrogate-key"].split()
    assert "all" in named
    for key in (keys.article_page(article.pk), keys.menu(edition.locale_id)):
        assert short(key) in named
    assert answer.headers["cache-control"] == "no-cache"
    again = asked.get(committed["article"], if_none_match=answer.headers["etag"])
    assert again.status == 304
    assert again.headers["surrogate-key"] == answer.headers["surrogate-key"]
    assert sure(again)


def test_who_has_not_caught_up_lately_lets_nothing_be_kept(
    committed: dict[str, str], asked: Asked
) -> None:
    asked.get(committed["section"])
    asked.store.confirm(time.monotonic())
    assert sure(asked.get(committed["section"]))
    asked.store.confirm(time.monotonic() - surrogate.SURE_SECONDS)
    assert not sure(asked.get(committed["section"]))
    # What may have been given out as sure just before the follower stopped is purged after it.
    assert surrogate.LAST_SECONDS >= surrogate.SURE_SECONDS + 0.5


def test_a_cache_waits_for_the_new_page(committed: dict[str, str], asked: Asked) -> None:
    path = committed["bare article"]
    asked.get(path)
    article = article_at(path)
    Article.objects.filter(pk=article.pk).update(lede="مقدمة لم تكن")
    asked.change(keys.article_page(article.pk))
    assert "مقدمة لم تكن" in asked.get(path).html


def test_nobody_waits_for_what_changes_while_he_waits(
    committed: dict[str, str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = committed["bare article"]
    asked.get(path)
    article = article_at(path)
    real, rendered = asked.renewer.handler, []

    def changing(request: Any) -> Any:
        answer = real(request)
        rendered.append(request.path)
        asked.change(keys.article_page(article.pk))
        return answer

    # A desk that works on it all the time: each rendering is already older than the last change.
    monkeypatch.setattr(asked.renewer, "handler", changing)
    asked.store.confirm(time.monotonic())
    asked.change(keys.article_page(article.pk))
    Article.objects.filter(pk=article.pk).update(lede="مقدمة أولى")
    first = asked.get(path)
    assert "مقدمة أولى" in first.html
    assert len(rendered) == 1
    # It may be kept for a moment only, and who comes next gets what changed meanwhile.
    assert kept(first) == "0.02"
    Article.objects.filter(pk=article.pk).update(lede="مقدمة ثانية")
    assert "مقدمة ثانية" in asked.get(path).html
    assert len(rendered) == 2


def test_what_cannot_be_rendered_anew_is_not_kept_for_long(
    committed: dict[str, str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = asked.get(committed["home"])
    monkeypatch.setattr(asked.renewer, "handler", lambda _request: 1 / 0)
    asked.change(keys.front(Edition.objects.get().locale_id))
    asked.store.confirm(time.monotonic())
    answer = asked.get(committed["home"])
    assert answer.html == good.html
    assert not sure(answer)


def test_after_a_new_build_old_pages_are_not_kept_for_long(
    committed: dict[str, str], asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    from khabar.edge import build  # noqa: PLC0415

    asked.get(committed["latest"])
    monkeypatch.setattr(build, "stamp", lambda: "another")
    Follower(asked.store, in_front=True).look_at_build()
    asked.store.confirm(time.monotonic())
    assert not sure(asked.get(committed["latest"]))
    told = Change.objects.latest("pk")
    assert (told.kind, told.keys) == ("build", ["build:another"])


def test_the_follower_says_that_it_has_caught_up(store: Store) -> None:
    began = time.monotonic()
    Follower(store).step()
    assert store.confirmed() == 0.0, "without a cache in front nothing is written for it"
    Follower(store, in_front=True).step()
    assert began <= store.confirmed() <= time.monotonic()


def test_a_network_is_told_a_minute_and_browsers_nothing_new(
    committed: dict[str, str], store: Store, renewer: Renewer
) -> None:
    asked = Asked(store, renewer, Surrogate(CDN))
    asked.get(committed["latest"])
    store.confirm(time.monotonic())
    answer = asked.get(committed["latest"])
    assert answer.headers["cache-control"] == "max-age=0, must-revalidate, s-maxage=60"
    assert answer.headers["cdn-cache-control"] == "max-age=60"
    assert "surrogate-key" not in answer.headers
    asked.close()


@pytest.mark.parametrize("count", [1, 400, 401, 20_000])
def test_the_header_is_bounded_and_every_key_finds_its_pages(count: int) -> None:
    made = [f"article:{number}:card" for number in range(count)]
    header = names(made)
    assert len(header) < 6000
    assert all(set(purged(key)) & set(header.split()) for key in made)
    assert names(reversed(made)) == header
