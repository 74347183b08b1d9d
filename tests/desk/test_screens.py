"""Each screen of the desk opens, in Arabic and in English, and moving does what it says."""

import json
import re
from datetime import UTC, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from khabar.newsroom import actions, queries
from khabar.newsroom.models import (
    Article,
    Author,
    Broadcast,
    Photo,
    Source,
    Subject,
    Topic,
)
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


@pytest.fixture
def things(newsroom: Newsroom) -> dict[str, int]:
    """One of everything that the desk lists."""
    locale = newsroom.edition.locale
    article = factories.make_article(newsroom.politics)
    correction = actions.correct(article, by=None, right="11 قتيلًا")
    made: dict[str, Any] = {
        "author": Author.objects.create(name="سلمى الحاج", locale=locale),
        "source": Source.objects.create(name="وكالة الواحة"),
        "topic": Topic.objects.create(name="المياه", locale=locale),
        "subject": Subject.objects.create(code="medtop:00000000", name_ar="مثال"),
        "broadcast": Broadcast.objects.create(
            edition=newsroom.edition, title="البث", hls_url="https://example.org/a.m3u8"
        ),
        "correction": correction,
    }
    return {name: thing.pk for name, thing in made.items()}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_screen_of_the_desk_opens(
    newsroom: Newsroom, things: dict[str, int], language: str
) -> None:
    owner = newsroom.people["owner"]
    UserProfile.objects.update_or_create(user=owner, defaults={"preferred_language": language})
    client = newsroom.client("owner")
    article = Article.objects.get()
    home, edition = newsroom.edition.site.root_page, newsroom.edition
    screens = [
        "/desk/",
        "/desk/pages/",
        f"/desk/pages/{home.pk}/",
        f"/desk/pages/{newsroom.politics.pk}/",
        f"/desk/pages/{home.pk}/edit/",
        f"/desk/pages/{newsroom.politics.pk}/edit/",
        f"/desk/pages/add/newsroom/section/{home.pk}/",
        f"/desk/pages/add/newsroom/textpage/{home.pk}/",
        forms.create_url(newsroom.politics),
        forms.edit_url(article),
        f"/desk/pages/{article.pk}/history/",
        f"/desk/pages/{article.pk}/move/",
        f"/desk/pages/{article.pk}/copy/",
        f"/desk/pages/{article.pk}/unpublish/",
        *[f"/desk/articles/{article.pk}/{verb}/" for verb in ("update", "correct", "withdraw")],
        "/desk/images/",
        "/desk/images/add/",
        f"/desk/settings/newsroom/edition/{edition.site_id}/",
        "/desk/workflows/list/",
        "/desk/workflows/tasks/index/",
        "/desk/workflows/tasks/select_type/",
        "/desk/groups/",
        "/desk/users/",
        "/desk/reports/site-history/",
        "/desk/reports/workflow/",
    ]
    for name, pk in things.items():
        base = f"/desk/snippets/newsroom/{name}/"
        screens.append(base)
        screens.append(base + ("inspect/" if name == "correction" else "edit/") + f"{pk}/")
        if name not in {"correction", "subject"}:
            screens.append(f"{base}add/")
    opened = {url: client.get(url) for url in screens}
    assert {url: page.status_code for url, page in opened.items()} == dict.fromkeys(screens, 200)
    direction = {"ar": 'lang="ar" dir="rtl"', "en": 'lang="en" dir="ltr"'}[language]
    assert {url for url, page in opened.items() if direction not in page.content.decode()} == set()


def test_the_desk_is_arabic_until_someone_chooses(newsroom: Newsroom) -> None:
    page = newsroom.client("reporter").get("/desk/").content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    assert "<title>" in page
    assert "خبر</title>" in page
    sign_in = newsroom.client_class().get("/desk/login/").content.decode()
    assert '<html lang="ar" dir="rtl"' in sign_in
    assert "خبر" in sign_in.partition("<h1>")[2].partition("</h1>")[0]
    labels = re.findall(r"<label[^>]*>\s*([^<\s][^<]*)", sign_in)
    assert labels
    assert not [label for label in labels if re.search("[A-Za-z]", label)]


