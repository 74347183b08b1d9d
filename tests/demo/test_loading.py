"""The demo edition in a newsroom, loaded once and read through the site."""

import re
from dataclasses import replace
from io import StringIO
from itertools import pairwise
from typing import Any, ClassVar

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from khabar.demo import drawing, editions, loader
from khabar.demo.management.commands.demo import english_address
from khabar.live.models import LiveCoverage
from khabar.newsroom import queries, rules
from khabar.newsroom.models import (
    Article,
    Author,
    Broadcast,
    Correction,
    Edition,
    FrontSlot,
    Photo,
    PublishedVersion,
    Section,
    Source,
    Story,
    Topic,
)
from tests import factories

AR_HOST, EN_HOST = "127.0.0.1:8000", "localhost:8000"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def draw_quickly(patch: pytest.MonkeyPatch) -> None:
    """One small picture stands for all: the scenes have a test of their own."""
    picture = factories.picture_bytes()
    patch.setattr(drawing, "jpeg", lambda *_scene: picture)


class TestTheLoadedDemo(TestCase):
    """Loaded once for all of these."""

    ar: ClassVar[Edition]
    en: ClassVar[Edition]
    said: ClassVar[str]

    @classmethod
    def setUpTestData(cls) -> None:
        with pytest.MonkeyPatch.context() as patch:
            draw_quickly(patch)
            cls.said = run("--with-english")
        cls.ar = Edition.objects.get(locale__language_code="ar")
        cls.en = Edition.objects.get(locale__language_code="en")

    def get(self, path: str, host: str = AR_HOST) -> Any:
        return self.client.get(path, headers={"host": host})

    def article(self, key: str, language: str = "ar") -> Article:
        record = next(a for a in editions.read(language).articles if a.key == key)
        return Article.objects.get(title=record.headline, locale__language_code=language)

    def test_a_coverage_goes_on(self) -> None:
        coverage = LiveCoverage.objects.get()
        page = self.get(coverage.get_absolute_url()).content.decode()
        (record,) = editions.read("ar").coverages
        assert page.count('data-post="') == len(record.entries())
        assert coverage.title in self.get("/").content.decode()

    def test_all_of_both_editions_is_there(self) -> None:
        for language, edition in (("ar", self.ar), ("en", self.en)):
            content = editions.read(language)
            here = {"locale": edition.locale}
            assert Article.objects.filter(**here).count() == len(content.articles)
            assert Section.objects.filter(**here, live=True).count() == len(content.sections)
            assert Story.objects.filter(**here, live=True).count() == len(content.stories)
            assert Author.objects.filter(**here).count() == len(content.authors)
            assert Topic.objects.filter(**here).count() == len(content.topics)
            assert LiveCoverage.objects.filter(**here, live=True).count() == len(content.coverages)
            assert edition.channels.count() == len(content.channels)
            drawn = Photo.objects.filter(source_uri__startswith=f"{loader.MARK}{language}:")
            assert drawn.count() == len(content.pictures)

    def test_it_says_where_the_editions_are(self) -> None:
        assert f"http://{AR_HOST}/" in self.said
        assert f"http://{EN_HOST}/" in self.said

    def test_a_sub_editor_has_nothing_to_refuse(self) -> None:
        for article in Article.objects.all():
            codes = {finding.code for finding in rules.findings(article)}
            assert codes <= {"lede-missing", "photo-missing"}, article.title

    def test_times_are_past_and_numbers_follow_them(self) -> None:
        rows = Article.objects.filter(locale=self.ar.locale).order_by("number")
        times = [article.published_at for article in rows]
        assert all(at and at <= timezone.now() for at in times)
        assert all(a <= b for a, b in pairwise(times) if a and b)

    def test_each_publication_left_its_version(self) -> None:
        labels = list(
            PublishedVersion.objects.filter(
                article=self.article("kardova-runoff-result")
            ).values_list("label", flat=True)
        )
        assert labels == ["publish", "update", "correction"]
        assert set(Article.objects.values_list("pk", flat=True)) == set(
            PublishedVersion.objects.values_list("article_id", flat=True)
        )

    def test_a_correction_tells_of_its_own_hour(self) -> None:
        correction = Correction.objects.get(article=self.article("kardova-runoff-result"))
        article = correction.article
        assert article.published_at is not None
        assert article.published_at < correction.at < timezone.now()
        assert article.updated_at == correction.at
        assert correction.touches_top

    def test_the_urgent_one_is_urgent_for_an_hour(self) -> None:
        article = self.article("kasir-urgent-reopen")
        assert article.urgent
        assert article.urgent_until is not None
        assert article.urgent_until > timezone.now()

    def test_media_marks_come_from_the_bodies(self) -> None:
        assert self.article("olive-season").has_photos
        assert self.article("camp-winter").has_video
        assert self.article("kardova-factcheck-boxes").has_video
        assert not self.article("ministers-phones").has_photos

    def test_bodies_read_back_as_written(self) -> None:
        verse = next(b for b in self.article("poem-dalwan").body if b.block_type == "verse")
        assert verse.value["lines"][0]["first"] == "يا نهرُ إنّا وردنا الضفتين معًا"
        gallery = next(b for b in self.article("olive-season").body if b.block_type == "gallery")
        assert [p["photo"].title for p in gallery.value["photos"]][:2] == [
            *("تلال الزيتون", "طريق الصحراء")
        ]
        table = next(b for b in self.article("league-results").body if b.block_type == "table")
        rows = [[cell.value for cell in row] for row in table.value["table"].rows]
        assert rows[1] == ["ميناء الزيت", "0-3", "هلال هارفة"]

    def test_the_front_leads_with_the_placed_article(self) -> None:
        front = queries.front(self.ar)
        assert front.lead is not None
        assert front.lead.number == self.article("dalwan-data-deal").number
        assert FrontSlot.objects.filter(edition=self.ar).count() == 3

    def test_stories_hold_their_articles(self) -> None:
        counts = {story.title: story.count for story in queries.stories(self.ar)}
        content = editions.read("ar")
        for story in content.stories:
            held = [a for a in content.articles if story.key in a.stories and not a.withdrawn]
            assert counts[story.title] == len(held)

    def test_english_is_a_translation_of_arabic(self) -> None:
        article = self.article("en-dalwan-deal", "en")
        original = article.get_translation(self.ar.locale)
        assert original.pk == self.article("dalwan-data-deal").pk
        assert {language for language, _url in queries.alternates(article)} == {"ar", "en"}
        assert Source.objects.get(slug="ostrem-wire").name_in(self.en.locale) == "Ostrem Wire"

    def test_the_broadcast_has_a_day_without_gaps(self) -> None:
        programme = list(Broadcast.objects.get(edition=self.ar).programme.order_by("starts_at"))
        assert all(a.ends_at == b.starts_at for a, b in pairwise(programme))
        day = programme[-1].ends_at - programme[0].starts_at
        assert day.total_seconds() == 24 * 3600
        assert Broadcast.objects.get(edition=self.ar).on_air

    def test_policies_are_linked(self) -> None:
        assert len(queries.policy_pages(self.ar)) == 8

    def test_readers_get_every_page(self) -> None:
        for edition, host in ((self.ar, AR_HOST), (self.en, EN_HOST)):
            here = {"locale": edition.locale, "live": True}
            pages = [
                *Article.objects.filter(**here),
                *(queries.menu(edition)),
                *(queries.policy_pages(edition).values()),
            ]
            paths = [
                *("/", "/latest/", "/stories/", "/follow/", "/live/", "/corrections/"),
                *(
                    page.get_absolute_url() if isinstance(page, Article) else page.url
                    for page in pages
                ),
                *(story.url for story in queries.stories(edition)),
            ]
            for path in paths:
                response = self.get(path, host)
                assert response.status_code == 200, (host, path)
                # What a template prints of a value that is not there.
                assert not re.search(r">\s*None\b", response.content.decode()), (host, path)

    def test_the_withdrawn_one_is_gone_with_its_reason(self) -> None:
        article = self.article("envoy-resigns")
        response = self.get(article.get_absolute_url())
        assert response.status_code == 410
        assert article.withdrawal_reason in response.content.decode()

    def test_a_second_load_changes_nothing(self) -> None:
        before = Article.objects.count(), Photo.objects.count()
        with pytest.raises(CommandError, match="already loaded"):
            run()
        assert "already loaded" in run("--if-empty")
        assert (Article.objects.count(), Photo.objects.count()) == before


