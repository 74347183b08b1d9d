"""The edge's promise: after any edit, what is said to be fresh is what would be rendered now."""

from pathlib import Path
from random import Random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khabar.edge import placing
from khabar.edge.follower import Follower
from khabar.edge.pieces import Address
from khabar.edge.rendering import Handler
from khabar.edge.renewing import Renewer
from khabar.edge.store import MEBIBYTE, Store
from khabar.edge.verifying import difference
from khabar.live.models import LiveCoverage, Post
from khabar.newsroom.models import Article, Edition, Section, Story
from tests.edge.edits import EDITS, NothingToEditError

pytestmark = pytest.mark.django_db

REFUSED = (PermissionDenied, ValidationError, NothingToEditError)


def coverage_paths() -> set[str]:
    """Addresses of coverages, of their feeds, and the short ones of some posts."""
    paths = set()
    for coverage in LiveCoverage.objects.filter(live=True):
        short = coverage.short_path
        paths |= {coverage.get_absolute_url(), short, f"{short}/feed/"}
        posts = Post.objects.filter(coverage=coverage).order_by("pk")
        paths |= {f"{short}/{pk}" for pk in list(posts.values_list("pk", flat=True))[::6]}
    return paths


class Newsroom:
    """A store that follows the newsroom of the test, in the test's own transaction."""

    def __init__(self, store: Store, handler: Handler, paths: list[str]) -> None:
        self.store, self.handler = store, handler
        self.renewer = Renewer(store, handler)
        self.follower = Follower(store)
        self.site = Edition.objects.get().site_id
        self.paths = set(paths) | set(placing.names()) | coverage_paths()
        self.looked_at: set[tuple[bytes, int]] = set()
        self.follow()

    def follow(self) -> None:
        """Apply what was done; what was looked at before may be wrong from now on."""
        self.follower.catch_up()
        self.looked_at.clear()

    def read_all(self) -> None:
        """Render whatever is missing or stale, as readers would have it."""
        for path in sorted(self.paths):
            address = Address(self.site, path)
            (state,) = self.store.states([address.ident])[1]
            if state is None or not state.fresh:
                self.renewer.renew(address, newer_than=state.version if state else 0)

    def learn(self) -> None:
        """Know the addresses that came up meanwhile, as readers' links lead to them."""
        for article in Article.objects.filter(live=True).select_related("section"):
            self.paths.add(article.get_absolute_url())
        self.paths |= {f"/{slug}/" for slug in Section.objects.values_list("slug", flat=True)}
        self.paths |= coverage_paths()
        self.paths |= {f"/stories/{slug}/" for slug in Story.objects.values_list("slug", flat=True)}

    def wrong(self) -> dict[str, str]:
        """The pieces that call themselves fresh and are not what would be rendered now.

        A version that was right is not rendered again until something else was done.
        """
        found = {}
        for ident in self.store.idents():
            kept = self.store.read(ident)
            if kept is None or not kept[0].fresh or (ident, kept[0].version) in self.looked_at:
                continue
            why = difference(kept[1], self.handler)
            if why:
                found[kept[1].address.path] = why
            else:
                self.looked_at.add((ident, kept[0].version))
        return found


def act(name: str, seed: int) -> None:
    """One edit, or the refusal that a person would get."""
    try:
        with transaction.atomic():
            EDITS[name](Random(seed))  # noqa: S311 (no secret)
    except REFUSED:
        pass


def newsroom(folder: Path, handler: Handler, paths: list[str]) -> Newsroom:
    return Newsroom(Store.open(folder, 64 * MEBIBYTE), handler, paths)


@pytest.mark.parametrize("name", sorted(EDITS))
def test_after_each_kind_of_edit(
    full: dict[str, str], handler: Handler, store: Store, name: str
) -> None:
    house = Newsroom(store, handler, list(full.values()))
    house.read_all()
    act(name, 1)
    house.follow()
    assert house.wrong() == {}
    # And what is rendered next, for which the process remembers what it read before the edit.
    house.learn()
    house.read_all()
    assert house.wrong() == {}


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 10**6)), min_size=2, max_size=6
    )
)
def test_after_any_edits(
    full: dict[str, str], handler: Handler, store: Store, edits: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        store.clear()
        house = Newsroom(store, handler, list(full.values()))
        house.read_all()
        for name, seed in edits:
            act(name, seed)
            house.follow()
            assert house.wrong() == {}, name
            house.learn()
            house.read_all()
            assert house.wrong() == {}, f"rendered again after {name}"
        transaction.set_rollback(True)


def test_an_edit_that_tells_nobody_is_found_out(
    full: dict[str, str], handler: Handler, store: Store
) -> None:
    house = Newsroom(store, handler, list(full.values()))
    house.read_all()
    Section.objects.filter(slug="politics").update(title="اسم لم يقله أحد")
    house.follow()
    assert {"/", "/politics/", "menu", full["article"]} <= set(house.wrong())
