"""What readers find."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from khabar.newsroom import actions
from khabar.newsroom.models import Article, Author, Edition, Section
from khabar.search.queries import Asked, Found, related, search, similar, suggest
from tests import factories

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def found(edition: Edition, text: str, **more: Any) -> Found:
    return search(Asked(text, edition, **more), now=NOW)


def body(*paragraphs: str) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{text}</p>") for text in paragraphs]


@pytest.fixture
def border(politics: Section) -> Article:
    return factories.make_article(
        politics,
        "اتفاق جديد على الحدود",
        at=NOW - timedelta(days=2),
        body=body("قال الوزير إن المعلّمين سيفتحون المعبر الإقليمي غدًا."),
    )


@pytest.fixture
def festival(politics: Section, sport: Section) -> Article:
    return factories.make_article(
        sport,
        "مهرجان البحر ينطلق",
        at=NOW - timedelta(days=1),
        body=body("يقام المهرجان على الشاطئ، وحضره معلّم واحد."),
        other_sections=[politics],
    )


def test_spellings_meet(
    ar: Edition, border: Article, festival: Article, index: Callable[[], None]
) -> None:
    index()
    for text in ("اتفـــاق الحدود", "الاقليمي", "الإقلیمي", "مَعبَر"):
        assert found(ar, text).ids == [border.pk], text
    assert found(ar, "معلم").ids == [festival.pk, border.pk]


def test_filters_and_their_counts(  # noqa: PLR0917 (fixtures)
    ar: Edition,
    politics: Section,
    sport: Section,
    border: Article,
    festival: Article,
    index: Callable[[], None],
) -> None:
    index()
    said = found(ar, "معلم")
    assert dict(said.facets["section"]) == {politics.pk: 2, sport.pk: 1}
    assert found(ar, "معلم", section=sport.pk).ids == [festival.pk]
    assert found(ar, "", section=politics.pk).ids == [festival.pk, border.pk]
    day = (NOW - timedelta(days=2)).date()
    assert found(ar, "معلم", since=day, until=day).ids == [border.pk]
    assert found(ar, "معلم", since=day + timedelta(days=1)).ids == [festival.pk]


def test_quotes_and_minus(
    ar: Edition, border: Article, festival: Article, index: Callable[[], None]
) -> None:
    index()
    assert found(ar, '"على الشاطئ"').ids == [festival.pk]
    assert found(ar, "«الشاطئ على»").ids == []
    assert found(ar, "معلم -مهرجان").ids == [border.pk]
    assert found(ar, "-مهرجان").ids == [border.pk]


def test_stop_words_alone_still_answer(
    ar: Edition, border: Article, index: Callable[[], None]
) -> None:
    index()
    assert found(ar, "على").ids == [border.pk]


@pytest.mark.parametrize(
    "text", ["", " ", '"', "«", "-", "- -", "()", "a AND", "title:x", "*", "^2~", "\0", "😀"]
)
def test_nothing_typed_is_an_error(
    ar: Edition, border: Article, index: Callable[[], None], text: str
) -> None:
    del border
    index()
    assert found(ar, text).ids == []
    suggest(text, ar)


def test_a_very_long_text_is_cut(ar: Edition, border: Article, index: Callable[[], None]) -> None:
    index()
    said = found(ar, "اتفاق " + "ب" * 10_000)
    assert said.cut
    assert said.ids == [border.pk]


def test_what_is_withdrawn_leaves_at_once(
    ar: Edition, border: Article, festival: Article, index: Callable[[], None]
) -> None:
    index()
    actions.withdraw(border, reason="خطأ", by=None)
    assert found(ar, "معلم").ids == [festival.pk]
    assert [one.pk for one in suggest("اتفا", ar)] == []
    assert related(festival) == []


def test_without_an_index_the_database_answers(
    ar: Edition, border: Article, festival: Article
) -> None:
    del festival
    assert found(ar, "الاتفاق").ids == [border.pk]


def test_the_status_tells_what_there_is_and_what_to_do_without(
    ar: Edition,
    border: Article,
    index: Callable[[], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    del ar, border
    with pytest.raises(CommandError, match="khabar search rebuild"):
        call_command("search", "status")
    index()
    call_command("search", "status")
    assert re.search(r"^articles +1 in 1 segments$", capsys.readouterr().out, re.MULTILINE)
    call_command("search", "status", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["articles"], told["left"], told["current"]) == (1, 0, True)
    assert told["bytes"] > 0


def test_suggestions(ar: Edition, border: Article, index: Callable[[], None]) -> None:
    author = Author.objects.create(name="الحسين حداد", locale=ar.locale)
    index()
    for text in ("الح", "حد", "الإتفاق على ال", "اتفاق ح"):
        assert border.pk in [one.pk for one in suggest(text, ar)], text
    assert [(one.kind, one.url) for one in suggest("حسي", ar)] == [
        ("author", author.get_absolute_url())
    ]


def test_related_and_similar(ar: Edition, politics: Section, index: Callable[[], None]) -> None:
    first = factories.make_article(politics, "الجيش يعلن فتح معبر الحدود الشمالي")
    second = factories.make_article(politics, "معبر الحدود الشمالي مفتوح أمام التجار")
    twin = factories.make_article(politics, "معبر الحدود الشمالي مفتوح أمام التجار")
    index()
    assert related(first) in ([second.pk], [twin.pk])
    assert set(similar("ما جرى في معبر الحدود الشمالي", ar)) < {first.pk, second.pk, twin.pk}
