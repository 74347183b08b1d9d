"""«نظّف النص» over HTTP, and what saving leaves out."""

import json
from typing import Any

import pytest
from django.test import Client

from khabar.desk.writing import shortcuts
from khabar.newsroom import body_text
from khabar.newsroom.models import Article
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

CLEAN = "/desk/writing/{}/clean/"


def ask(client: Client, pk: int, *texts: Any) -> Any:
    return client.post(
        CLEAN.format(pk), json.dumps({"texts": texts}), content_type="application/json"
    )


def applied(text: str, changes: list[dict[str, Any]]) -> str:
    """As the editor's script does it: offsets count UTF-16 units."""
    units = text.encode("utf-16-le")
    for change in reversed(changes):
        before, after = units[: 2 * change["start"]], units[2 * change["end"] :]
        units = before + change["replacement"].encode("utf-16-le") + after
    return units.decode("utf-16-le")


def test_who_may_edit_gets_what_would_be_mended(newsroom: Newsroom) -> None:
    texts = ['🙂 قال "نعم" , فی', "نص نظيف"]
    article = factories.make_draft(newsroom.politics, owner=newsroom.people["reporter"])
    for pk in (article.pk, newsroom.politics.pk):
        changes = ask(newsroom.client("reporter"), pk, *texts).json()["changes"]
        assert applied(texts[0], changes[0]) == "🙂 قال «نعم»، في"
        assert changes[1] == []
    assert {change["reason"] for change in changes[0]} == {"quote", "letter"}


def test_who_may_not_edit_gets_nothing(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics)
    assert ask(newsroom.client("photo"), article.pk, "نص").status_code == 302
    assert ask(newsroom.client("reporter"), article.pk + 1000, "نص").status_code == 404
    assert ask(Client(), article.pk, "نص").status_code == 302
    assert newsroom.client("chief").get(CLEAN.format(article.pk)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(newsroom.people["chief"])
    assert ask(strict, article.pk, "نص").status_code == 403


@pytest.mark.parametrize(
    "body",
    ["", "[]", '{"texts": 5}', '{"texts": [1]}', "{", '{"texts": ["' + "ب" * 1_000_001 + '"]}'],
)
def test_what_is_no_list_of_texts_is_refused_in_words(newsroom: Newsroom, body: str) -> None:
    response = newsroom.client("chief").post(
        CLEAN.format(newsroom.politics.pk), body, content_type="application/json"
    )
    assert response.status_code == 400
    assert "أعد تحميل الصفحة" in response.json()["error"]


def test_the_language_is_that_of_the_edition(newsroom: Newsroom) -> None:
    farsi = factories.make_edition("fa", "fa.testserver")
    section = factories.make_section(farsi, "سیاست", "siasat")
    changes = ask(newsroom.client("owner"), section.pk, "کتاب ,").json()["changes"]
    assert [change["replacement"] for change in changes[0]] == ["،"]


BODY = {
    "body-count": "2",
    "body-0-deleted": "",
    "body-0-order": "0",
    "body-0-type": "subhead",
    "body-0-id": "",
    "body-0-value": "عنوان\u200e فرعي",
    "body-1-deleted": "",
    "body-1-order": "1",
    "body-1-type": "quote",
    "body-1-id": "",
    "body-1-value-text": "قال\u202b نعم\u202c",
    "body-1-value-speaker": "سلمى",
    "body-1-value-role": "",
}


def test_saving_leaves_out_what_nobody_sees_and_says_where(newsroom: Newsroom) -> None:
    client = newsroom.client("reporter")
    url = forms.create_url(newsroom.politics)
    typed = forms.shown(client, url) | BODY
    typed |= {"title": "اتفاق\u200f جديد", "lede": 'قال "نعم" ,\ufeff كما\u200b هو'}
    response = client.post(url, typed, follow=True)
    draft = Article.objects.get().get_latest_revision_as_object()
    assert draft.title == "اتفاق جديد"
    assert draft.lede == 'قال "نعم" , كما هو'
    assert draft.body[0].value == "عنوان فرعي"
    assert draft.body[1].value["text"] == "قال نعم"
    assert "حُذفت علامات غير مرئية من: العنوان، المقدمة، النص" in forms.said(response)
    again = forms.rewrite(client, Article.objects.get(), **BODY)
    assert again.status_code == 302


def test_rich_text_is_cleaned_in_its_letters_alone(newsroom: Newsroom) -> None:
    paragraph = '<p data-block-key="k">خبر\u200f <a href="https://x.example/\u200f">عاجل</a></p>'
    article = factories.make_draft(newsroom.politics, body=[("paragraph", paragraph)])
    kept = str(article.body[0].id)
    assert body_text.drop_marks(article.body, "ar")
    assert article.body[0].value.source == paragraph.replace("خبر\u200f", "خبر")
    assert str(article.body[0].id) == kept
    assert not body_text.drop_marks(article.body, "ar")
    assert body_text.words(article.body) == 2


def test_the_form_follows_the_printed_page(newsroom: Newsroom) -> None:
    article = factories.make_draft(newsroom.politics, body=[("subhead", "ثلاث كلمات هنا")])
    page = newsroom.client("chief").get(forms.edit_url(article)).content.decode()
    names = ["kicker", "title", "short_headline", "lede", "body-count", "hero_caption"]
    names += ["article_sources-TOTAL_FORMS", "article_stories-TOTAL_FORMS", "topics", "genre"]
    places = [page.find(name) for name in _as_shown(names)]
    assert -1 not in places
    assert places == sorted(places)
    assert 'data-saved="3"' in page


def _as_shown(names: list[str]) -> list[str]:
    # The body's fields are made by a script: its panel stands for them.
    return ['id="body"' if name == "body-count" else f'name="{name}"' for name in names]


def test_other_parts_add_keys_and_missing_targets_are_left_out(newsroom: Newsroom) -> None:
    page = newsroom.client("chief").get("/desk/").content.decode()
    assert '"name": "home"' in page
    assert '"name": "nowhere"' not in page
    with pytest.raises(ValueError, match="taken by home"):
        shortcuts.register_shortcut("nowhere", "Ctrl+Alt+KeyY", "x", url="wagtailadmin_home")
    with pytest.raises(ValueError, match="no group"):
        shortcuts.register_shortcut("nowhere", "Ctrl+Alt+KeyX", "x", group="elsewhere")
    assert shortcuts.Shortcut("x", "Mod+Shift+KeyU", "x").shown(mac=True) == "⌘ + ⇧ + U ع"
    assert shortcuts.Shortcut("x", "Ctrl+Alt+KeyU", "x", url="no:such").target() is None
