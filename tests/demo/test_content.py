"""The house's rules of writing, held by the demo's own words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from khabar.demo import dating, drawing, editions, markup
from khabar.language.text import matching_key, read_length, repeats
from khabar.newsroom.models import Genre, Story
from khabar.newsroom.rules import HEADLINE_ADVICE

AR, EN = editions.read("ar"), editions.read("en")
BOTH = pytest.mark.parametrize("content", [AR, EN], ids=["ar", "en"])

ADDRESS = re.compile(r"https?://\S+|[\w.-]+@[\w.-]+")


def blocks(content: editions.DemoEdition) -> Iterator[tuple[str, markup.Block]]:
    records: list[editions.Article | editions.TextPage] = [*content.articles, *content.pages]
    for record in records:
        for block in markup.parse(record.body):
            yield record.key, block


def words_of(thing: Any) -> Iterator[str]:
    """Every string in a record or block, without mark-up and addresses."""
    if isinstance(thing, str):
        text = re.sub(r"</?b>", "", thing)
        yield ADDRESS.sub("x", re.sub(r"<[^>]+>", "\n", text))
    elif isinstance(thing, (list, tuple)):
        for part in thing:
            yield from words_of(part)
    elif is_dataclass(thing):
        for part in fields(thing):
            if part.name != "body":  # Read as blocks.
                yield from words_of(getattr(thing, part.name))


def arabic_prose() -> Iterator[str]:
    records: Iterable[Any] = [
        AR.settings,
        *AR.sections,
        *AR.topics,
        *AR.authors,
        *AR.stories,
        *AR.pages,
        *AR.pictures,
        *AR.articles,
        *(erratum for article in AR.articles for erratum in article.errata()),
        *AR.coverages,
        *(post for coverage in AR.coverages for post in coverage.entries()),
        *(post.body for coverage in AR.coverages for post in coverage.entries()),
        *(block for _key, block in blocks(AR)),
    ]
    for record in records:
        yield from (text for text in words_of(record) if re.search(r"[\u0621-\u064a]", text))


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("an Arabic comma, except within a number", r",(?!\d)|(?<!\d),"),
        ("an Arabic semicolon and question mark", r"[;?]"),
        ("guillemets, never straight quotes", "[\"']"),
        ("no space before a mark", r"\s[،؛؟:.!»](?!\d)"),
        ("a space after a mark", r"[،؛؟][\w«]"),
        ("no space within guillemets", r"«\s|\s»"),
        ("tanween before its alef", r"اً"),
        ("no tatweel but after a prefix", r"ـ(?![\d«])"),
        ("no doubled space", r"\S  \S"),
        ("no direction marks or joiners typed in", r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069]"),
        ("no Persian or Urdu letters", r"[یکگپچ]"),
        ("no «تم» with a verbal noun", r"\b(?:تم|يتم|سيتم|تتم)\b"),
        ("a hamza in «إلى» and «أن»", r"\b(?:الى|او|اي|انه|انها)\b"),
        ("«مئة», not «مائة»", r"مائة|مائتي"),
        ("no percent sign in a sentence", r"\d%\s+\w"),
    ],
)
def test_arabic_is_set_as_the_house_sets_it(rule: str, fault: str) -> None:
    faults = [text for text in arabic_prose() if re.search(fault, text)]
    assert faults == [], rule


def test_guillemets_are_closed() -> None:
    assert [text for text in arabic_prose() if text.count("«") != text.count("»")] == []


@BOTH
def test_headlines_fit(content: editions.DemoEdition) -> None:
    long = [a.key for a in content.articles if read_length(a.headline) > HEADLINE_ADVICE]
    short = [a.key for a in content.articles if read_length(a.short) > 50]
    stopped = [a.key for a in content.articles if a.headline.endswith((".", "،", ":"))]
    assert (long, short, stopped) == ([], [], [])


@BOTH
def test_a_lede_adds_to_its_headline(content: editions.DemoEdition) -> None:
    assert [a.key for a in content.articles if repeats(a.lede, a.headline)] == []
    assert [a.key for a in content.articles if a.lede and not a.lede.endswith((".", "؟"))] == []


@BOTH
def test_nothing_is_said_twice(content: editions.DemoEdition) -> None:
    for said in (
        [a.headline for a in content.articles],
        [a.lede for a in content.articles if a.lede],
        [b.html for _key, b in blocks(content) if isinstance(b, markup.Paragraph)],
        [p.alt for p in content.pictures if p.scene != "portrait"],
        [p.caption for p in content.pictures],
    ):
        assert [text for text, times in Counter(map(matching_key, said)).items() if times > 1] == []


@BOTH
def test_a_picture_is_described_captioned_and_credited(content: editions.DemoEdition) -> None:
    captions = {p.key: {p.caption} for p in content.pictures}
    for article in content.articles:
        if article.photo:
            captions[article.photo] |= {article.photo_caption, article.headline}
    for _key, block in blocks(content):
        placed = block.photos if isinstance(block, markup.Gallery) else [block]
        for photo in placed:
            if isinstance(photo, markup.PlacedPhoto):
                captions[photo.key].add(photo.caption)
    for picture in content.pictures:
        assert matching_key(picture.alt), picture.key
        assert matching_key(picture.alt) not in map(matching_key, captions[picture.key])
        assert picture.photographer or picture.agency, picture.key


@BOTH
def test_every_reference_leads_somewhere(content: editions.DemoEdition) -> None:
    pictures = {p.key for p in content.pictures}
    articles = {a.key for a in content.articles}
    documents = {d.key for d in content.documents}
    wanted_pictures = {
        content.settings.share_photo,
        *(author.photo for author in content.authors),
        *(story.photo for story in content.stories),
        *(article.photo for article in content.articles if article.photo),
    }
    if content.broadcast:
        wanted_pictures.add(content.broadcast.poster)
    for key, block in blocks(content):
        match block:
            case markup.PlacedPhoto():
                wanted_pictures.add(block.key)
            case markup.Gallery():
                wanted_pictures |= {photo.key for photo in block.photos}
            case markup.Video():
                wanted_pictures.add(block.poster)
            case markup.AlsoRead():
                assert block.key in articles - {key}
            case markup.DocumentLink():
                assert block.key in documents
    assert wanted_pictures == pictures  # None is missing, none is drawn for nothing.
    assert {placing.article for placing in content.front} <= articles


@BOTH
def test_articles_name_what_exists(content: editions.DemoEdition) -> None:
    sections = {s.key for s in content.sections}
    stories = {s.key for s in content.stories}
    topics = {t.key for t in content.topics}
    people = {f"author:{a.key}" for a in content.authors} | {f"source:{s.key}" for s in AR.sources}
    sources = {s.key for s in AR.sources}
    for article in content.articles:
        assert article.section in sections, article.key
        assert set(article.stories) <= stories, article.key
        assert set(article.topics) <= topics, article.key
        assert set(article.sources) <= sources, article.key
        assert {name for name in article.by if not name.startswith("text:")} <= people, article.key
        assert bool(article.ago) != bool(article.at), article.key
    assert {s for a in content.articles for s in a.stories} == stories
    assert {t for a in content.articles for t in a.topics} == topics


def test_translations_name_their_originals() -> None:
    for kind in ("sections", "authors", "topics", "stories", "pages", "articles"):
        originals = {record.key for record in getattr(AR, kind)}
        assert {record.translates for record in getattr(EN, kind)} <= originals, kind


@BOTH
def test_keys_and_addresses_are_unique(content: editions.DemoEdition) -> None:
    records = (
        *(content.sections, content.stories, content.pages, content.authors, content.topics),
        *(content.pictures, content.articles, content.documents, content.sources),
    )
    for kind in records:
        keys = [record.key for record in kind]
        assert len(keys) == len(set(keys))
    slugs = [*(s.slug for s in content.sections), *(p.slug for p in content.pages)]
    assert len(slugs) == len(set(slugs))


def test_the_arabic_edition_shows_every_form() -> None:
    assert len(AR.articles) >= 60
    assert len(AR.sections) >= 6
    assert {a.genre for a in AR.articles} == set(Genre.values)
    assert Counter(s.state for s in AR.stories) == {
        Story.State.ONGOING: 5,
        Story.State.DORMANT: 1,
        Story.State.CLOSED: 1,
    }
    kinds = {type(block) for _key, block in blocks(AR)}
    assert kinds == set(markup.Block.__args__)
    for form in (
        lambda a: not a.photo,
        lambda a: not a.lede,
        lambda a: not a.by,
        lambda a: not (a.photo or a.lede or a.by),
        lambda a: a.urgent,
        lambda a: a.sponsored,
        lambda a: a.withdrawn,
        lambda a: a.corrections,
        lambda a: a.at,
        lambda a: len(a.by) > 1,
    ):
        assert any(form(article) for article in AR.articles)
    assert {p.label for p in AR.pictures} == {
        *("", "archive", "illustrative", "unverified", "ai_made")
    }
    assert any(p.graphic for p in AR.pictures)


@BOTH
def test_every_section_has_enough_for_its_block(content: editions.DemoEdition) -> None:
    counts = Counter(article.section for article in content.articles)
    assert min(counts[section.key] for section in content.sections) >= 4


@BOTH
def test_dates_of_bodies_can_be_written(content: editions.DemoEdition) -> None:
    now = datetime(2015, 9, 27, 14, 30, tzinfo=UTC)
    for article in content.articles:
        written = dating.fill(article.body, now, "UTC", content.language)
        assert "{" not in written
        markup.parse(written)


def test_dates_follow_the_day_of_appearance() -> None:
    sunday = datetime(2015, 9, 27, 23, 30, tzinfo=UTC)
    text = "{weekday} {date}، {weekday-2} {date+4}"
    assert dating.fill(text, sunday, "UTC", "ar") == (
        "الأحد 27\u00a0سبتمبر/أيلول، الجمعة 1\u00a0أكتوبر/تشرين الأول"
    )
    assert dating.fill("{weekday} {date}", sunday, "Asia/Riyadh", "en") == (
        "Monday 28\u00a0September"
    )


@pytest.mark.parametrize("wrong", ["{noon}", "{date 2}", "{}"])
def test_an_unknown_date_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        dating.fill(wrong, datetime(2015, 9, 27, tzinfo=UTC), "UTC", "ar")


@pytest.mark.parametrize(("text", "minutes"), [("9m", 9), ("2h5m", 125), ("1d", 1440)])
def test_lengths_of_time(text: str, minutes: int) -> None:
    assert dating.ago(text).total_seconds() == minutes * 60


@pytest.mark.parametrize("text", ["", "5", "yesterday", "2m3h"])
def test_a_length_of_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        dating.ago(text)


@pytest.mark.parametrize(
    "body", ["@nothing", "@quote speaker without role\nwords", "@table a\nb | c\nd"]
)
def test_a_block_that_says_nothing_known_is_refused(body: str) -> None:
    with pytest.raises(markup.MarkupError):
        markup.parse(body)


def test_paragraphs_and_lists() -> None:
    assert markup.parse("a <b\n**c**\n\n- d\n- e\n\n1. f\n2. g\n\n## h") == [
        markup.Paragraph("<p>a &lt;b <b>c</b></p>"),
        markup.Paragraph("<ul><li>d</li><li>e</li></ul>"),
        markup.Paragraph("<ol><li>f</li><li>g</li></ol>"),
        markup.Subhead("h"),
    ]


def test_a_record_with_an_unknown_or_missing_word_is_refused() -> None:
    with pytest.raises(editions.ContentError, match="unknown colour"):
        editions.build(editions.Topic, {"key": "a", "name": "b", "colour": "c"})
    with pytest.raises(editions.ContentError, match="lacks name"):
        editions.build(editions.Topic, {"key": "a"})


@BOTH
def test_every_picture_has_a_scene(content: editions.DemoEdition) -> None:
    assert {p.scene for p in content.pictures} <= set(drawing.SCENES)