def test_what_is_written_runs_the_way_of_its_edition(newsroom: Newsroom) -> None:
    english = factories.make_edition("en", "en.testserver")
    world = factories.make_section(english, "World", "world")
    client = newsroom.client("owner")
    for section, direction in ((newsroom.politics, "rtl"), (world, "ltr")):
        article = factories.make_draft(section)
        for url in (forms.create_url(section), forms.edit_url(article)):
            assert f"content-{direction}" in client.get(url).content.decode()
    author = Author.objects.create(name="Name", locale=Locale.objects.get(language_code="en"))
    page = client.get(f"/desk/snippets/newsroom/author/edit/{author.pk}/").content.decode()
    assert "content-ltr" in page


@pytest.mark.parametrize(
    ("who", "name", "allowed"),
    [
        ("chief", "author", True),
        ("chief", "broadcast", True),
        ("editor", "topic", True),
        ("editor", "broadcast", False),
        ("reporter", "topic", False),
        ("photo", "author", False),
        ("admin", "author", True),
        # Nobody writes what was said to readers by hand, nor adds to the standard.
        ("owner", "correction", False),
        ("owner", "subject", False),
    ],
)
def test_lists_are_added_to_by_those_who_may(
    newsroom: Newsroom, who: str, name: str, *, allowed: bool
) -> None:
    response = newsroom.client(who).get(f"/desk/snippets/newsroom/{name}/add/")
    assert (response.status_code == 200) is allowed


def test_a_correction_is_read_and_never_changed(newsroom: Newsroom, things: dict[str, int]) -> None:
    client, pk = newsroom.client("owner"), things["correction"]
    base = "/desk/snippets/newsroom/correction/"
    assert "11 قتيلًا" in client.get(f"{base}inspect/{pk}/").content.decode()
    for verb in ("edit", "delete"):
        assert client.get(f"{base}{verb}/{pk}/").status_code == 302


# Moving


def move(newsroom: Newsroom, who: str, page: Any, parent: Any) -> Any:
    url = f"/desk/pages/{page.pk}/move/{parent.pk}/confirm/"
    return newsroom.client(who).post(url, {}, follow=True)


