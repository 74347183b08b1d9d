"""An autosave saves what is finished and names the rest; a button still refuses it by the field."""

import json
from typing import Any

import pytest

from khabar.newsroom.models import Article, Source
from khabar.newsroom.unfinished import AUTOSAVE
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

LEDE = "كُتبت أثناء ذلك."
JSON = {"accept": "application/json"}


def rows(name: str, chosen: dict[str, Any], count: int = 1, held: int = 0) -> dict[str, Any]:
    """A panel's management fields and one row."""
    return {
        f"{name}-TOTAL_FORMS": str(count),
        f"{name}-INITIAL_FORMS": str(held),
        **{f"{name}-0-{field}": value for field, value in chosen.items()},
    }


def source_row(source: Source | None, held: int = 0) -> dict[str, Any]:
    chosen = {"source": source.pk if source else "", "id": "", "ORDER": "1", "DELETE": ""}
    return rows("article_sources", chosen, held=held)


def block(kind: str, **values: Any) -> dict[str, Any]:
    body = {"deleted": "", "order": "0", "type": kind, "id": "", **values}
    return {"body-count": "1", **{f"body-0-{name}": value for name, value in body.items()}}


UNFINISHED: dict[str, dict[str, Any]] = {
    "headline": {"title": ""},
    "kicker": {"kicker": "ط" * 200},
    "embargo": {"embargo_until": "غدًا"},
    "expiry": {"expire_at": "2020-01-01 10:00"},
    "address": {"external_uri": "http://"},
    "source": source_row(None),
    "video": block("video", **{"value-address": "", "value-caption": ""}),
}


def save_itself(newsroom: Newsroom, article: Article, **typed: Any) -> Any:
    client, url = newsroom.client("editor"), forms.edit_url(article)
    sent = {**forms.shown(client, url), **forms.EMPTY_BODY, **typed}
    return client.post(url, sent, headers=JSON)


def draft_of(article: Article) -> Article:
    found: Article = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    return found


@pytest.mark.parametrize("what", UNFINISHED)
def test_what_is_unfinished_keeps_nothing_else_from_being_saved(
    newsroom: Newsroom, what: str
) -> None:
    article = factories.make_draft(newsroom.politics, "خبر لم يكتمل")
    answer = save_itself(newsroom, article, lede=LEDE, **UNFINISHED[what])
    assert answer.status_code == 200
    said = answer.json()
    assert said["success"]
    assert "data-left-out" in said["html"]
    draft = draft_of(article)
    assert (draft.title, draft.lede) == ("خبر لم يكتمل", LEDE)
    assert (draft.kicker, draft.embargo_until, draft.expire_at) == ("", None, None)
    assert not draft.article_sources.exists()


def test_an_embargo_that_cannot_be_read_leaves_the_one_that_binds(newsroom: Newsroom) -> None:
    article = factories.make_draft(newsroom.politics)
    forms.rewrite(newsroom.client("editor"), article, embargo_until="2031-07-14 14:30")
    held = draft_of(article).embargo_until
    for typed in ("2031-07-", "2030-01-01 10:00", ""):
        answer = save_itself(newsroom, article, lede=typed, embargo_until=typed)
        assert answer.status_code == 200, typed
        assert draft_of(article).embargo_until == held
        assert draft_of(article).lede == typed


def test_a_row_that_waited_is_saved_once_when_it_is_chosen(newsroom: Newsroom) -> None:
    source = Source.objects.create(name="وكالة الواحة")
    article = factories.make_draft(newsroom.politics)
    first = save_itself(newsroom, article, **source_row(None)).json()
    updates = dict(first["field_updates"])
    held = int(updates.get("article_sources-INITIAL_FORMS", "0"))
    for _again in range(2):
        row = source_row(source, held)
        row["article_sources-0-id"] = updates.get("article_sources-0-id", "")
        answer = save_itself(newsroom, article, **row)
        assert answer.status_code == 200
        updates |= dict(answer.json()["field_updates"])
        held = int(updates.get("article_sources-INITIAL_FORMS", "0"))
    named = [one.source_id for one in draft_of(article).article_sources.all()]
    assert named == [source.pk]
    assert "data-left-out" not in answer.json()["html"]


def test_a_button_refuses_it_beside_the_field(newsroom: Newsroom) -> None:
    article = factories.make_draft(newsroom.politics)
    answer = forms.rewrite(newsroom.client("editor"), article, embargo_until="غدًا")
    assert set(answer.context["form"].errors) == {"embargo_until"}


def test_what_carries_a_verb_is_bound_whatever_it_calls_itself(newsroom: Newsroom) -> None:
    article = factories.make_draft(newsroom.politics)
    typed = {"kicker": "ط" * 200, AUTOSAVE: "1", "action-publish": "1"}
    answer = forms.rewrite(newsroom.client("editor"), article, **typed)
    assert "kicker" in answer.context["form"].errors
    assert not Article.objects.get(pk=article.pk).live


def test_a_new_page_waits_for_its_headline(newsroom: Newsroom) -> None:
    client, url = newsroom.client("reporter"), forms.create_url(newsroom.politics)
    sent = {**forms.shown(client, url), **forms.EMPTY_BODY, "lede": LEDE, "title": ""}
    assert client.post(url, sent, headers=JSON).status_code == 400
    sent |= {"title": "خبر", "embargo_until": "غدًا"}
    answer = client.post(url, sent, headers=JSON)
    assert json.loads(answer.content)["success"]
    assert Article.objects.get().lede == LEDE