def test_a_newsroom_with_contents_is_left_alone(ar_section: Section) -> None:
    with pytest.raises(CommandError, match="has contents"):
        run()
    assert "has contents" in run("--if-empty")
    assert list(Section.objects.all()) == [ar_section]
    assert not Photo.objects.exists()


@pytest.fixture
def ar_section(db: None) -> Section:  # noqa: ARG001 (opens the database)
    """All that an otherwise empty newsroom has."""
    return factories.make_section(factories.make_edition())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_load_that_fails_leaves_an_empty_newsroom(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_quickly(monkeypatch)
    content = editions.read("en")
    broken = replace(content.articles[-1], topics=["no such topic"])
    faulty = replace(content, articles=[*content.articles[:-1], broken])
    monkeypatch.setattr(editions, "read", lambda _language: faulty)
    with pytest.raises(KeyError):
        loader.load([loader.Place("en", "http://testserver")])
    assert not Edition.objects.exists()
    assert not Photo.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("address", "english"),
    [
        ("http://127.0.0.1:8000", "http://localhost:8000"),
        ("https://khabar.example", "https://en.khabar.example"),
        ("http://[::1]:8000", "http://localhost:8000"),
    ],
)
def test_the_english_edition_has_a_host_of_its_own(address: str, english: str) -> None:
    assert english_address(address) == english
