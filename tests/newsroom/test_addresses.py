"""Addresses, numbers, the tree."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from khabar.newsroom import actions, queries
from khabar.newsroom.models import (
    Article,
    Author,
    Edition,
    PublicNumber,
    Section,
    Topic,
)
from khabar.newsroom.numbers import number_in
from tests import factories


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_an_article_has_its_number_before_its_slug(politics: Section) -> None:
    article = factories.make_article(politics, "اتّفاق جديد: «الحدود» تُفتح")
    assert article.get_absolute_url() == f"/politics/{article.number}-اتفاق-جديد-الحدود-تفتح/"
    assert article.short_path == f"/a/{article.number}"


def test_a_typed_slug_keeps_the_number(politics: Section) -> None:
    article = factories.make_article(politics, slug="border-deal")
    assert article.slug == f"{article.number}-border-deal"
    article.slug = "another"
    article.save_revision()
    assert actions.publish(article, by=None).slug == f"{article.number}-another"


def test_two_articles_may_have_one_headline(politics: Section) -> None:
    first, second = factories.make_article(politics), factories.make_article(politics)
    assert first.number != second.number
    assert first.get_absolute_url() != second.get_absolute_url()


def test_numbers_are_never_given_twice(politics: Section) -> None:
    last = factories.make_article(politics)
    number = last.number
    last.delete()
    assert factories.make_article(politics).number > number
    taken = PublicNumber.take_many(5)
    assert taken == sorted(set(taken))
    assert PublicNumber.take() > taken[-1]


@pytest.mark.parametrize(
    ("component", "number"),
    [
        ("12-اتفاق", 12),
        ("12", 12),
        ("12-", 12),
        ("012-x", None),
        ("12x", None),
        ("١٢-x", None),
        ("-12", None),
        ("9" * 30, None),
        ("", None),
    ],
)
def test_a_number_is_read_from_an_address(component: str, number: int | None) -> None:
    assert number_in(component) == number


def test_renaming_a_section_writes_no_article(politics: Section) -> None:
    article = factories.make_article(politics)
    before = Page.objects.values().get(pk=article.pk), Article.objects.values().get(pk=article.pk)
    politics.slug = "world"
    politics.save()
    after = Page.objects.values().get(pk=article.pk), Article.objects.values().get(pk=article.pk)
    assert before == after
    assert fresh(article).get_absolute_url().startswith("/world/")


def test_a_renamed_section_leaves_one_redirect(
    politics: Section,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    factories.make_article(politics)
    politics.slug = "world"
    with django_capture_on_commit_callbacks(execute=True):
        politics.save()
    redirect = Redirect.objects.get()
    assert redirect.old_path == "/politics"
    assert redirect.link.endswith("/world/")


def test_moving_an_article_moves_its_address_and_lists(
    ar: Edition, politics: Section, sport: Section
) -> None:
    article = factories.make_article(politics)
    moved = actions.move(article, sport, by=None)
    assert moved.section == sport
    assert moved.get_absolute_url().startswith("/sport/")
    assert moved.url_path == article.url_path
    assert queries.list_page(ar, "section", politics.pk).cards == []
    assert [card.id for card in queries.list_page(ar, "section", sport.pk).cards] == [article.pk]
    moved.title = "عنوان بعد النقل"
    moved.save_revision()
    assert actions.publish(moved, by=None).section == sport


def test_a_draft_written_before_the_move_is_published_in_the_new_section(
    politics: Section, sport: Section
) -> None:
    article = factories.make_article(politics)
    article.title = "مسودة سبقت النقل"
    article.save_revision()
    actions.move(article, sport, by=None)
    published = actions.publish(fresh(article), by=None)
    assert (published.section, published.title) == (sport, "مسودة سبقت النقل")


@pytest.mark.parametrize("slug", ["latest", "stories", "desk", "a", "static"])
def test_a_section_takes_no_address_of_the_site(ar: Edition, slug: str) -> None:
    with pytest.raises(ValidationError):
        factories.make_section(ar, "قسم", slug)


def test_an_article_is_found_by_number_in_its_edition_alone(
    ar: Edition, en: Edition, politics: Section, world: Section
) -> None:
    arabic, english = factories.make_article(politics), factories.make_article(world, "A deal")
    assert queries.find_article(arabic.number, ar) == arabic
    assert queries.find_article(arabic.number, en) is None
    assert queries.find_article(english.number, en) == english
    assert unquote(arabic.full_url) == f"http://testserver{arabic.get_absolute_url()}"
    assert english.full_url == f"http://en.testserver{english.get_absolute_url()}"


def test_a_copy_is_an_article_of_its_own(politics: Section) -> None:
    article = factories.make_article(politics, external_provider="p", external_uri="urn:x:1")
    copy = article.copy(to=politics, keep_live=False, update_attrs={"slug": ""})
    assert copy.number != article.number
    assert copy.published_at is None
    assert copy.external_uri == ""
    assert copy.slug.startswith(f"{copy.number}-")
    assert copy.versions.count() == 0
    assert article.versions.count() == 1


def test_a_translation_is_linked_and_stands_in_its_edition(
    ar: Edition, en: Edition, politics: Section
) -> None:
    article = factories.make_article(politics)
    politics.copy_for_translation(en.locale).save_revision().publish()
    copy = fresh(article).copy_for_translation(en.locale)
    copy.title = "A border deal"
    copy.save_revision()
    translated = actions.publish(copy, by=None)
    assert translated.locale == en.locale
    assert translated.number != article.number
    languages = [language for language, _url in queries.alternates(translated)]
    assert languages == ["ar", "en"]
    assert [card.id for card in queries.latest(en)] == [translated.pk]
    assert [card.id for card in queries.latest(ar)] == [article.pk]


def test_one_external_item_is_one_article(politics: Section) -> None:
    factories.make_article(politics, external_provider="p", external_uri="urn:x:1")
    with pytest.raises(ValidationError):
        factories.make_article(politics, external_provider="p", external_uri="urn:x:1")


def test_spellings_of_a_topic_meet(ar: Edition) -> None:
    Topic.objects.create(name="الإقليم", locale=ar.locale)
    with pytest.raises(ValidationError):
        Topic(name="الاقلیم", locale=ar.locale).full_clean()


def test_an_author_outlives_the_account(ar: Edition) -> None:
    user = factories.make_user("layla")
    author = Author.objects.create(name="ليلى حداد", locale=ar.locale, user=user)
    user.delete()
    author.refresh_from_db()
    assert (author.user, author.slug) == (None, "ليلى-حداد")
    assert Author.objects.create(name="ليلى حداد", locale=ar.locale).slug == "ليلى-حداد-2"


def test_a_draft_has_no_address(client: Client, politics: Section) -> None:
    draft = factories.make_draft(politics)
    addresses = (draft.get_absolute_url(), draft.short_path, f"/politics/{draft.number}/")
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    actions.publish(draft, by=None)
    assert client.get(addresses[0]).status_code == 200


@pytest.mark.usefixtures("ar")
def test_hostile_addresses_are_not_found(client: Client) -> None:
    for path in ("/politics/" + "9" * 400 + "/", "/x/1/", "/%00/", "/politics/1-a/b/c/"):
        assert client.get(path).status_code == 404
