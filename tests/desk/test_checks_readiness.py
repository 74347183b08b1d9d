"""House style and readiness, through the desk's own forms."""

import json
from typing import Any

import pytest
from django.test import Client

from khabar.newsroom.models import (
    Article,
    Edition,
    PreferredSpelling,
    PublicNumber,
    ReadinessPolicy,
    Source,
    StyleState,
    WordToAvoid,
)
from tests import factories
from tests.desk.conftest import Newsroom
from tests.desk.forms import edit_url, rewrite, said, shown

PUBLISH = {"action-publish": "action-publish"}


def spelling(edition: Edition, **fields: Any) -> PreferredSpelling:
    values = {"preferred": "إسطنبول", "variants": "اسطنبول\nاستانبول\nإستانبول", **fields}
    return PreferredSpelling.objects.create(edition=edition, **values)


def avoid(edition: Edition, words: str = "سيئ السمعة", **fields: Any) -> WordToAvoid:
    values = {"reason": "حكم لا خبر.", **fields}
    return WordToAvoid.objects.create(edition=edition, words=words, **values)


def policy(newsroom: Newsroom, **fields: Any) -> ReadinessPolicy:
    return ReadinessPolicy.objects.create(site=newsroom.edition.site, **fields)


def paragraph(html: str) -> dict[str, str]:
    """A body of one paragraph, as the editor sends it."""
    block = {"text": html.replace("<p>", "").replace("</p>", ""), "type": "unstyled"}
    content = {
        "blocks": [{"key": "a", **block, "depth": 0, "inlineStyleRanges": [], "entityRanges": []}],
        "entityMap": {},
    }
    return {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-id": "5f5f5f5f-0000-4000-8000-000000000000",
        "body-0-value": json.dumps(content),
    }


def asked(client: Client, article: Article, **typed: Any) -> Any:
    """The panel's answer to the form with this typed into it."""
    form = {**shown(client, edit_url(article)), "body-count": "0", **typed}
    response = client.post(f"/desk/articles/{article.pk}/readiness/", form)
    assert response.status_code == 200
    return response.json()


@pytest.fixture
def draft(newsroom: Newsroom) -> Article:
    return factories.make_draft(
        newsroom.politics, "اتفاق جديد على الحدود", lede="وقع الجانبان الاتفاق صباح اليوم."
    )


def test_a_blocking_spelling_keeps_from_publishing_and_names_field_word_and_remedy(
    newsroom: Newsroom, draft: Article
) -> None:
    spelling(newsroom.edition, blocks=True, note="كما في الأطلس.")
    editor = newsroom.client("editor")
    response = rewrite(editor, draft, title="قمة وبإستانبول تبدأ", **PUBLISH)
    errors = response.context["form"].errors["title"]
    assert "«وبإستانبول»" in errors[0]
    assert "«وبإسطنبول»" in errors[0]
    assert "كما في الأطلس." in errors[0]
    assert not Article.objects.get(pk=draft.pk).live
    assert rewrite(editor, draft, title="قمة وبإسطنبول تبدأ", **PUBLISH).status_code == 302
    assert Article.objects.get(pk=draft.pk).live


def test_a_blocking_word_is_found_in_the_body_and_bare_of_hamza(
    newsroom: Newsroom, draft: Article
) -> None:
    avoid(newsroom.edition, "إرهابي", blocks=True)
    editor = newsroom.client("editor")
    response = rewrite(editor, draft, **paragraph("<p>وصفه بأنه ارهابي.</p>"), **PUBLISH)
    assert "ارهابي" in str(response.context["form"].errors["body"])
    assert (
        rewrite(editor, draft, **paragraph("<p>وصفه بكلام آخر.</p>"), **PUBLISH).status_code == 302
    )


@pytest.mark.parametrize("state", [StyleState.PROPOSED, StyleState.REJECTED])
def test_a_rule_that_nobody_accepted_says_nothing(
    newsroom: Newsroom, draft: Article, state: StyleState
) -> None:
    spelling(newsroom.edition, blocks=True, state=state)
    editor = newsroom.client("editor")
    assert rewrite(editor, draft, title="قمة في اسطنبول", **PUBLISH).status_code == 302


