"""Placing from anywhere: the pin in lists and in the editor, the menu, the site on the desk."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageLogEntry

from khabar.newsroom import clock, front_actions
from khabar.newsroom.models import Article, FrontSlot
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom


@pytest.fixture
def article(newsroom: Newsroom) -> Article:
    return factories.make_article(newsroom.politics, "خبر يستحق الصدارة")


def menu(article: Article) -> str:
    return f"/desk/front/place/{article.pk}/"


def place(newsroom: Newsroom, who: str, article: Article, **typed: Any) -> Any:
    return newsroom.client(who).post(menu(article), {"slot": "lead", **typed}, follow=True)


def standing() -> list[int]:
    found = FrontSlot.objects.filter(slot="lead").order_by("position")
    return list(found.values_list("article_id", flat=True))


def let_editors(newsroom: Newsroom) -> None:
    newsroom.client("chief").post("/desk/front/act/", {"op": "allow", "allowed": "1"})


@pytest.mark.parametrize("let", [False, True])
@pytest.mark.parametrize("who", ["reporter", "editor", "chief", "photo", "admin"])
def test_who_places_an_article_at_once(
    newsroom: Newsroom, article: Article, who: str, *, let: bool
) -> None:
    if let:
        let_editors(newsroom)
    allowed = who in {"chief", "admin"} or (who == "editor" and let)
    assert (newsroom.client(who).get(menu(article)).status_code == 200) is allowed
    place(newsroom, who, article)
    assert standing() == ([article.pk] if allowed else [])
    page = newsroom.client(who).get(f"/desk/pages/{newsroom.politics.pk}/").content.decode()
    assert (f'href="{menu(article)}' in page) is allowed


def test_a_section_editor_places_only_their_own_and_moves_no_lock(
    newsroom: Newsroom, article: Article
) -> None:
    let_editors(newsroom)
    foreign = factories.make_article(newsroom.sport, "مباراة")
    place(newsroom, "editor", foreign)
    assert standing() == []
    place(newsroom, "chief", article)
    FrontSlot.objects.update(locked=True)
    other = factories.make_article(newsroom.politics, "آخر")
    response = place(newsroom, "editor", other)
    assert standing() == [article.pk]
    assert "مقفل" in response.content.decode()
    assert newsroom.client("editor").get("/desk/front/").status_code == 302


def test_two_clicks_from_a_list_and_the_editor(newsroom: Newsroom, article: Article) -> None:
    chief = newsroom.client("chief")
    for url in (f"/desk/pages/{newsroom.politics.pk}/", forms.edit_url(article)):
        page = BeautifulSoup(chief.get(url).content, "html.parser")
        pin = page.select_one(f'a[data-front-pin][href^="{menu(article)}"]')
        assert pin is not None, url
        if "edit" in url:
            assert pin.find_parent(attrs={"id": "w-slim-header-buttons"})
    shown = chief.get(menu(article)).content.decode()
    assert shown.count('name="slot"') == 5
    response = place(newsroom, "chief", article, next=f"/desk/pages/{newsroom.politics.pk}/")
    assert response.redirect_chain[-1][0] == f"/desk/pages/{newsroom.politics.pk}/"
    assert standing() == [article.pk]
    entry = PageLogEntry.objects.get(page=article, action="khabar.front.place")
    assert (entry.user, entry.data) == (newsroom.people["chief"], {"slot": "lead"})


def test_the_menu_shows_what_stands_and_the_message_undoes(
    newsroom: Newsroom, article: Article
) -> None:
    former = factories.make_article(newsroom.politics, "المتصدر السابق")
    front_actions.place(former, "lead", by=None, edition=newsroom.edition)
    chief = newsroom.client("chief")
    script = {"x-requested-with": "XMLHttpRequest"}
    assert "المتصدر السابق" in chief.get(menu(article), headers=script).content.decode()
    said = chief.post(menu(article), {"slot": "lead"}, headers=script).content.decode()
    assert "المتصدر السابق" in said, "what fell out is named"
    assert standing() == [article.pk]
    undo = BeautifulSoup(said, "html.parser").select_one('form[action*="/undo/"]')
    assert undo is not None
    assert chief.get(str(undo["action"])).status_code == 200
    assert chief.post(str(undo["action"]), {}, headers=script).status_code == 200
    assert standing() == [former.pk]
    again = chief.post(str(undo["action"]), {}, follow=True)
    assert "غيّر" in forms.said(again)


def test_a_next_address_leads_nowhere_else(newsroom: Newsroom, article: Article) -> None:
    for foreign in ("https://example.org/", "//example.org/desk/", "/", "javascript:alert(1)"):
        response = newsroom.client("chief").post(menu(article), {"slot": "lead", "next": foreign})
        assert response.headers["Location"].startswith("/desk/front/")


def test_removing_and_placing_later(newsroom: Newsroom, article: Article) -> None:
    chief = newsroom.client("chief")
    place(newsroom, "chief", article)
    chief.post(menu(article), {"remove": "1"})
    assert standing() == []
    at = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=2)
    typed = {"at": timezone.localtime(at, UTC).strftime("%Y-%m-%dT%H:%M"), "slot": "lead"}
    chief.post(menu(article), typed)
    assert standing() == []
    clock.tick(at)
    assert standing() == [article.pk]
    for wrong in ({"at": "الآن", "slot": "lead"}, {"slot": "nowhere"}, {}):
        assert chief.post(menu(article), wrong, follow=True).status_code == 200


# The site on the desk


def site(newsroom: Newsroom, path: str = "") -> str:
    return f"/desk/site/{newsroom.edition.pk}/{path}"


def test_the_desk_shows_the_readers_page_with_its_tools(
    newsroom: Newsroom, article: Article
) -> None:
    chief = newsroom.client("chief")
    for path in ("", article.get_absolute_url().lstrip("/"), "latest/", "politics/", "stories/"):
        reader = newsroom.client_class().get(f"/{path}").content.decode()
        here = chief.get(site(newsroom, path))
        assert here.status_code == 200, path
        html = here.content.decode()
        assert html.startswith(reader.rpartition("</body>")[0]), "the reader's own page, unchanged"
        assert "wagtail-userbar" in html
        assert "data-front-tools" in html
        for word in ("wagtail-userbar", "data-front-tools", "csrf"):
            assert word not in reader
    assert chief.get(f"/desk/front/place/number/{article.number}/").status_code == 200


def test_the_site_on_the_desk_is_for_those_who_write(newsroom: Newsroom, article: Article) -> None:
    del article
    for who, allowed in (("reporter", True), ("editor", True), ("chief", True), ("photo", False)):
        assert (newsroom.client(who).get(site(newsroom)).status_code == 200) is allowed
    assert newsroom.client_class().get(site(newsroom)).status_code == 302


def test_the_site_on_the_desk_leads_on_and_knows_its_bounds(
    newsroom: Newsroom, article: Article
) -> None:
    chief = newsroom.client("chief")
    moved = chief.get(site(newsroom, f"a/{article.number}"))
    assert moved.status_code == 302
    assert moved.headers["Location"].startswith(site(newsroom))
    for path in ("desk/", "static/x.css", "nothing/here/", "media/x.jpg"):
        assert chief.get(site(newsroom, path)).status_code == 404, path
    draft = factories.make_draft(newsroom.politics, "مسودة سرية")
    assert chief.get(site(newsroom, f"politics/{draft.slug}/")).status_code == 404
