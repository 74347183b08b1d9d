"""Shared by every test; what one room needs is in that room's own conftest."""

import shutil
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings

from khabar.newsroom.models import Edition, Section
from khabar.search import rebuilding
from khabar.search.shelf import Shelf
from tests import factories, migrated

#: Files and folders that say nothing of a database, and what a browser shows, which is the same on
#: either. tests/desk/test_every_screen.py opens every screen on both.
ON_SQLITE_ALONE = (
    "browser/*",
    "cli/test_files.py",
    "comments/test_proofs.py",
    "comments/test_rules.py",
    "conf/*",
    "demo/*",
    "desk/test_accounts_*",
    "desk/test_articles_views.py",
    "desk/test_checks_*",
    "desk/test_clock.py",
    "desk/test_fronts_board.py",
    "desk/test_photos_upload.py",
    "desk/test_roles.py",
    "desk/test_screens.py",
    "desk/test_verbs_matrix.py",
    "desk/test_writing_autosave.py",
    "desk/test_writing_clean.py",
    "docs/*",
    "edge/fronted/test_lagging.py",
    "edge/fronted/test_nginx.py",
    "edge/fronted/test_varnish.py",
    "edge/served/test_front.py",
    "edge/served/test_surrogate.py",
    "edge/test_floods.py",
    "edge/test_pieces.py",
    "edge/test_reads_log.py",
    "edge/test_store.py",
    "front/test_addresses.py",
    "front/test_article*",
    "front/test_jsonld*",
    "front/test_marking.py",
    "front/test_nu.py",
    "front/test_search.py",
    "front/test_sources.py",
    "front/test_words.py",
    "imports/test_html.py",
    "language/*",
    "locale/*",
    "newsroom/test_addresses.py",
    "newsroom/test_pasted.py",
    "newsroom/test_photo_memory.py",
    "newsroom/test_photos.py",
    "newsroom/test_photos_darkroom.py",
    "newsroom/test_photos_encodings.py",
    "newsroom/test_photos_metadata.py",
    "newsroom/test_photos_rendering.py",
    "search/test_searching.py",
    "tools/*",
)
#: A day of several people at once.
ON_BOTH = ("browser/desk/test_newsroom_day.py",)
TESTS = Path(__file__).parent
#: What drives a browser or whole processes may meet a machine that was busy with something else.
MAY_MEET_A_BUSY_MACHINE = ("browser", "slow")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-try",
        action="store_true",
        help="try a browser's or a process's test that failed once more, and name it",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("second_try"):
        _try_twice(items)
    _leave_out_what_is_the_same(items)


def _try_twice(items: list[pytest.Item]) -> None:
    """One more try, named in the summary; docs/decisions/0025-a-second-try.md."""
    for item in items:
        if any(item.get_closest_marker(name) for name in MAY_MEET_A_BUSY_MACHINE):
            item.add_marker(pytest.mark.flaky(reruns=1))


def _leave_out_what_is_the_same(items: list[pytest.Item]) -> None:
    """Run on PostgreSQL what may be otherwise there."""
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        return
    once = pytest.mark.skip(reason="the same on either database: run on SQLite")
    for item in items:
        path = item.path.relative_to(TESTS).as_posix()
        if path not in ON_BOTH and any(fnmatch(path, pattern) for pattern in ON_SQLITE_ALONE):
            item.add_marker(once)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database of the tests is there before Django looks for it."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001 (its name is each process's)
) -> None:
    """Migrated already: from nothing it takes half a minute."""
    migrated.make_test_database()


@pytest.fixture
def ar(db: None) -> Edition:  # noqa: ARG001 (opens the database)
    """The Arabic edition, the default site."""
    return factories.make_edition("ar")


@pytest.fixture
def en(ar: Edition) -> Edition:  # noqa: ARG001 (the default edition comes first)
    """The English edition."""
    return factories.make_edition("en", "en.testserver")


@pytest.fixture
def politics(ar: Edition) -> Section:
    """A section of the Arabic edition."""
    return factories.make_section(ar)


@pytest.fixture
def sport(ar: Edition) -> Section:
    """Another section of the Arabic edition."""
    return factories.make_section(ar, "رياضة", "sport")


@pytest.fixture
def world(en: Edition) -> Section:
    """A section of the English edition."""
    return factories.make_section(en, "World", "world")


@pytest.fixture
def index(db: None) -> Iterator[Callable[[], None]]:  # noqa: ARG001 (opens the database)
    """Makes the search index of what is published until the call; there is none before."""
    shelf = Shelf(Path(settings.VAR_DIR) / "search")

    def make() -> None:
        rebuilding.rebuild(shelf)

    yield make
    shutil.rmtree(shelf.folder, ignore_errors=True)