def test_a_rule_holds_in_its_own_edition_alone(
    newsroom: Newsroom, draft: Article, en: Edition
) -> None:
    spelling(en, blocks=True)
    editor = newsroom.client("editor")
    assert rewrite(editor, draft, title="قمة في اسطنبول", **PUBLISH).status_code == 302


def test_the_panel_shows_the_form_as_it_stands_and_keeps_nothing(
    newsroom: Newsroom, draft: Article
) -> None:
    spelling(newsroom.edition)
    avoid(newsroom.edition, blocks=True)
    editor = newsroom.client("editor")
    answer = asked(editor, draft, title="فندق سيئ السمعة في اسطنبول")
    assert 'data-text="اسطنبول" data-mended="إسطنبول"' in answer["html"]
    assert "حكم لا خبر." in answer["html"]
    assert answer["musts"] == 1
    assert Article.objects.get(pk=draft.pk).get_latest_revision_as_object().title == draft.title


def test_a_changed_rule_is_seen_at_once(newsroom: Newsroom, draft: Article) -> None:
    rule = spelling(newsroom.edition)
    editor = newsroom.client("editor")
    assert "data-mended" in asked(editor, draft, title="قمة في اسطنبول")["html"]
    rule.delete()
    assert "data-mended" not in asked(editor, draft, title="قمة في اسطنبول")["html"]


def test_the_panel_of_a_new_article_asks_before_anything_is_saved(newsroom: Newsroom) -> None:
    spelling(newsroom.edition)
    reporter = newsroom.client("reporter")
    url = f"/desk/pages/add/newsroom/article/{newsroom.politics.pk}/"
    form = {**shown(reporter, url), "body-count": "0", "title": "في اسطنبول"}
    asking = f"/desk/articles/new/{newsroom.politics.pk}/readiness/"
    taken = PublicNumber.objects.count()
    response = reporter.post(asking, form)
    assert PublicNumber.objects.count() == taken
    assert "data-mended" in response.json()["html"]
    assert "سياسة" in response.json()["html"]
    assert not Article.objects.exists()


def test_only_who_may_edit_asks(newsroom: Newsroom, draft: Article) -> None:
    form = {**shown(newsroom.client("editor"), edit_url(draft)), "body-count": "0"}
    for path in ("readiness", "ready"):
        url = f"/desk/articles/{draft.pk}/{path}/"
        photo = newsroom.client("photo")
        response = photo.post(url, form) if path == "readiness" else photo.get(url)
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/desk/")


def test_a_photo_and_a_source_are_advice_unless_the_edition_makes_them_musts(
    newsroom: Newsroom, draft: Article
) -> None:
    editor = newsroom.client("editor")
    assert asked(editor, draft)["musts"] == 0
    policy(newsroom, photo="must", source_genres=["report"])
    response = rewrite(editor, draft, genre="report", **PUBLISH)
    assert set(response.context["form"].errors) == {"hero_photo", "__all__"}
    assert asked(editor, draft, genre="report")["musts"] == 2
    source = Source.objects.create(name="وكالة الواحة")
    photo = factories.make_photo()
    mended = {
        "genre": "report",
        "hero_photo": str(photo.pk),
        "article_sources-TOTAL_FORMS": "1",
        "article_sources-0-source": str(source.pk),
        "article_sources-0-ORDER": "1",
        "article_sources-0-id": "",
    }
    assert asked(editor, draft, **mended)["musts"] == 0
    assert rewrite(editor, draft, **mended, **PUBLISH).status_code == 302
    live = Article.objects.get(pk=draft.pk)
    assert live.live
    assert [str(entry) for entry in live.article_sources.all()] == ["وكالة الواحة"]


def test_what_the_edition_does_not_look_at_is_not_mentioned(
    newsroom: Newsroom, draft: Article
) -> None:
    editor = newsroom.client("editor")
    before = asked(editor, draft)["advice"]
    policy(newsroom, photo="off", source="off", share_card="off")
    assert asked(editor, draft)["advice"] == before - 3


