"""The report of the outbox: for those who answer for the site, in both languages."""

from http import HTTPStatus

import pytest
from bs4 import BeautifulSoup
from wagtail.users.models import UserProfile

from khabar.newsroom import actions
from khabar.outbox.following import SiteFollower
from khabar.outbox.models import Change
from tests import factories
from tests.desk.conftest import Newsroom

ADDRESS = "/desk/reports/outbox/"


def words(newsroom: Newsroom, name: str = "chief") -> str:
    page = newsroom.client(name).get(ADDRESS)
    assert page.status_code == HTTPStatus.OK
    main = BeautifulSoup(page.content, "html.parser").find("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


@pytest.mark.parametrize(
    ("name", "may"),
    [("chief", True), ("admin", True), ("editor", False), ("reporter", False), ("photo", False)],
)
def test_those_who_answer_for_the_site_see_it(newsroom: Newsroom, name: str, may: bool) -> None:  # noqa: FBT001 (a row of the table)
    client = newsroom.client(name)
    page = client.get(ADDRESS)
    assert (page.status_code == HTTPStatus.OK) == may
    menu = client.get("/desk/").content.decode()
    assert (ADDRESS in menu) == may


def test_it_shows_the_log_and_who_is_how_far(newsroom: Newsroom) -> None:
    assert "لا أحد يتبعه بعد" in words(newsroom)
    SiteFollower("purge", lambda _batch: None).step()
    article = factories.make_article(newsroom.politics, "اتفاق")
    actions.withdraw(article, by=None, reason="خطأ")
    said = words(newsroom)
    assert "purge" in said
    assert "تغييران" in said
    assert "سحب" in said
    assert f"article:{article.pk}" in said


def test_it_speaks_english(newsroom: Newsroom) -> None:
    profile = UserProfile.get_for_user(newsroom.people["chief"])
    profile.preferred_language = "en"
    profile.save()
    factories.make_article(newsroom.politics, "اتفاق")
    said = words(newsroom)
    assert "Nobody follows it yet." in said
    assert "Publication" in said


def test_an_empty_log_says_so_and_the_export_has_all_keys(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics, "اتفاق")
    table = newsroom.client("admin").get(ADDRESS, {"export": "csv"})
    assert f"article:{article.pk}:card" in b"".join(table).decode()
    Change.objects.all().delete()
    assert "لم يتغير شيء" in words(newsroom)
