"""What binds people who publish, and what the desk says when it may not be."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from khabar.newsroom import actions
from khabar.newsroom.models import Article
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}
PUBLISH = {"action-publish": "1"}


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def errors(response: Any) -> dict[str, list[str]]:
    """The errors beside the fields of a form that came back."""
    assert response.status_code == 200, response.headers.get("Location")
    return {name: list(said) for name, said in response.context["form"].errors.items()}


@pytest.mark.parametrize("action", [PUBLISH, {"action-submit": "1"}])
def test_a_lede_that_repeats_the_headline_goes_nowhere(
    newsroom: Newsroom, action: dict[str, str]
) -> None:
    article = factories.make_draft(newsroom.politics, "اتفاق جديد على الحدود")
    response = forms.rewrite(
        newsroom.client("editor"), article, lede="اتّفاق جديد على الحدود", **action
    )
    assert set(errors(response)) == {"lede"}
    assert not fresh(article).live
    assert not fresh(article).workflow_in_progress


def test_a_draft_is_saved_whatever_the_rules_say(newsroom: Newsroom) -> None:
    article = factories.make_draft(newsroom.politics, "اتفاق جديد على الحدود")
    forms.rewrite(newsroom.client("editor"), article, lede="اتفاق جديد على الحدود")
    assert fresh(article).get_latest_revision_as_object().lede == "اتفاق جديد على الحدود"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"photographer": "", "agency": ""}, "credit"),
        ({"alt_text": ""}, "blind"),
        ({"alt_text": "جسر على النهر"}, "repeats"),
        ({"rights_expire_at": datetime(2020, 1, 1, tzinfo=UTC)}, "rights"),
    ],
)
@pytest.mark.parametrize("place", ["hero_photo", "body"])
def test_a_photo_that_lacks_a_must_keeps_an_article_in(
    newsroom: Newsroom, place: str, fields: dict[str, Any], said: str, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    photo = factories.make_photo(**fields)
    article = factories.make_draft(newsroom.politics)
    placed = {
        "hero_photo": {"hero_photo": str(photo.pk)},
        "body": {
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "photo",
            "body-0-id": "",
            "body-0-value-photo": str(photo.pk),
            "body-0-value-caption": "",
        },
    }[place]
    response = forms.rewrite(newsroom.client("editor"), article, **placed, **PUBLISH)
    assert said in " ".join(errors(response)[place])
    assert not fresh(article).live


def test_a_complete_article_goes_out(newsroom: Newsroom) -> None:
    photo = factories.make_photo()
    article = factories.make_draft(newsroom.politics)
    forms.rewrite(
        newsroom.client("editor"),
        article,
        lede="توقيع مرتقب غدًا.",
        hero_photo=str(photo.pk),
        **PUBLISH,
    )
    assert fresh(article).live
    assert fresh(article).versions.get().by == newsroom.people["editor"]


def test_a_long_headline_is_said_and_goes_out_all_the_same(newsroom: Newsroom) -> None:
    article = factories.make_draft(newsroom.politics)
    response = forms.rewrite(newsroom.client("editor"), article, title="خبر " * 30, **PUBLISH)
    assert response.status_code == 302
    assert fresh(article).live
    page = newsroom.client("editor").get(forms.edit_url(article)).content.decode()
    assert "data-letters" in page


def test_a_long_headline_is_warned_of_after_saving(newsroom: Newsroom) -> None:
    editor = newsroom.client("editor")
    article = factories.make_draft(newsroom.politics)
    url = forms.edit_url(article)
    values = {**forms.shown(editor, url), **forms.EMPTY_BODY, "title": "خبر " * 30}
    said = forms.said(editor.post(url, values, follow=True))
    assert "119" in said


# The embargo


@pytest.fixture
def embargoed(newsroom: Newsroom) -> Article:
    """A draft that must not leave for two hours yet."""
    ends = timezone.now() + timedelta(hours=2)
    return factories.make_draft(
        newsroom.politics, embargo_until=ends, owner=newsroom.people["reporter"]
    )


def test_publishing_under_embargo_is_refused_beside_the_field(
    newsroom: Newsroom, embargoed: Article
) -> None:
    response = forms.rewrite(newsroom.client("editor"), embargoed, **PUBLISH)
    assert set(errors(response)) == {"embargo_until"}
    assert not fresh(embargoed).live


def test_approving_under_embargo_is_refused_beside_the_field(
    newsroom: Newsroom, embargoed: Article
) -> None:
    embargoed.get_workflow().start(embargoed, newsroom.people["reporter"])
    response = forms.rewrite(newsroom.client("editor"), embargoed, **APPROVE)
    assert set(errors(response)) == {"embargo_until"}
    assert fresh(embargoed).workflow_in_progress


@pytest.mark.parametrize("xhr", [False, True])
def test_approving_unseen_under_embargo_says_why(
    newsroom: Newsroom, embargoed: Article, *, xhr: bool
) -> None:
    state = embargoed.get_workflow().start(embargoed, newsroom.people["reporter"])
    editor = newsroom.client("editor")
    url = f"/desk/pages/workflow/action/{embargoed.pk}/approve/{state.current_task_state.pk}/"
    headers = {"x-requested-with": "XMLHttpRequest"} if xhr else {}
    response = editor.post(url, {"comment": "جيد"}, headers=headers)
    if xhr:
        assert response.json()["redirect"] == f"/desk/articles/{embargoed.pk}/obstacles/"
    else:
        assert response.headers["Location"] == f"/desk/articles/{embargoed.pk}/obstacles/"
    page = editor.get(f"/desk/articles/{embargoed.pk}/obstacles/", follow=True)
    assert page.redirect_chain[-1][0] == forms.edit_url(embargoed)
    assert len(list(page.context["messages"])) >= 1
    assert fresh(embargoed).workflow_in_progress
    assert not fresh(embargoed).live


def test_an_embargoed_article_is_submitted_like_any_other(
    newsroom: Newsroom, embargoed: Article
) -> None:
    forms.rewrite(newsroom.client("reporter"), embargoed, **{"action-submit": "1"})
    assert fresh(embargoed).workflow_in_progress


def test_publishing_in_bulk_under_embargo_says_why(newsroom: Newsroom, embargoed: Article) -> None:
    other = factories.make_draft(newsroom.politics, "مادة أخرى")
    response = newsroom.client("editor").post(
        f"/desk/bulk/wagtailcore/page/publish/?next=/desk/&id={embargoed.pk}&id={other.pk}",
        {},
        follow=True,
    )
    assert embargoed.title in forms.said(response)
    assert not fresh(embargoed).live


def test_publishing_a_section_in_bulk_passes_no_embargoed_draft(
    newsroom: Newsroom, embargoed: Article
) -> None:
    response = newsroom.client("chief").post(
        f"/desk/bulk/wagtailcore/page/publish/?next=/desk/&id={newsroom.politics.pk}",
        {"include_descendants": "on"},
        follow=True,
    )
    assert embargoed.title in forms.said(response)
    assert not fresh(embargoed).live


# The verbs


VERBS = {
    "update": {"note": "أضيف تصريح."},
    "correct": {"kind": "correction", "wrong": "12 قتيلًا", "right": "11 قتيلًا"},
    "withdraw": {"reason": "نُشر خطأً."},
}


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_offered_where_it_fits(newsroom: Newsroom, verb: str) -> None:
    live, draft = factories.make_article(newsroom.politics), factories.make_draft(newsroom.politics)
    editor, reporter = newsroom.client("editor"), newsroom.client("colleague")
    address = f"/desk/articles/{live.pk}/{verb}/"
    listing = f"/desk/pages/{newsroom.politics.pk}/"
    assert address in editor.get(forms.edit_url(live)).content.decode()
    assert address in editor.get(listing).content.decode()
    assert address not in reporter.get(listing).content.decode()
    page = editor.get(forms.edit_url(draft)).content.decode()
    assert f"/desk/articles/{draft.pk}/{verb}/" not in page


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_says_what_it_will_do_and_asks(newsroom: Newsroom, verb: str) -> None:
    article = factories.make_article(newsroom.politics)
    response = newsroom.client("editor").get(f"/desk/articles/{article.pk}/{verb}/")
    assert response.status_code == 200
    assert str(response.context["consequence"]) in response.content.decode()
    assert fresh(article).live
    assert fresh(article).versions.count() == 1


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_without_its_token(newsroom: Newsroom, verb: str) -> None:
    article = factories.make_article(newsroom.politics)
    strict = newsroom.client_class(enforce_csrf_checks=True)
    strict.force_login(newsroom.people["editor"])
    assert strict.post(f"/desk/articles/{article.pk}/{verb}/", VERBS[verb]).status_code == 403
    assert fresh(article).versions.count() == 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_on_what_is_not_published_leads_back(newsroom: Newsroom, verb: str) -> None:
    draft = factories.make_draft(newsroom.politics)
    response = newsroom.client("editor").post(f"/desk/articles/{draft.pk}/{verb}/", VERBS[verb])
    assert response.headers["Location"] == forms.edit_url(draft)


@pytest.mark.parametrize(("verb", "field"), [("correct", "right"), ("withdraw", "reason")])
@pytest.mark.parametrize("text", ["", "  "])
def test_a_verb_that_says_nothing_comes_back(
    newsroom: Newsroom, verb: str, field: str, text: str
) -> None:
    article = factories.make_article(newsroom.politics)
    response = newsroom.client("editor").post(
        f"/desk/articles/{article.pk}/{verb}/", {**VERBS[verb], field: text}
    )
    assert set(errors(response)) == {field}
    assert fresh(article).live
    assert fresh(article).versions.count() == 1


@pytest.mark.parametrize("verb", ["update", "correct"])
def test_the_rules_bind_what_goes_out_with_a_verb(newsroom: Newsroom, verb: str) -> None:
    article = factories.make_article(newsroom.politics)
    article.lede = article.title
    article.save_revision()
    response = newsroom.client("editor").post(f"/desk/articles/{article.pk}/{verb}/", VERBS[verb])
    assert errors(response)["__all__"]
    assert fresh(article).lede == ""


@pytest.mark.parametrize("verb", ["update", "correct"])
def test_an_embargo_binds_the_verbs(newsroom: Newsroom, verb: str) -> None:
    article = factories.make_article(newsroom.politics)
    article.embargo_until = timezone.now() + timedelta(hours=1)
    article.save_revision()
    response = newsroom.client("editor").post(f"/desk/articles/{article.pk}/{verb}/", VERBS[verb])
    assert errors(response)["__all__"]
    assert fresh(article).versions.count() == 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_locked_article_is_left_alone(newsroom: Newsroom, verb: str) -> None:
    article = factories.make_article(newsroom.politics)
    article.locked, article.locked_by = True, newsroom.people["chief"]
    article.locked_at = timezone.now()
    article.save(update_fields=["locked", "locked_by", "locked_at"])
    newsroom.client("editor").post(f"/desk/articles/{article.pk}/{verb}/", VERBS[verb])
    assert fresh(article).versions.count() == 1


def test_a_withdrawal_from_the_desk_is_what_readers_get(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    newsroom.client("editor").post(f"/desk/articles/{article.pk}/withdraw/", VERBS["withdraw"])
    response = newsroom.client_class().get(article.get_absolute_url())
    assert response.status_code == 410
    assert "نُشر خطأً." in response.content.decode()


def test_history_tells_the_verbs_apart(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    editor = newsroom.client("editor")
    for verb, fields in VERBS.items():
        editor.post(f"/desk/articles/{article.pk}/{verb}/", fields)
    done = set(PageLogEntry.objects.filter(page=article.pk).values_list("action", flat=True))
    assert {"khabar.update", "khabar.correction", "khabar.withdraw"} <= done
    assert editor.get(f"/desk/pages/{article.pk}/history/").status_code == 200


def test_restoring_a_withdrawn_article_is_publishing_it(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    actions.withdraw(article, by=None, reason="نُشر خطأً.")
    forms.rewrite(newsroom.client("editor"), article, **PUBLISH)
    assert fresh(article).live
    assert newsroom.client_class().get(article.get_absolute_url()).status_code == 200


def test_a_section_with_articles_is_not_deleted(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    owner = newsroom.client("owner")
    address = f"/desk/pages/{newsroom.politics.pk}/delete/"
    assert "انقل" in owner.post(address, follow=True).content.decode()
    assert Article.objects.filter(pk=article.pk).exists()
