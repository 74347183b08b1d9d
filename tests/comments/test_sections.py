"""Each comment is in the section of what it stands under: its moderators see it, and no others."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from khabar.comments import clock, queries
from khabar.comments.models import Comment, Policy, State, comments
from khabar.live.models import LiveCoverage
from khabar.newsroom import actions
from khabar.newsroom.models import Article, Edition, Section
from tests import factories
from tests.comments.writers import Writer
from tests.live.conftest import make_coverage

migration: Any = import_module("khabar.comments.migrations.0007_section_of_each")
Move = Callable[[Client, Page, Section], object]


@pytest.fixture
def sport(ar: Edition) -> Section:
    """Another section."""
    return factories.make_section(ar, "رياضة", "sport")


@pytest.fixture
def chief(ar: Edition) -> Client:  # noqa: ARG001 (whose desk it is)
    """The browser of somebody who may do everything."""
    client = Client()
    client.force_login(factories.make_user("chief", superuser=True))
    return client


def _person(*sections: Section) -> Any:
    """Who publishes in these sections, and moderates."""
    user = factories.make_user(f"moderator of {', '.join(one.slug for one in sections)}")
    for section in sections:
        factories.allow(user, section, "add", "change", "publish")
    user.user_permissions.add(Permission.objects.get(codename="moderate_comment"))
    return type(user).objects.get(pk=user.pk)


def _moderator(*sections: Section) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(_person(*sections))
    return client


def _writes(place: Any, body: str, address: str = "203.0.113.1") -> None:
    Writer(Client(enforce_csrf_checks=True, REMOTE_ADDR=address), place).write(body)


def _sees(client: Client, asked: str = "") -> list[str]:
    """What stands in a person's queue, in its order, when nobody else has just looked at it."""
    Comment.objects.update(claimed_by=None, claimed_at=None)
    page = client.get(f"/desk/comments/?{asked}").content.decode()
    bodies = Comment.objects.values_list("body", flat=True)
    return sorted((body for body in bodies if body in page), key=page.index)


def _by_the_verb(_client: Client, page: Page, section: Section) -> object:
    return actions.move(Article.objects.get(pk=page.pk), section, by=None)


def _in_the_tree(_client: Client, page: Page, section: Section) -> object:
    return page.move(Section.objects.get(pk=section.pk), pos="last-child")


def _by_the_screen(client: Client, page: Page, section: Section) -> object:
    return client.post(f"/desk/pages/{page.pk}/move/{section.pk}/confirm/", {"slug": page.slug})


def _by_the_list(client: Client, page: Page, section: Section) -> object:
    address = f"/desk/bulk/newsroom/article/move_section/?next=/desk/articles/&id={page.pk}"
    return client.post(address, {"section": str(section.pk)})


def _by_many_pages(client: Client, page: Page, section: Section) -> object:
    address = f"/desk/bulk/wagtailcore/page/move/?next=/desk/&id={page.pk}"
    return client.post(address, {"chooser": str(section.pk)})


@pytest.mark.parametrize(
    ("kind", "move"),
    [
        ("article", _by_the_verb),
        ("article", _in_the_tree),
        ("article", _by_the_screen),
        ("article", _by_the_list),
        ("article", _by_many_pages),
        ("coverage", _in_the_tree),
        ("coverage", _by_the_screen),
    ],
)
def test_comments_move_with_what_they_stand_under(
    kind: str, move: Move, article: Article, sport: Section, chief: Client
) -> None:
    politics = article.section
    place = article if kind == "article" else make_coverage(politics)
    _writes(place, "كلام عن هذا")
    stays = factories.make_article(politics, "خبر باق")
    _writes(stays, "كلام عن الباقي")
    old, new = _moderator(politics), _moderator(sport)
    assert _sees(old) == ["كلام عن هذا", "كلام عن الباقي"]
    assert _sees(new) == []
    move(chief, place, sport)
    assert Page.objects.get(pk=place.pk).get_parent().pk == sport.pk
    assert _sees(old) == ["كلام عن الباقي"]
    assert _sees(new) == ["كلام عن هذا"]
    # What comes after the move is there too, though the page is known from before.
    _writes(place, "كلام بعد النقل")
    assert _sees(new) == ["كلام عن هذا", "كلام بعد النقل"]


