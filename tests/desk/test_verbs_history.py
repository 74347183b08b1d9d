"""The published versions on the desk, and the screens of what needs two people."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from khabar.newsroom import actions
from khabar.newsroom.models import Article, Author, BylineProtection, TakeDown, TwoPersonRequest
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


@pytest.fixture
def article(newsroom: Newsroom) -> Article:
    """Published, updated by the section's editor, with a newer draft."""
    made = factories.make_article(newsroom.politics, lede="قُتل 12 شخصًا.")
    made.lede = "قُتل 11 شخصًا."
    made.save_revision()
    actions.update(made, by=newsroom.people["editor"], note="صُحّح العدد.")
    draft = fresh(made).get_latest_revision_as_object()
    draft.kicker = "المعبر"
    draft.save_revision()
    return fresh(made)


def test_every_version_is_listed_with_its_label_person_note_and_hash(
    newsroom: Newsroom, article: Article
) -> None:
    page = newsroom.client("editor").get(f"/desk/articles/{article.pk}/versions/").content.decode()
    for version in article.versions.all():
        assert version.hash in page
    for words in ("نشر", "تحديث", "صُحّح العدد.", "editor"):
        assert words in page
    address = f"/desk/articles/{article.pk}/versions/"
    assert address in newsroom.client("editor").get(forms.edit_url(article)).content.decode()


@pytest.mark.parametrize(
    ("sides", "gone", "came"),
    [("1/2", "<del>12</del>", "<ins>11</ins>"), ("live/draft", "العنوان التمهيدي", "المعبر")],
)
def test_the_difference_is_marked_word_by_word(
    newsroom: Newsroom, article: Article, sides: str, gone: str, came: str
) -> None:
    url = f"/desk/articles/{article.pk}/versions/{sides}/"
    page = newsroom.client("editor").get(url).content.decode()
    assert gone in page
    assert came in page
    assert 'dir="rtl"' in page


def test_two_versions_chosen_either_way_round_are_compared_in_order(
    newsroom: Newsroom, article: Article
) -> None:
    url = f"/desk/articles/{article.pk}/versions/choose/?old=2&new=1"
    page = newsroom.client("editor").get(url).content.decode()
    assert "<del>12</del>&zwnj; <ins>11</ins>" in page


@pytest.mark.parametrize("sides", ["1/9", "x/y", "1/99999999999999", "0/1"])
def test_a_version_that_is_not_there_is_404(
    newsroom: Newsroom, article: Article, sides: str
) -> None:
    url = f"/desk/articles/{article.pk}/versions/{sides}/"
    assert newsroom.client("editor").get(url).status_code == 404


@pytest.mark.parametrize(
    ("who", "allowed"), [("editor", True), ("chief", True), ("photo", False), ("colleague", False)]
)
def test_the_past_is_for_those_who_may_edit(
    newsroom: Newsroom, article: Article, who: str, *, allowed: bool
) -> None:
    for path in ("versions/", "versions/1/2/", "versions/live/draft/"):
        status = newsroom.client(who).get(f"/desk/articles/{article.pk}/{path}").status_code
        assert (status == 200) is allowed


# Two people


@pytest.fixture
def second(newsroom: Newsroom) -> Client:
    """Another chief editor."""
    user = User.objects.create_user("second", "second@example.org", "password")
    user.groups.set(newsroom.people["chief"].groups.all())
    client = newsroom.client_class()
    client.force_login(user)
    return client


@pytest.fixture
def proposed(
    newsroom: Newsroom,
    article: Article,
    second: Client,  # noqa: ARG001 (who is told)
) -> TwoPersonRequest:
    """A take-down that the chief editor proposed by the form."""
    newsroom.client("chief").post(
        f"/desk/articles/{article.pk}/take-down/",
        {"reason": "أمر قضائي", "reference": "12/2026"},
    )
    return TwoPersonRequest.objects.get()


def confirm(client: Client, request: TwoPersonRequest) -> Any:
    url = f"/desk/requests/{request.pk}/"
    return client.post(url, {"sure": "on", "confirm": ""}, follow=True)


