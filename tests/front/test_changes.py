"""«ما الذي تغيّر»: where an edition shows it, what readers are told of an article's versions."""

import hashlib
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khabar.newsroom import actions
from khabar.newsroom.models import Article, Edition, Section
from tests import factories


def body(text: str) -> str:
    return json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>"}])


@pytest.fixture
def article(politics: Section, ar: Edition) -> Article:
    """Published, then corrected: a figure in the lede, a word in the body."""
    ar.show_changes = True
    ar.save()
    made = factories.make_article(
        politics, lede="قُتل 12 شخصًا.", body=body("قال الوزير إن المعبر مغلق اليوم.")
    )
    made.lede = "قُتل 11 شخصًا."
    made.body = body("قال الوزير إن المعبر مفتوح اليوم.")  # type: ignore[assignment]  # As Wagtail takes it.
    made.save_revision()
    actions.correct(made, by=None, wrong="12 شخصًا", right="11 شخصًا")
    return Article.objects.get(pk=made.pk)


def changes(article: Article, client: Client) -> Any:
    return client.get(f"/a/{article.number}/changes/")


def test_readers_see_what_each_version_changed(article: Article, client: Client) -> None:
    page = changes(article, client).content.decode()
    assert "<del>12</del>&zwnj; <ins>11</ins>" in page, "the two figures are not read as one"
    assert "<del>مغلق</del>" in page
    assert "<ins>مفتوح</ins>" in page
    assert "تصحيح" in page
    assert "11 شخصًا" in page
    assert 'content="noindex' in page
    linked = client.get(article.get_absolute_url()).content.decode()
    assert f'href="/a/{article.number}/changes/"' in linked


def test_each_fingerprint_is_that_of_what_can_be_fetched(article: Article, client: Client) -> None:
    page = changes(article, client).content.decode()
    for version in article.versions.all():
        fetched = client.get(f"/a/{article.number}/changes/{version.sequence}.json")
        digest = hashlib.sha256(fetched.content).hexdigest()
        assert digest == version.hash
        assert digest in page
    assert client.get(f"/a/{article.number}/changes/9.json").status_code == 404


def test_the_page_is_the_same_whenever_it_is_asked(article: Article, client: Client) -> None:
    first = changes(article, client).content
    assert changes(article, Client()).content == first


def test_nothing_is_shown_where_the_edition_does_not_want_it(
    article: Article, ar: Edition, client: Client
) -> None:
    ar.show_changes = False
    ar.save()
    assert changes(article, client).status_code == 404
    assert client.get(f"/a/{article.number}/changes/1.json").status_code == 404
    assert "/changes/" not in client.get(article.get_absolute_url()).content.decode()


def test_one_version_is_no_change(politics: Section, ar: Edition, client: Client) -> None:
    ar.show_changes = True
    ar.save()
    once = factories.make_article(politics)
    assert changes(once, client).status_code == 404
    assert "/changes/" not in client.get(once.get_absolute_url()).content.decode()


def test_a_withdrawal_takes_the_changes_along(article: Article, client: Client) -> None:
    actions.withdraw(article, by=None, reason="نُشر خطأً.")
    assert changes(article, client).status_code == 410
    assert client.get(f"/a/{article.number}/changes/1.json").status_code == 410


def test_any_number_of_versions_costs_the_same_queries(article: Article, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            changes(article, client)
        return len(counted)

    few = queries()
    for n in range(4):
        article.lede = f"سطر {n}"
        article.save_revision()
        actions.update(article, by=None)
    assert queries() == few
