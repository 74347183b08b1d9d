"""Previews as readers see them, and links by which somebody outside reads a draft."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from khabar.desk.groups import ensure_groups
from khabar.newsroom import actions, preview_links
from khabar.newsroom.links import asking
from khabar.newsroom.links.transport import Answer, RecordedLinks
from khabar.newsroom.models import Article, LinkCheck, PreviewLink
from tests import factories
from tests.desk.conftest import Newsroom
from tests.desk.forms import edit_url, shown
from tests.desk.test_checks_readiness import asked, paragraph

CSS = Path("khabar/front/static/front")


@pytest.fixture
def draft(newsroom: Newsroom) -> Article:
    return factories.make_draft(
        newsroom.politics,
        "قمة المناخ تبدأ أعمالها بحضور أربعين وفدًا من أنحاء العالم كله",
        lede="تبدأ القمة غدًا.",
        hero_photo=factories.make_photo(),
    )


def links_url(article: Article) -> str:
    return f"/desk/articles/{article.pk}/previews/"


def make_link(client: Client, article: Article, hours: int = 24) -> str:
    """Make a link by the desk's form; its path."""
    response = client.post(links_url(article), {"note": "مكتب القاهرة", "lasts": str(hours)})
    found = re.search(r'value="http://testserver(/preview/[\w-]+/)"', response.content.decode())
    assert found, response.content.decode()
    return found[1]


def previewed(client: Client, article: Article, mode: str, **typed: Any) -> Any:
    form = {**shown(client, edit_url(article)), "body-count": "0", **typed}
    url = f"/desk/pages/{article.pk}/edit/preview/"
    assert client.post(url, form).json()["is_available"]
    return client.get(f"{url}?mode={mode}&in_preview_panel=true")


# Modes


def test_each_mode_shows_what_is_typed_and_keeps_the_readers_policy(
    newsroom: Newsroom, draft: Article
) -> None:
    editor = newsroom.client("editor")
    for mode in ("", "dark", "share", "short"):
        response = previewed(editor, draft, mode, title="عنوان جديد للقمة")
        html = response.content.decode()
        assert response.status_code == 200
        assert "عنوان جديد للقمة" in html
        assert "script-src 'self';" in response.headers["Content-Security-Policy"]
        assert not re.search(r"<style|\son\w+=", html.partition("<template")[0])
        assert ('data-scheme="dark"' in html) == (mode == "dark")


def test_the_dark_preview_wears_the_colours_of_the_dark_page() -> None:
    colours = r"--[\w-]+: #\w+;"
    dark = (CSS / "khabar.css").read_text().partition("prefers-color-scheme: dark")[2]
    page = re.findall(colours, dark.partition("\n}\n")[0])
    preview = (CSS / "preview.css").read_text().partition("\n}\n")[0]
    assert re.findall(colours, preview) == page
    assert len(page) > 5


def test_the_short_form_is_cut_where_devices_cut_it(newsroom: Newsroom, draft: Article) -> None:
    editor = newsroom.client("editor")
    html = previewed(editor, draft, "short").content.decode()
    assert "قمة المناخ تبدأ أعمالها بحضور أربعين وفدًا…" in html
    assert "لا عنوان قصيرًا" in html
    html = previewed(editor, draft, "short", short_headline="قمة المناخ تبدأ").content.decode()
    assert "لا عنوان قصيرًا" not in html
    assert "قمة المناخ تبدأ</span>" in html


def test_the_share_card_shows_photo_headline_description_and_host(
    newsroom: Newsroom, draft: Article
) -> None:
    html = previewed(newsroom.client("editor"), draft, "share").content.decode()
    assert "card-whatsapp" in html
    assert "testserver</bdi>" in html
    assert "تبدأ القمة غدًا." in html
    assert "جسر حجري فوق ماء ساكن" in html


def test_a_reader_gets_none_of_it(draft: Article) -> None:
    actions.publish(draft, by=None)
    html = Client().get(Article.objects.get(pk=draft.pk).get_absolute_url()).content.decode()
    for mark in ("preview.css", "data-scheme", "preview-banner", "userbar"):
        assert mark not in html


# Links to a draft


def test_a_link_shows_the_latest_draft_to_anybody_and_is_counted(
    newsroom: Newsroom, draft: Article
) -> None:
    path = make_link(newsroom.client("editor"), draft)
    draft.title = "عنوان أحدث"
    draft.save_revision()
    response = Client().get(path)
    html = response.content.decode()
    assert response.status_code == 200
    assert "عنوان أحدث" in html
    assert "مسودة غير منشورة، تنتهي صلاحية الرابط" in html
    assert 'name="robots" content="noindex"' in html
    assert "application/ld+json" not in html
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers
    link = PreviewLink.objects.get()
    assert link.opened == 1
    assert link.last_opened_at is not None
    assert link.token_hash not in path
    assert path.split("/")[2] not in str(PreviewLink.objects.values())
    assert PageLogEntry.objects.filter(page=draft.pk, action="khabar.preview_link").exists()


def test_a_link_ends_by_its_time(newsroom: Newsroom, draft: Article) -> None:
    path = make_link(newsroom.client("editor"), draft, hours=1)
    PreviewLink.objects.update(expires_at=timezone.now())
    response = Client().get(path)
    assert response.status_code == 410
    assert "انتهت صلاحية هذا الرابط" in response.content.decode()
    assert draft.title not in response.content.decode()


