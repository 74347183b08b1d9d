"""«عاجل» through its screen: who may, what readers see, one article a form, and its reminder."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from khabar.desk.planning.blocks import BareFlashesBlock
from khabar.newsroom import actions, clock
from khabar.newsroom.models import Article, Flash, Section
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

URL = "/desk/flash/"
HEADLINE = "انقطاع الكهرباء عن العاصمة"
FOLLOW = "التفاصيل تتبع"
MINUTE = timedelta(minutes=1)


def filled(client: Client, section: Section, headline: str = HEADLINE) -> dict[str, Any]:
    """The form as it is shown, with what is typed."""
    shown = forms.shown(client, URL, "w-editor-form")
    return {**shown, "headline": headline, "section": section.pk}


def send(client: Client, section: Section, headline: str = HEADLINE, **more: Any) -> Any:
    return client.post(URL, {**filled(client, section, headline), **more}, follow=True)


#: Out in politics (the section editor's own), and in sport.
MATRIX = [
    ("reporter", "politics", False),
    ("reporter", "sport", False),
    ("editor", "politics", True),
    ("editor", "sport", False),
    ("chief", "politics", True),
    ("chief", "sport", True),
    ("admin", "sport", True),
    ("photo", "politics", False),
]


@pytest.mark.parametrize(("who", "place", "allowed"), MATRIX)
def test_who_may_publish_in_the_section_may_flash_in_it(
    newsroom: Newsroom, who: str, place: str, *, allowed: bool
) -> None:
    known = filled(newsroom.client("owner"), getattr(newsroom, place))
    newsroom.client(who).post(URL, known)
    assert Article.objects.filter(live=True).exists() is allowed
    assert Article.objects.exists() is allowed


def test_a_flash_is_out_with_a_headline_alone(newsroom: Newsroom) -> None:
    response = send(newsroom.client("editor"), newsroom.politics, f"  {HEADLINE}\n ")
    article = Article.objects.get()
    assert (article.title, article.live, article.urgent) == (HEADLINE, True, True)
    assert article.owner == newsroom.people["editor"]
    assert article.urgent_until is not None
    assert timedelta(minutes=59) < article.urgent_until - timezone.now() <= timedelta(minutes=60)
    assert list(article.versions.values_list("label", flat=True)) == ["publish"]
    entry = PageLogEntry.objects.get(page=article.pk, action="khabar.flash")
    assert entry.user == newsroom.people["editor"]
    said = response.content.decode()
    for link in (
        f"/desk/pages/{article.pk}/edit/",
        article.get_full_url(),
        f"/desk/articles/{article.pk}/withdraw/",
    ):
        assert link in said


def test_readers_are_told_that_details_follow_until_they_do(newsroom: Newsroom) -> None:
    send(newsroom.client("editor"), newsroom.politics)
    article = Article.objects.get()
    reader = Client()
    assert FOLLOW in reader.get(article.get_absolute_url()).content.decode()
    article.body = [("paragraph", "<p>عاد التيار إلى ثلاثة أحياء.</p>")]
    article.save_revision()
    actions.update(article, by=None)
    assert FOLLOW not in reader.get(article.get_absolute_url()).content.decode()
    plain = factories.make_article(newsroom.politics, "خبر بلا نص")
    assert FOLLOW not in reader.get(plain.get_absolute_url()).content.decode()


def test_the_urgent_mark_ends_by_itself(newsroom: Newsroom) -> None:
    newsroom.edition.urgent_minutes = 20
    newsroom.edition.save()
    send(newsroom.client("editor"), newsroom.politics)
    article = Article.objects.get()
    assert article.urgent_until is not None
    assert clock.end_urgent(article.urgent_until - MINUTE) == 0
    assert clock.end_urgent(article.urgent_until) == 1
    article.refresh_from_db()
    assert not article.urgent
    assert FOLLOW not in Client().get(article.get_absolute_url()).content.decode()


def test_a_form_sent_twice_makes_one_article(newsroom: Newsroom) -> None:
    client = newsroom.client("editor")
    form = filled(client, newsroom.politics)
    first, second = client.post(URL, form), client.post(URL, form)
    assert first["Location"] == second["Location"]
    assert Article.objects.count() == Flash.objects.count() == 1
    newsroom.client("chief").post(URL, form)
    assert Article.objects.count() == 1
    send(client, newsroom.politics, "عاجل ثانٍ")
    assert Article.objects.count() == 2


def test_a_reporter_is_refused_and_offered_review_instead(newsroom: Newsroom) -> None:
    reporter = newsroom.client("reporter")
    form = filled(reporter, newsroom.politics)
    refused = reporter.post(URL, form)
    assert refused.status_code == 403
    page = refused.content.decode()
    assert "سياسة" in page
    assert HEADLINE in page
    assert 'name="submit-review"' in page
    assert not Article.objects.exists()
    again = {**form, "submit-review": "1"}
    reporter.post(URL, again)
    reporter.post(URL, again)
    article = Article.objects.get()
    assert (article.live, article.urgent, bool(article.workflow_in_progress)) == (False, True, True)
    editor = newsroom.client("editor")
    assert HEADLINE in editor.get("/desk/").content.decode()
    state = article.current_workflow_task_state
    editor.post(f"/desk/pages/workflow/action/{article.pk}/approve/{state.pk}/", {"comment": ""})
    article.refresh_from_db()
    assert (article.live, article.urgent) == (True, True)


def test_bad_input_is_said_and_nothing_is_made(newsroom: Newsroom) -> None:
    client = newsroom.client("editor")
    empty = send(client, newsroom.politics, "   ")
    assert "اكتب العنوان." in empty.content.decode()
    long = send(client, newsroom.politics, "ب" * 256)
    assert "ب" * 256 in long.content.decode()
    assert client.post(URL, {"headline": HEADLINE, "section": "x", "token": "y"}).status_code == 200
    assert not Article.objects.exists()
    assert not Flash.objects.exists()


def test_a_long_headline_goes_out_with_a_warning(newsroom: Newsroom) -> None:
    response = send(newsroom.client("editor"), newsroom.politics, "كلمة " * 25)
    assert Article.objects.get().live
    assert "95" in forms.said(response)


def test_the_section_of_ones_last_flash_is_offered_first(newsroom: Newsroom) -> None:
    client = newsroom.client("chief")
    assert int(forms.shown(client, URL, "w-editor-form")["section"][0]) == newsroom.politics.pk
    send(client, newsroom.sport)
    assert int(forms.shown(client, URL, "w-editor-form")["section"][0]) == newsroom.sport.pk
    editor = forms.shown(newsroom.client("editor"), URL, "w-editor-form")
    assert int(editor["section"][0]) == newsroom.politics.pk
    assert uuid.UUID(editor["token"])


def test_it_is_reached_from_everywhere_by_menu_and_key(newsroom: Newsroom) -> None:
    page = newsroom.client("reporter").get("/desk/account/").content.decode()
    assert URL in page
    assert '"data-w-kbd-key-value": "f8"' in page
    assert URL not in newsroom.client("photo").get("/desk/account/").content.decode()


# The reminder


def sent_before(newsroom: Newsroom, minutes: int) -> Article:
    send(newsroom.client("editor"), newsroom.politics)
    article = Article.objects.get()
    article.published_at = timezone.now() - minutes * MINUTE
    article.save()
    return article


@pytest.mark.parametrize(("minutes", "overdue"), [(14, False), (16, True)])
def test_a_flash_still_bare_after_a_quarter_of_an_hour_is_reminded_of(
    newsroom: Newsroom, minutes: int, *, overdue: bool
) -> None:
    sent_before(newsroom, minutes)
    for who in ("editor", "chief", "reporter"):
        page = newsroom.client(who).get("/desk/").content.decode()
        block = page.partition('id="desk-bare"')[2].partition("</section>")[0]
        assert HEADLINE in block
        assert bool(re.search(r'class="desk-line is-overdue"', block)) is overdue


def test_the_reminder_ends_with_the_details_not_with_the_mark(newsroom: Newsroom, rf: Any) -> None:
    article = sent_before(newsroom, 70)
    request = rf.get("/desk/")
    request.user = newsroom.people["editor"]
    clock.end_urgent(timezone.now() + timedelta(hours=2))
    article.refresh_from_db()
    assert not article.urgent
    assert [line.headline for line in BareFlashesBlock(request).lines()] == [HEADLINE]
    article = article.get_latest_revision_as_object()
    article.body = [("paragraph", "<p>عاد التيار.</p>")]
    article.save_revision()
    actions.update(Article.objects.get(), by=None)
    assert BareFlashesBlock(request).lines() == []