def test_a_move_that_is_given_up_moves_no_comment(
    article: Article, politics: Section, sport: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    _writes(article, "كلام عن هذا")

    def give_up(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Page, "_update_descendant_url_paths", give_up)
    with pytest.raises(RuntimeError):
        Page.objects.get(pk=article.pk).move(Section.objects.get(pk=sport.pk), pos="last-child")
    assert _sees(_moderator(politics)) == ["كلام عن هذا"]


def test_imported_comments_are_in_the_section_of_each_page(
    article: Article, politics: Section, sport: Section, tmp_path: Path
) -> None:
    coverage = make_coverage(sport)
    _writes(article, "كلام عن الخبر")
    _writes(coverage, "كلام عن التغطية")
    file = tmp_path / "comments.jsonl"
    call_command("comments", "export", str(file))
    Comment.objects.all().delete()
    actions.move(Article.objects.get(pk=article.pk), sport, by=None)
    coverage.move(Section.objects.get(pk=politics.pk), pos="last-child")
    call_command("comments", "import", str(file))
    assert len(file.read_text().splitlines()) == 2
    assert _sees(_moderator(sport)) == ["كلام عن الخبر"]
    assert _sees(_moderator(politics)) == ["كلام عن التغطية"]


def test_who_has_several_sections_sees_theirs_in_one_order(
    article: Article, ar: Edition, sport: Section
) -> None:
    arts, economy = (factories.make_section(ar, slug, slug) for slug in ("arts", "economy"))
    places = [article, *(factories.make_article(one) for one in (sport, arts, economy))]
    for n in range(8):
        _writes(places[n % 4], f"رأي رقم {n}", f"203.0.113.{n}")
    many, few = _moderator(article.section, sport, arts), _moderator(economy, arts)
    assert _sees(many) == [f"رأي رقم {n}" for n in (0, 1, 2, 4, 5, 6)]
    assert _sees(few) == [f"رأي رقم {n}" for n in (2, 3, 6, 7)]
    Comment.objects.update(state=State.APPROVED)
    assert _sees(many, "which=approved") == [f"رأي رقم {n}" for n in (6, 5, 4, 2, 1, 0)]
    assert _sees(few, "which=approved") == [f"رأي رقم {n}" for n in (7, 6, 3, 2)]
    assert _sees(many, f"which=approved&section={arts.pk}") == ["رأي رقم 6", "رأي رقم 2"]
    # A section of somebody else's is none.
    assert _sees(many, f"which=approved&section={economy.pk}") == []
    assert _sees(many, "which=rejected") == []


@pytest.mark.parametrize("by", ["migration", "clock"])
def test_what_the_version_before_wrote_comes_into_its_section(
    by: str, article: Article, sport: Section, politics: Section
) -> None:
    _writes(article, "كلام عن الخبر")
    _writes(make_coverage(sport), "كلام عن التغطية")
    Comment.objects.update(section=None)
    moderators = _moderator(politics), _moderator(sport)
    assert [_sees(one) for one in moderators] == [[], []]
    if by == "migration":
        migration.settle(apps, None)
    else:
        clock._last[0] = 0.0
        clock.tick(timezone.now())
    assert [_sees(one) for one in moderators] == [["كلام عن الخبر"], ["كلام عن التغطية"]]


def test_a_section_goes_with_its_pages_and_their_comments(
    policy: Policy,  # noqa: ARG001 (comments are taken)
    sport: Section,
) -> None:
    _writes(make_coverage(sport), "كلام عن التغطية")
    assert Comment.objects.count() == 1
    Page.objects.get(pk=sport.pk).delete()
    assert not Comment.objects.exists()
    assert not LiveCoverage.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table whole.")
@pytest.mark.parametrize("which", ["awaiting", "approved", "rejected"])
def test_a_queue_is_read_by_the_index_that_reads_less(
    which: str, article: Article, sport: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    _writes(article, "كلام عن الخبر")
    one, two = (_person(*sections) for sections in ((sport,), (sport, article.section)))
    ordered = "USE TEMP B-TREE FOR ORDER BY"
    plan = queries.waiting(one, which=which).explain()
    assert "comments_of_section (section_id=? AND state=?)" in plan
    assert ordered not in plan
    assert (
        "comments_of_section (section_id=? AND state=?)"
        in queries.waiting(two, which=which).explain()
    )
    monkeypatch.setattr(comments, "LITTLE", 0)
    Comment.objects.update(state=which)
    plan = queries.waiting(two, which=which).explain()
    assert "comments_by_state (state=?)" in plan
    assert ordered not in plan
    # A thread is found by its page.
    for user in (one, two):
        assert "article_id=?" in queries.waiting(user, which=which, page=article.pk).explain()
