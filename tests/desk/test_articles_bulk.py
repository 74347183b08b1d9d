"""Many articles at once: each by the newsroom's verb, the refused named with the reason."""

from typing import Any

import pytest
from django.test import Client

from khabar.newsroom import actions, queries
from khabar.newsroom.models import Article, Topic
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom
from tests.desk.test_articles_list import draft_of


def address(action: str, *articles: Article) -> str:
    ids = "&".join(f"id={article.pk}" for article in articles)
    return f"/desk/bulk/newsroom/article/{action}/?next=/desk/articles/&{ids}"


def act(client: Client, action: str, articles: list[Article], **typed: Any) -> Any:
    return client.post(address(action, *articles), typed, follow=True)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_the_list_offers_the_four_acts(newsroom: Newsroom) -> None:
    factories.make_draft(newsroom.politics)
    page = newsroom.client("chief").get("/desk/articles/").content.decode()
    for action in ("add_to_story", "add_topic", "move_section", "withdraw"):
        assert f"/desk/bulk/newsroom/article/{action}/" in page


@pytest.mark.parametrize("kind", ["story", "topic"])
def test_they_are_placed_at_once_and_drafts_stay_drafts(newsroom: Newsroom, kind: str) -> None:
    story = factories.make_story(newsroom.edition, "مفاوضات الحدود")
    topic = Topic.objects.create(name="المياه", locale=newsroom.edition.locale)
    live = [factories.make_article(newsroom.politics, f"خبر {n}") for n in range(3)]
    draft_of(live[2], "مسودة أحدث")
    draft = factories.make_draft(newsroom.politics, "مسودة")
    action, name, ident = {
        "story": ("add_to_story", "مفاوضات الحدود", story.pk),
        "topic": ("add_topic", "المياة", topic.pk),
    }[kind]
    client = newsroom.client("editor")
    asked = client.get(address(action, *live, draft))
    assert "تبقى مسودة" in asked.content.decode()
    response = act(client, action, [*live, draft], name=name)
    assert "4 مواد" in forms.said(response)
    cards = queries.list_page(newsroom.edition, kind, ident).cards
    assert {card.id for card in cards} == {article.pk for article in live}
    assert {card.headline for card in cards} == {"خبر 0", "خبر 1", "خبر 2"}
    assert fresh(live[2]).get_latest_revision_as_object().title == "مسودة أحدث"


def test_the_refused_are_named_and_the_others_done(newsroom: Newsroom) -> None:
    story = factories.make_story(newsroom.edition, "مفاوضات الحدود")
    reporter = newsroom.people["reporter"]
    own = factories.make_draft(newsroom.politics, "مسودتي", owner=reporter)
    published = actions.publish(
        factories.make_draft(newsroom.politics, "نُشرت", owner=reporter), by=None
    )
    other = factories.make_draft(newsroom.sport, "مسودة زميل")
    client = newsroom.client("reporter")
    asked = client.get(address("add_to_story", own, published, other)).content.decode()
    assert "لا تملك صلاحية تعديل هذه المادة" in asked
    response = act(client, "add_to_story", [own, published, other], name=story.title)
    told = forms.said(response)
    assert "مادة واحدة" in told
    assert "«نُشرت»" in told
    assert "«مسودة زميل»" in told
    placed = Article.objects.filter(article_stories__story=story)
    assert [article.pk for article in placed] == [own.pk]


def test_what_is_locked_is_left_alone(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics, "مقفلة")
    newsroom.client("chief").post(f"/desk/pages/{article.pk}/lock/")
    response = act(newsroom.client("editor"), "withdraw", [article], reason="خطأ")
    assert fresh(article).live
    assert "«مقفلة»" in forms.said(response)


@pytest.mark.parametrize(
    ("who", "moved"),
    [("reporter", False), ("editor", False), ("chief", True), ("admin", True)],
)
def test_they_move_to_a_section_that_one_may_publish_in(
    newsroom: Newsroom, who: str, *, moved: bool
) -> None:
    articles = [factories.make_article(newsroom.politics, f"خبر {n}") for n in range(2)]
    response = act(newsroom.client(who), "move_section", articles, section=str(newsroom.sport.pk))
    assert response.status_code == 200
    places = {fresh(article).section_id for article in articles}
    assert places == {newsroom.sport.pk if moved else newsroom.politics.pk}
    if moved:
        listed = queries.list_page(newsroom.edition, "section", newsroom.sport.pk).cards
        assert {card.id for card in listed} == {article.pk for article in articles}


@pytest.mark.parametrize(
    ("who", "withdrawn"),
    [("reporter", False), ("editor", True), ("chief", True), ("admin", True)],
)
def test_they_are_withdrawn_with_a_reason_that_readers_get(
    newsroom: Newsroom, who: str, *, withdrawn: bool
) -> None:
    articles = [factories.make_article(newsroom.politics, f"خبر {n}") for n in range(2)]
    client = newsroom.client(who)
    if withdrawn:
        assert "410" in client.get(address("withdraw", *articles)).content.decode()
    act(client, "withdraw", articles, reason="نُشر خطأً")
    assert {fresh(article).live for article in articles} == {not withdrawn}
    reader = newsroom.client_class().get(articles[0].get_absolute_url())
    assert reader.status_code == (410 if withdrawn else 200)
    assert ("نُشر خطأً" in reader.content.decode()) is withdrawn


def test_one_that_is_not_published_does_not_keep_the_others(newsroom: Newsroom) -> None:
    live = factories.make_article(newsroom.politics, "منشورة")
    draft = factories.make_draft(newsroom.politics, "لم تُنشر")
    response = act(newsroom.client("editor"), "withdraw", [live, draft], reason="خطأ")
    assert "«لم تُنشر»" in forms.said(response)
    assert not fresh(live).live


def test_without_a_reason_nothing_is_withdrawn(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    response = newsroom.client("editor").post(address("withdraw", article), {"reason": "  "})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert fresh(article).live


@pytest.mark.parametrize("name", ["لا وجود له", "ملف"])
def test_a_name_that_is_no_story_or_several_is_asked_again(newsroom: Newsroom, name: str) -> None:
    for n in range(2):
        factories.make_story(newsroom.edition, f"ملف رقم {n}", f"f{n}")
    article = factories.make_article(newsroom.politics)
    response = newsroom.client("editor").post(address("add_to_story", article), {"name": name})
    assert response.status_code == 200
    assert response.context["form"].errors
    # What was typed is still there.
    assert f'value="{name}"' in response.content.decode()
    assert not Article.objects.filter(article_stories__isnull=False).exists()


def test_what_one_may_not_see_is_not_named(newsroom: Newsroom) -> None:
    hidden = factories.make_article(newsroom.sport, "خبر لا يراه")
    client = newsroom.client("editor")
    page = client.get(address("withdraw", hidden)).content.decode()
    assert "خبر لا يراه" not in page
    response = act(client, "withdraw", [hidden], reason="خطأ")
    assert "خبر لا يراه" not in forms.said(response)
    assert fresh(hidden).live


def test_ids_that_are_none_are_no_fault(newsroom: Newsroom) -> None:
    client = newsroom.client("chief")
    for ids in ("id=all", "id=x", "id=99999999999999", "id=-1", ""):
        url = f"/desk/bulk/newsroom/article/withdraw/?next=/desk/articles/&{ids}"
        assert client.get(url).status_code == 200
