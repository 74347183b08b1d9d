"""A form of a new page makes one page; its autosaves are one line of the history."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import PageLogEntry

from khabar.desk.models import BegunPage
from khabar.newsroom.models import Article
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

JSON = {"Accept": "application/json"}


def new_form(client: Client, newsroom: Newsroom, **typed: Any) -> tuple[str, dict[str, Any]]:
    url = forms.create_url(newsroom.politics)
    return url, {**forms.shown(client, url), **forms.EMPTY_BODY, **typed}


def byline(text: str) -> dict[str, str]:
    return {
        "byline_entries-TOTAL_FORMS": "1",
        "byline_entries-0-text": text,
        "byline_entries-0-id": "",
        "byline_entries-0-ORDER": "1",
        "byline_entries-0-DELETE": "",
        "byline_entries-0-author": "",
        "byline_entries-0-source": "",
        "byline_entries-0-role": "",
    }


def test_submitting_after_a_lost_autosave_goes_on_with_its_page(newsroom: Newsroom) -> None:
    client = newsroom.client("reporter")
    url, form = new_form(client, newsroom, title="اتفاق", **byline("سلمى"))
    assert client.post(url, form, headers=JSON).json()["success"]
    article = Article.objects.get()
    form |= {"title": "اتفاق جديد", "action-submit": "1"} | byline("سلمى نادر")
    assert client.post(url, form).status_code == 302
    article.refresh_from_db()
    assert article.workflow_in_progress
    draft = article.get_latest_revision_as_object()
    assert draft.title == "اتفاق جديد"
    assert [str(entry) for entry in draft.byline_entries.all()] == ["سلمى نادر"]
    assert Article.objects.count() == 1


def test_an_autosave_sent_again_learns_the_address_of_its_page(newsroom: Newsroom) -> None:
    client = newsroom.client("reporter")
    url, form = new_form(client, newsroom, title="اتفاق")
    first = client.post(url, form, headers=JSON).json()
    second = client.post(url, form, headers=JSON).json()
    assert (second["success"], second["url"]) == (True, first["url"])
    assert second["hydrate_url"] == first["hydrate_url"]
    assert Article.objects.count() == 1


def test_submitting_twice_is_submitting_once(newsroom: Newsroom) -> None:
    client = newsroom.client("reporter")
    url, form = new_form(client, newsroom, title="اتفاق", **{"action-submit": "1"})
    answers = [client.post(url, form).status_code for _time in range(2)]
    assert answers == [302, 302]
    assert Article.objects.get().workflow_states.count() == 1


def test_a_form_with_errors_may_be_sent_again(newsroom: Newsroom) -> None:
    client = newsroom.client("reporter")
    url, form = new_form(client, newsroom, title="")
    response = client.post(url, form | {"action-submit": "1"})
    assert response.status_code == 200
    assert f'value="{form["khabar-form"]}"' in response.content.decode()
    assert not BegunPage.objects.exists()
    assert client.post(url, form | {"title": "اتفاق"}).status_code == 302
    assert Article.objects.count() == 1


@pytest.mark.parametrize("token", ["", "no-token"])
def test_without_a_token_each_form_is_a_page(newsroom: Newsroom, token: str) -> None:
    client = newsroom.client("reporter")
    url, form = new_form(client, newsroom, title="اتفاق", **{"khabar-form": token})
    for _time in range(2):
        assert client.post(url, form).status_code == 302
    assert Article.objects.count() == 2


def test_a_token_is_its_writers_alone(newsroom: Newsroom) -> None:
    url, form = new_form(newsroom.client("reporter"), newsroom, title="اتفاق")
    for name in ("reporter", "colleague"):
        assert newsroom.client(name).post(url, form).status_code == 302
    assert Article.objects.count() == 2


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_sendings_at_once_make_one_page() -> None:
    edition = factories.make_edition("ar")
    section = factories.make_section(edition)
    client = Client()
    client.force_login(factories.make_user("owner", superuser=True))
    url = forms.create_url(section)
    form = forms.shown(client, url) | forms.EMPTY_BODY | {"title": "اتفاق"}
    together = threading.Barrier(2)
    answers: list[int] = []

    def send(**how: Any) -> None:
        own = Client()
        own.cookies = client.cookies
        together.wait()
        answers.append(own.post(url, form, **how).status_code)
        connection.close()

    threads = [threading.Thread(target=send, kwargs=how) for how in ({"headers": JSON}, {})]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 302]
    assert Article.objects.count() == 1
    assert BegunPage.objects.get().page_id == Article.objects.get().pk


def history(client: Client, article: Article) -> list[str]:
    """The lines of an article's history, newest first."""
    page = client.get(f"/desk/pages/{article.pk}/history/").content.decode()
    words = ("حُفظ تلقائيًا", "حُفظت مسودة", "أُنشئت", "نُشر")
    lines = [line.strip() for line in page.splitlines()]
    return [line for line in lines if any(word in line for word in words)]


def test_autosaves_are_one_line_and_named_saves_another(newsroom: Newsroom) -> None:
    client = newsroom.client("reporter")
    url, form = new_form(client, newsroom, title="اتفاق")
    said = client.post(url, form, headers=JSON).json()
    article = Article.objects.get()
    for title in ("اتفاق جديد", "اتفاق جديد على المعبر"):
        typed = forms.shown(client, forms.edit_url(article)) | forms.EMPTY_BODY
        typed |= {"title": title, "overwrite_revision_id": said["revision_id"]}
        assert client.post(forms.edit_url(article), typed, headers=JSON).json()["success"]
    assert article.revisions.count() == 1
    forms.rewrite(client, article, title="اتفاق جديد على فتح المعبر")
    assert article.revisions.count() == 2
    entries = PageLogEntry.objects.filter(page=article, action="khabar.autosave")
    assert len(set(entries.values_list("uuid", flat=True))) == 1
    shown = history(client, article)
    assert sum("حُفظ تلقائيًا" in line for line in shown) == 1