def test_one_proposes_and_another_confirms(
    newsroom: Newsroom, article: Article, proposed: TwoPersonRequest, second: Client
) -> None:
    confirm(newsroom.client("chief"), proposed)
    assert fresh(article).live
    listed = second.get("/desk/requests/").content.decode()
    assert article.title in listed
    assert "أمر قضائي" in listed
    second.post(f"/desk/requests/{proposed.pk}/", {"confirm": ""})
    assert fresh(article).live
    confirm(second, proposed)
    assert not Article.objects.filter(pk=article.pk).exists()
    record = TakeDown.objects.get()
    assert (record.proposed_by, record.confirmed_by) == ("chief", "second")
    after = second.get(f"/desk/requests/{proposed.pk}/").content.decode()
    assert record.erased["hashes"][0] in after
    assert article.title not in after


@pytest.mark.parametrize("who", ["reporter", "editor", "photo"])
def test_nobody_else_sees_or_confirms_requests(
    newsroom: Newsroom, article: Article, proposed: TwoPersonRequest, who: str
) -> None:
    client = newsroom.client(who)
    assert client.get("/desk/requests/").status_code == 302
    confirm(client, proposed)
    assert fresh(article).live


def test_a_proposal_is_told_to_those_who_may_confirm_and_to_nobody_else(
    proposed: TwoPersonRequest,  # noqa: ARG001 (what they are told of)
    article: Article,
    mailoutbox: list[Any],
) -> None:
    told = {mail.to[0].partition("@")[0] for mail in mailoutbox}
    assert told == {"admin", "owner", "second"}
    assert all(article.title not in mail.subject + mail.body for mail in mailoutbox)


def test_the_article_says_that_its_take_down_waits(
    newsroom: Newsroom, article: Article, proposed: TwoPersonRequest, second: Client
) -> None:
    assert f"/desk/requests/{proposed.pk}/" in second.get(forms.edit_url(article)).content.decode()
    editor = newsroom.client("editor").get(forms.edit_url(article)).content.decode()
    assert f"/desk/requests/{proposed.pk}/" not in editor


def test_a_proposal_is_taken_back_or_declined(
    newsroom: Newsroom, article: Article, proposed: TwoPersonRequest, second: Client
) -> None:
    newsroom.client("chief").post(f"/desk/requests/{proposed.pk}/", {"decline": ""})
    confirm(second, proposed)
    assert fresh(article).live
    assert not TwoPersonRequest.objects.waiting().exists()


# Protected bylines


@pytest.fixture
def author(newsroom: Newsroom) -> Author:
    """With an article."""
    made = Author.objects.create(name="سلمى الظغثاوي", locale=newsroom.edition.locale)
    factories.make_article(newsroom.politics, "باسمها", byline=[made])
    return made


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("chief", True), ("admin", True), ("editor", False), ("reporter", False), ("photo", False)],
)
def test_who_protects_bylines_and_sees_the_names(
    newsroom: Newsroom, author: Author, who: str, *, allowed: bool
) -> None:
    client = newsroom.client(who)
    fields = {"author": str(author.pk), "name": "", "reason": "تهديد"}
    client.post("/desk/protected-bylines/protect/", fields)
    assert BylineProtection.objects.exists() is allowed
    screen = client.get("/desk/protected-bylines/")
    assert (screen.status_code == 200) is allowed
    assert ("سلمى الظغثاوي" in screen.content.decode()) is allowed


def test_a_protected_byline_is_nowhere_else_on_the_desk(newsroom: Newsroom, author: Author) -> None:
    chief = newsroom.client("chief")
    actions.protect(by=newsroom.people["chief"], reason="تهديد", author=author)
    screens = [
        "/desk/",
        "/desk/snippets/newsroom/author/",
        "/desk/reports/site-history/",
        forms.edit_url(Article.objects.get()),
    ]
    assert not [url for url in screens if "الظغثاوي" in chief.get(url).content.decode()]
    edit = chief.get(f"/desk/snippets/newsroom/author/edit/{author.pk}/")
    assert edit.headers["Location"] == "/desk/protected-bylines/"
    chief.post(f"/desk/snippets/newsroom/author/delete/{author.pk}/")
    assert Author.objects.filter(pk=author.pk).exists()


def test_showing_a_name_again_takes_two_people_on_the_desk(
    newsroom: Newsroom, author: Author, second: Client
) -> None:
    one = actions.protect(by=newsroom.people["chief"], reason="تهديد", author=author)
    chief = newsroom.client("chief")
    chief.post(f"/desk/protected-bylines/{one.pk}/unprotect/", {"reason": "زال الخطر"})
    request = TwoPersonRequest.objects.get()
    confirm(chief, request)
    author.refresh_from_db()
    assert author.protected
    confirm(second, request)
    author.refresh_from_db()
    assert (author.protected, author.name) == (False, "سلمى الظغثاوي")
