"""What the pages of a process have in common is read once, until it changes."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from khabar.edge.follower import Follower
from khabar.edge.pieces import Address, Core, Piece
from khabar.edge.remembering import Remembered
from khabar.edge.rendering import Handler, render
from khabar.edge.renewing import Renewer
from khabar.edge.state import Applied
from khabar.edge.store import Store
from khabar.live.models import CoverageState, LiveCoverage
from khabar.newsroom.models import Article, Edition, HomePage, Section
from khabar.newsroom.queries.cards import cards_of
from khabar.outbox.collecting import Kept, collecting, recalled, remembering, uses
from tests import factories

pytestmark = pytest.mark.django_db


def rendered(renewer: Renewer, path: str) -> Piece:
    address = Address(Edition.objects.get().site_id, path)
    renewer.renew(address)
    found = renewer.store.read(address.ident)
    assert found is not None
    return found[1]


def test_each_kind_of_page_has_the_keys_that_it_would_have_alone(
    full: dict[str, str], renewer: Renewer, handler: Handler
) -> None:
    Follower(renewer.store).catch_up()
    for path in sorted(full.values()) * 2:
        renewer.store.clear()
        address = Address(Edition.objects.get().site_id, path)
        renewer.renew(address)
        found = renewer.store.read(address.ident)
        if found is not None:
            assert found[1].keys == render(address, handler).keys, path
    assert len(renewer.remembered) > 10


def test_a_second_page_asks_only_for_what_is_its_own(
    full: dict[str, str], renewer: Renewer
) -> None:
    Follower(renewer.store).catch_up()
    asked = []
    for _twice in range(2):
        renewer.store.clear()
        with CaptureQueriesContext(connection) as queries:
            rendered(renewer, full["section"])
        asked.append([query["sql"] for query in queries])
    assert len(asked[1]) < len(asked[0])
    assert any("newsroom_bylineentry" in sql for sql in asked[0])
    assert not any("newsroom_bylineentry" in sql for sql in asked[1])


@pytest.mark.parametrize("kind", [{"bare": True}, {"names": True}, {"names": False}])
def test_a_card_has_the_keys_of_what_was_read_for_it(
    full: dict[str, str], store: Store, kind: dict[str, bool]
) -> None:
    del full
    edition = Edition.objects.get()
    memory = Remembered(store)
    ids = list(Article.objects.live().values_list("pk", flat=True))
    with remembering(memory.since(0)):
        cards_of(edition, ids, **kind)
    for pk in ids:
        with collecting() as alone:
            cards_of(edition, [pk], **kind)
        with remembering(memory.since(0)), collecting() as again:
            cards_of(edition, [pk], **kind)
        assert again == alone


def test_a_section_renamed_is_renamed_on_every_card(
    full: dict[str, str], renewer: Renewer, handler: Handler
) -> None:
    follower = Follower(renewer.store)
    follower.catch_up()
    rendered(renewer, full["home"])
    section = Section.objects.get(slug="politics")
    section.title = "شؤون البلاد"
    section.save()
    follower.catch_up()
    after = rendered(renewer, full["home"])
    assert isinstance(after.content, Core)
    assert section.title in b"".join(part.plain for part in after.content.segments).decode()
    assert after.content == render(after.address, handler).content


def test_a_site_that_had_no_edition_is_known_once_it_has(
    full: dict[str, str], renewer: Renewer, handler: Handler
) -> None:
    edition = Edition.objects.get()
    follower = Follower(renewer.store)
    address = Address(edition.site_id, full["home"])
    fields = {field.attname: getattr(edition, field.attname) for field in Edition._meta.fields}
    edition.delete()
    follower.catch_up()
    renewer.renew(address)
    Edition.objects.create(**fields)
    follower.catch_up()
    renewer.renew(address)
    found = renewer.store.read(address.ident)
    assert found is not None
    assert found[1].content == render(address, handler).content


@pytest.mark.parametrize("kind", ["section", "story", "stories"])
def test_a_page_at_another_address_is_found_there_alone(
    full: dict[str, str], renewer: Renewer, handler: Handler, kind: str
) -> None:
    follower = Follower(renewer.store)
    follower.catch_up()
    rendered(renewer, full[kind])
    with CaptureQueriesContext(connection) as queries:
        renewer.renew(Address(Edition.objects.get().site_id, full[kind]), newer_than=10**9)
    assert not [sql for sql in queries if "slug" in sql["sql"].partition(" WHERE ")[2]]
    page: Page = Page.objects.get(slug=full[kind].strip("/").split("/")[-1]).specific
    if kind == "stories":
        # Its address is fixed; it can only leave.
        page.unpublish()
    else:
        page.slug = "elsewhere"
        page.save()
    follower.catch_up()
    assert status(renewer, full[kind]) == 404
    if kind != "stories":
        there = rendered(renewer, full[kind].replace(full[kind].split("/")[-2], "elsewhere"))
        assert isinstance(there.content, Core)
        assert there.content.status == 200
        assert there.content == render(there.address, handler).content


def status(renewer: Renewer, path: str) -> int:
    content = rendered(renewer, path).content
    assert isinstance(content, Core)
    return content.status


def test_a_section_that_moved_to_another_edition_is_no_longer_here(
    full: dict[str, str], renewer: Renewer
) -> None:
    edition = Edition.objects.get()
    del full
    here, other = edition.site_id, factories.make_edition("en", "en.testserver")
    section = Section(title="علوم", slug="science")
    factories.home(edition).add_child(instance=section)
    follower = Follower(renewer.store)
    follower.catch_up()
    renewer.renew(Address(here, "/science/"))
    section.move(other.site.root_page, pos="last-child")
    follower.catch_up()
    renewer.renew(Address(here, "/science/"))
    found = renewer.store.read(Address(here, "/science/").ident)
    assert found is not None
    assert isinstance(found[1].content, Core)
    assert found[1].content.status == 404


def test_who_serves_a_page_that_is_kept_has_a_copy_of_his_own(
    full: dict[str, str], store: Store, rf: RequestFactory
) -> None:
    home = HomePage.objects.get(locale_id=Edition.objects.get().locale_id)
    request, slug = rf.get(full["section"]), full["section"].strip("/")
    with remembering(Remembered(store).since(0)):
        first = home.route(request, [slug]).page
        first.title, first._state.fields_cache["locale"] = "غير ذلك", None
        again = home.route(request, [slug]).page
    assert again.title != first.title
    assert "locale" not in again._state.fields_cache


def test_what_was_looked_for_in_vain_tells_its_keys_and_is_not_kept(store: Store) -> None:
    def missing() -> int:
        uses("section:7")
        raise LookupError

    memory = Remembered(store)
    with remembering(memory.since(0)):
        for _twice in range(2):
            with collecting() as used, pytest.raises(LookupError):
                recalled("seven", missing)
            assert used == {"section:7"}
    assert not len(memory)


def test_a_coverage_that_begins_is_on_the_section_that_had_none(
    full: dict[str, str], renewer: Renewer, handler: Handler
) -> None:
    del full
    CoverageState.objects.update(state=CoverageState.State.ENDED)
    follower = Follower(renewer.store)
    follower.catch_up()
    coverage = LiveCoverage.objects.live().first()
    assert coverage is not None
    section, link = f"/{coverage.section.slug}/", coverage.get_absolute_url()
    assert link not in text(rendered(renewer, section))
    state = coverage.course
    state.state = CoverageState.State.LIVE
    state.save()
    follower.catch_up()
    after = rendered(renewer, section)
    assert link in text(after)
    assert after.content == render(after.address, handler).content


def text(piece: Piece) -> str:
    assert isinstance(piece.content, Core)
    return b"".join(part.plain for part in piece.content.segments).decode()


def test_what_a_change_names_is_read_again_and_nothing_else(store: Store) -> None:
    memory = Remembered(store)
    memory.keep("menu", Kept(1, frozenset({"menu:1", "section:2"})), 0)
    memory.keep("card", Kept(2, frozenset({"article:3:card", "section:2"})), 0)
    memory.keep("other", Kept(3, frozenset({"article:4:card"})), 0)
    store.apply([Applied(keys=["section:2"])], cursor="", now=1.0)
    sitting = memory.since(store.applied())
    assert [sitting.get(name) is None for name in ("menu", "card", "other")] == [True, True, False]


def test_what_is_closed_is_forgotten_too(store: Store) -> None:
    memory = Remembered(store)
    memory.keep("card", Kept(2, frozenset({"article:3:card"})), 0)
    store.apply([Applied(keys=[], closed=["article:3:card"])], cursor="", now=1.0)
    assert memory.since(store.applied()).get("card") is None


def test_what_was_read_before_a_change_is_not_kept_after_it(store: Store) -> None:
    memory = Remembered(store)
    slow = memory.since(store.applied())
    store.apply([Applied(keys=["menu:1"])], cursor="", now=1.0)
    quick = memory.since(store.applied())
    slow.keep("menu", Kept("before", frozenset({"menu:1"})))
    assert quick.get("menu") is None


def test_all_is_forgotten_where_it_is_not_known_what_changed(store: Store) -> None:
    memory = Remembered(store)
    memory.keep("menu", Kept(1, frozenset({"menu:1"})), 0)
    store.outdate(now=1.0)
    assert memory.since(store.applied()).get("menu") is None


def test_the_least_used_leaves_first(store: Store) -> None:
    memory = Remembered(store, most=2)
    for n in range(2):
        memory.keep(n, Kept(n, frozenset({f"section:{n}"})), 0)
    memory.get(0)
    memory.keep(2, Kept(2, frozenset({"section:2"})), 0)
    assert [memory.get(n) is None for n in range(3)] == [False, True, False]


def test_what_nothing_could_drop_is_not_kept(store: Store) -> None:
    asked = []
    with remembering(Remembered(store).since(0)):
        for _twice in range(2):
            recalled("clock", lambda: asked.append(1))
    assert len(asked) == 2


def test_without_a_memory_everything_is_read(full: dict[str, str]) -> None:
    del full
    section = Section.objects.first()
    assert section is not None
    asked = []
    for _twice in range(2):
        recalled(("section", section.pk), lambda: asked.append(section.pk))
    assert len(asked) == 2