def test_a_link_is_revoked_on_the_desk(newsroom: Newsroom, draft: Article) -> None:
    editor = newsroom.client("editor")
    path = make_link(editor, draft)
    link = PreviewLink.objects.get()
    listing = editor.get("/desk/previews/").content.decode()
    assert "مكتب القاهرة" in listing
    photo = newsroom.client("photo")
    assert "مكتب القاهرة" not in photo.get("/desk/previews/").content.decode()
    photo.post(f"/desk/previews/{link.pk}/revoke/")
    assert Client().get(path).status_code == 200
    assert editor.get(f"/desk/previews/{link.pk}/revoke/").status_code == 405
    editor.post(f"/desk/previews/{link.pk}/revoke/")
    assert Client().get(path).status_code == 410
    assert "أُلغي" in editor.get(links_url(draft)).content.decode()


def test_only_who_may_edit_the_article_shares_it(newsroom: Newsroom, draft: Article) -> None:
    for name in ("reporter", "photo"):
        newsroom.client(name).post(links_url(draft), {"note": "", "lasts": "24"})
    assert not PreviewLink.objects.exists()
    assert Client().post(links_url(draft)).status_code == 302
    make_link(newsroom.client("chief"), draft)


def test_under_embargo_no_link_is_made_and_none_opens(newsroom: Newsroom, draft: Article) -> None:
    editor = newsroom.client("editor")
    path = make_link(editor, draft)
    draft.embargo_until = timezone.now() + timedelta(hours=2)
    draft.save_revision()
    response = Client().get(path)
    assert response.status_code == 403
    assert "محظور نشرها" in response.content.decode()
    assert draft.title not in response.content.decode()
    assert PreviewLink.objects.get().opened == 0
    response = editor.post(links_url(draft), {"note": "", "lasts": "1"})
    assert "محظور نشرها" in response.content.decode()
    assert PreviewLink.objects.count() == 1
    actions.lift_embargo(
        Article.objects.get(pk=draft.pk), by=newsroom.people["chief"], reason="سمح به المصدر."
    )
    assert Client().get(path).status_code == 200


def test_a_withdrawn_article_takes_its_links_with_it_and_a_deleted_one_too(
    newsroom: Newsroom, draft: Article
) -> None:
    editor = newsroom.client("editor")
    path = make_link(editor, draft)
    live = actions.publish(draft, by=None)
    actions.withdraw(live, by=None, reason="خطأ في المصدر")
    assert Client().get(path).status_code == 410
    response = editor.post(links_url(draft), {"note": "", "lasts": "1"})
    assert "المادة مسحوبة" in response.content.decode()
    Article.objects.get(pk=draft.pk).delete()
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("hours", ["0", "169", "-1", "x", ""])
def test_a_time_that_is_not_offered_is_refused(
    newsroom: Newsroom, draft: Article, hours: str
) -> None:
    response = newsroom.client("editor").post(links_url(draft), {"note": "", "lasts": hours})
    assert response.context["form"].errors["lasts"]
    with pytest.raises(ValidationError):
        preview_links.make(draft, by=newsroom.people["owner"], lasts=timedelta(days=8))


def test_an_address_that_is_none_is_not_found(newsroom: Newsroom, draft: Article) -> None:
    path = make_link(newsroom.client("editor"), draft)
    for wrong in ("/preview/x/", f"{path[:-3]}aa/", "/preview/", f"/preview/{'a' * 43}/"):
        assert Client().get(wrong).status_code == 404, wrong
    assert Client().post(path).status_code == 405
    english = factories.make_edition("en", "en.testserver")
    ensure_groups(english)
    assert Client().get(path, headers={"host": "en.testserver"}).status_code == 404


# Links of the text


def test_a_broken_link_is_said_beside_the_text_and_keeps_nobody(
    newsroom: Newsroom, draft: Article, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LINK_CHECKS = True
    way = RecordedLinks({"https://gone.example/": Answer(404)})
    monkeypatch.setattr(asking, "transport", lambda: way)
    editor = newsroom.client("editor")
    body = paragraph("<p>من هناك</p>")
    body["body-0-value"] = (
        body["body-0-value"]
        .replace('"entityRanges": []', '"entityRanges": [{"offset": 3, "length": 4, "key": 0}]')
        .replace(
            '"entityMap": {}',
            '"entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE",'
            ' "data": {"url": "https://gone.example/"}}}',
        )
    )
    form = {**shown(editor, edit_url(draft)), **body}
    assert "رابط واحد قيد الفحص" in asked(editor, draft, **body)["html"]
    assert editor.post(edit_url(draft), form).status_code == 302
    assert way.asked == ["https://gone.example/"]
    answer = asked(editor, draft, **body)
    assert "رابط لا يجيب: https://gone.example/" in answer["html"]
    assert answer["musts"] == 0
    assert LinkCheck.objects.get().state == "broken"
    form = {**shown(editor, edit_url(draft)), **body, "action-publish": "action-publish"}
    assert editor.post(edit_url(draft), form).status_code == 302
    assert Article.objects.get(pk=draft.pk).live
    assert not ModelLogEntry.objects.exists()


def test_an_article_is_previewed_before_it_is_saved(newsroom: Newsroom) -> None:
    reporter = newsroom.client("reporter")
    section = newsroom.politics.pk
    form = shown(reporter, f"/desk/pages/add/newsroom/article/{section}/")
    url = f"/desk/pages/add/newsroom/article/{section}/preview/"
    typed = {**form, "body-count": "0", "title": "عنوان قبل الحفظ"}
    assert reporter.post(url, typed).json()["is_available"]
    for mode in ("", "dark", "share", "short"):
        html = reporter.get(f"{url}?mode={mode}").content.decode()
        assert "عنوان قبل الحفظ" in html
    assert not Article.objects.exists()