def test_the_card_is_seen_in_the_preview_until_the_headline_changes(
    newsroom: Newsroom, draft: Article
) -> None:
    policy(newsroom, share_card="must")
    editor = newsroom.client("editor")
    assert rewrite(editor, draft, **PUBLISH).status_code == 200
    form = {**shown(editor, edit_url(draft)), "body-count": "0"}
    preview = f"/desk/pages/{draft.pk}/edit/preview/"
    assert editor.post(preview, form).json()["is_valid"]
    assert editor.get(f"{preview}?mode=share&in_preview_panel=true").status_code == 200
    assert asked(editor, draft)["musts"] == 0
    assert asked(editor, draft, title="عنوان آخر")["musts"] == 1
    assert rewrite(editor, draft, **PUBLISH).status_code == 302


def test_the_list_is_also_a_page_made_by_the_server(newsroom: Newsroom, draft: Article) -> None:
    policy(newsroom, photo="must")
    response = newsroom.client("editor").get(f"/desk/articles/{draft.pk}/ready/")
    page = response.content.decode()
    assert f"/desk/pages/{draft.pk}/edit/#readiness-hero_photo" in page
    assert "أمر واحد يمنع نشر هذه المادة." in page


def test_the_editor_shows_the_list_of_what_is_saved(newsroom: Newsroom, draft: Article) -> None:
    page = newsroom.client("editor").get(edit_url(draft)).content.decode()
    assert f'data-readiness="/desk/articles/{draft.pk}/readiness/"' in page
    assert "جاهزية النشر" in page


def test_a_form_that_cannot_be_read_is_said_to_be_so(newsroom: Newsroom, draft: Article) -> None:
    editor = newsroom.client("editor")
    assert asked(editor, draft, published_at="ليس وقتًا") == {"valid": False}


def test_rules_are_accepted_and_rejected_many_at_once(newsroom: Newsroom) -> None:
    first = spelling(newsroom.edition, state=StyleState.PROPOSED)
    second = spelling(
        newsroom.edition, preferred="أنقرة", variants="انقرة", state=StyleState.PROPOSED
    )
    url = "/desk/bulk/newsroom/preferredspelling/{}/?id={}&next=/desk/"
    chief = newsroom.client("chief")
    assert "إسطنبول" in chief.get(url.format("accept", first.pk)).content.decode()
    chief.post(url.format("accept", first.pk))
    chief.post(url.format("reject", second.pk))
    states = dict(PreferredSpelling.objects.values_list("preferred", "state"))
    assert states == {"إسطنبول": "accepted", "أنقرة": "rejected"}
    newsroom.client("editor").post(url.format("accept", second.pk))
    second.refresh_from_db()
    assert second.state == "rejected"


def test_a_second_rule_for_a_name_is_refused_in_words(newsroom: Newsroom) -> None:
    spelling(newsroom.edition)
    chief = newsroom.client("chief")
    url = "/desk/snippets/newsroom/preferredspelling/add/"
    typed = {
        "edition": str(newsroom.edition.pk),
        "preferred": "اسطنبول",
        "variants": "استنبول",
        "note": "",
        "state": "accepted",
    }
    response = chief.post(url, typed)
    assert "إسطنبول" in response.context["form"].errors["preferred"][0]
    assert chief.post(url, {**typed, "preferred": "بورصة", "variants": "بورصه"}).status_code == 302
    assert newsroom.client("reporter").get(url).status_code == 302


def test_the_policy_is_set_by_the_chief_and_not_by_a_section(newsroom: Newsroom) -> None:
    url = f"/desk/settings/newsroom/readinesspolicy/{newsroom.edition.site.pk}/"
    typed = {
        "photo": "must",
        "lede": "advice",
        "source": "advice",
        "share_card": "off",
        "source_genres": ["report", "news"],
    }
    response = newsroom.client("chief").post(url, typed)
    assert response.status_code == 302, said(response)
    held = ReadinessPolicy.objects.get()
    assert (held.photo, held.source_genres) == ("must", ["report", "news"])
    assert newsroom.client("editor").get(url).status_code == 302