def test_a_moved_article_is_listed_and_found_in_its_new_section(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    old = article.get_absolute_url()
    move(newsroom, "chief", article, newsroom.sport)
    moved = fresh(article)
    assert moved.section == newsroom.sport
    assert moved.get_absolute_url().startswith("/sport/")
    lists = {
        section.slug: [
            card.id for card in queries.list_page(newsroom.edition, "section", section.pk).cards
        ]
        for section in (newsroom.politics, newsroom.sport)
    }
    assert lists == {"politics": [], "sport": [article.pk]}
    reader = newsroom.client_class()
    assert reader.get(moved.get_absolute_url()).status_code == 200
    assert unquote(reader.get(old).headers["Location"]).endswith(moved.get_absolute_url())


def test_a_section_editor_moves_nothing_out_of_reach(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    move(newsroom, "editor", article, newsroom.sport)
    assert fresh(article).section == newsroom.politics


def test_a_section_goes_under_no_other_and_says_so(newsroom: Newsroom) -> None:
    before = newsroom.politics.path
    response = move(newsroom, "chief", newsroom.politics, newsroom.sport)
    assert "سياسة" in forms.said(response)
    newsroom.politics.refresh_from_db()
    assert newsroom.politics.path == before


def test_sections_are_not_dragged(newsroom: Newsroom) -> None:
    before = (newsroom.politics.path, newsroom.sport.path)
    home = newsroom.edition.site.root_page
    chief = newsroom.client("chief")
    for headers in ({}, {"x-requested-with": "XMLHttpRequest"}):
        chief.post(f"/desk/pages/{newsroom.sport.pk}/set_position/?position=1", headers=headers)
    newsroom.politics.refresh_from_db()
    newsroom.sport.refresh_from_db()
    assert (newsroom.politics.path, newsroom.sport.path) == before
    assert chief.get(f"/desk/pages/{home.pk}/").status_code == 200


# What Wagtail brings


def test_comparing_two_revisions_shows_both_texts(newsroom: Newsroom) -> None:
    article = factories.make_draft(
        newsroom.politics,
        "عنوان قديم",
        body=json.dumps([{"type": "paragraph", "value": "<p>نص قديم هنا</p>"}]),
    )
    old = article.latest_revision
    article.title = "عنوان جديد"
    new = article.save_revision()
    page = newsroom.client("editor").get(
        f"/desk/pages/{article.pk}/revisions/compare/{old.pk}...{new.pk}/"
    )
    assert page.status_code == 200
    assert "قديم" in page.content.decode()
    assert "جديد" in page.content.decode()


def test_a_preview_is_the_readers_page_with_what_was_typed(newsroom: Newsroom) -> None:
    editor = newsroom.client("editor")
    article = factories.make_draft(newsroom.politics)
    typed = {**forms.shown(editor, forms.edit_url(article)), **forms.EMPTY_BODY, "title": "لم يُحفظ"}
    url = f"/desk/pages/{article.pk}/edit/preview/"
    assert editor.post(url, typed).json()["is_valid"] is True
    page = editor.get(url)
    assert page.status_code == 200
    assert "لم يُحفظ" in page.content.decode()


def test_autosave_keeps_what_was_typed(newsroom: Newsroom) -> None:
    reporter = newsroom.client("reporter")
    article = factories.make_draft(newsroom.politics, owner=newsroom.people["reporter"])
    url = forms.edit_url(article)
    typed = {**forms.shown(reporter, url), **forms.EMPTY_BODY, "title": "عنوان يُكتب الآن"}
    answer = reporter.post(url, typed, headers={"accept": "application/json"})
    assert answer.json()["success"] is True
    assert fresh(article).get_latest_revision_as_object().title == "عنوان يُكتب الآن"


def test_an_autosave_that_carries_a_verb_is_refused(newsroom: Newsroom) -> None:
    editor = newsroom.client("editor")
    article = factories.make_draft(newsroom.politics)
    url = forms.edit_url(article)
    typed = {**forms.shown(editor, url), **forms.EMPTY_BODY, "title": "عنوان يُكتب الآن"}
    for verb in ("action-publish", "action-workflow-action"):
        answer = editor.post(url, {**typed, verb: "true"}, headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert not fresh(article).live
    assert fresh(article).get_latest_revision_as_object().title == article.title


def test_a_schedule_set_on_the_desk_waits_for_its_time(newsroom: Newsroom) -> None:
    article = factories.make_draft(newsroom.politics)
    at = timezone.localtime(timezone.now() + timedelta(hours=3), UTC)
    forms.rewrite(
        newsroom.client("editor"),
        article,
        go_live_at=at.strftime("%Y-%m-%d %H:%M"),
        **{"action-publish": "1"},
    )
    assert not fresh(article).live
    assert fresh(article).scheduled_revision is not None


def test_a_locked_article_is_not_edited_by_others(newsroom: Newsroom) -> None:
    article = factories.make_draft(newsroom.politics)
    newsroom.client("chief").post(f"/desk/pages/{article.pk}/lock/")
    forms.rewrite(newsroom.client("editor"), article, title="عنوان آخر")
    assert fresh(article).get_latest_revision_as_object().title == article.title


def test_an_article_is_not_copied_as_an_alias(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    newsroom.client("chief").post(
        f"/desk/pages/{article.pk}/copy/",
        {
            "new_title": "نسخة",
            "new_slug": "copy",
            "new_parent_page": str(newsroom.sport.pk),
            "alias": "on",
        },
    )
    assert Article.objects.count() == 1


# Photos


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.jpg", b"this is no picture"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("page.html", b"<script>alert(1)</script>"),
        ("cut.jpg", factories.picture_bytes()[:300]),
    ],
)
def test_a_hostile_upload_is_refused_in_words(
    newsroom: Newsroom, name: str, content: bytes
) -> None:
    response = newsroom.client("photo").post(
        "/desk/images/multiple/add/",
        {"title": "صورة", "files[]": SimpleUploadedFile(name, content), "collection": "1"},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    answer = response.json()
    assert answer["success"] is False
    assert answer["error_message"].strip()
    assert not Photo.objects.exists()


def test_a_photo_is_uploaded(newsroom: Newsroom) -> None:
    response = newsroom.client("photo").post(
        "/desk/images/multiple/add/",
        {
            "title": "صورة",
            "files[]": SimpleUploadedFile("bridge.jpg", factories.picture_bytes(), "image/jpeg"),
            "collection": "1",
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert response.json()["success"] is True
    assert newsroom.client("photo").get("/desk/images/").status_code == 200
