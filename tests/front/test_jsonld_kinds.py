"""What machines read of articles of each kind."""

import pytest

from khabar.newsroom.models import Section, Source
from tests import factories
from tests.front import everything
from tests.front.readers import Reader


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("genre", "sponsored", "kind"),
    [
        ("news", False, "NewsArticle"),
        ("interview", False, "NewsArticle"),
        ("report", False, "ReportageNewsArticle"),
        ("investigation", False, "ReportageNewsArticle"),
        ("analysis", False, "AnalysisNewsArticle"),
        ("opinion", False, "OpinionNewsArticle"),
        ("report", True, "AdvertiserContentArticle"),
    ],
)
def test_a_genre_has_its_type(
    politics: Section, reader: Reader, genre: str, *, sponsored: bool, kind: str
) -> None:
    article = factories.make_article(politics, genre=genre, sponsored=sponsored)
    assert kind in reader.get(article.get_absolute_url()).things()


@pytest.mark.django_db
def test_a_translated_article_names_its_other_languages(
    politics: Section, world: Section, reader: Reader
) -> None:
    arabic = factories.make_article(politics)
    english = factories.make_article(
        world, "A treaty on the border", translation_key=arabic.translation_key
    )
    alternates = {
        str(link["hreflang"]): str(link["href"])
        for link in reader.get(arabic.get_absolute_url()).document.select("link[hreflang]")
    }
    assert alternates == {"ar": arabic.full_url, "en": english.full_url}


@pytest.mark.django_db
def test_an_agencys_byline_is_an_organization(politics: Section, reader: Reader) -> None:
    agency = Source.objects.create(name="رويترز", kind="agency")
    article = factories.make_article(politics, byline=[agency])
    thing = reader.get(article.get_absolute_url()).things()["NewsArticle"]
    assert thing["author"][0]["@type"] == "Organization"


@pytest.mark.django_db
def test_an_article_without_anything_still_has_a_description(
    politics: Section, reader: Reader
) -> None:
    text = "كلمة " * 60
    article = factories.make_article(politics, body=[everything.paragraph(f"<p>{text}</p>")])
    meta = reader.get(article.get_absolute_url()).document.select_one("meta[name=description]")
    assert meta is not None
    assert str(meta["content"]).endswith("…")
    assert len(str(meta["content"])) <= 161
