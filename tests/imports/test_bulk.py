"""Articles published in bulk leave the rows that publishing them one by one leaves."""

import json
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from khabar.imports import bulk
from khabar.imports.building import Builder, Built, check_fields
from khabar.imports.matching import Matching
from khabar.imports.ninjs import parse
from khabar.imports.photos import LocalPhotos
from khabar.imports.reading import items, opened
from khabar.newsroom import actions
from khabar.newsroom.models import Article, Author, Edition, PublicNumber, Section
from khabar.outbox.models import Change
from tests import factories
from tests.imports.items import ninjs1, ninjs3

REAL = Path(settings.BASE_DIR).parents[1] / "shared/data/articles/arabic-news-17k.ninjs.jsonl.xz"

#: What differs between any two publications, and what is compared in another way.
TIMES = {
    "at",
    "created_at",
    "edited_at",
    "first_published_at",
    "hash",
    "last_published_at",
    "latest_revision_created_at",
    "timestamp",
    "title_norm",
    "translation_key",
}

#: The columns whose ids are of articles and sections. Ids of other tables may be the same numbers.
PAGES = {
    "article_id",
    "entry_id",
    "object_id",
    "page_id",
    "page_ptr_id",
    "section",
    "section_id",
}


def sample(folder: Path) -> list[dict[str, Any]]:
    (folder / "bridge.jpg").write_bytes(factories.picture_bytes())
    picture = {"name": "main", "renditions": [{"href": "bridge.jpg"}]}
    body = (
        '<p>نص <a href="https://example.org/">رابط</a></p><h2>عنوان</h2><ul><li>أ</li></ul>'
        '<blockquote>قال</blockquote><img src="bridge.jpg"><table><tr><td>1</td></tr></table>'
    )
    rich = ninjs3(3, associations=[picture], bodies=[{"contentType": "text/html", "value": body}])
    bare = {"uri": "urn:example:4", "headline": "بلا شيء؟", "firstcreated": "2020-01-01"}
    two = ninjs1(5, byline="أحمد", infosource=[{"name": "أ"}, {"name": "ب"}])
    return [ninjs1(1), ninjs3(2), rich, bare, two, *real(6)]


def real(count: int) -> Iterable[dict[str, Any]]:
    """Some of the real articles, where they are."""
    if REAL.exists():
        with opened(str(REAL)) as (_raw, file):
            for item, _number in zip(items(file), range(count), strict=False):
                yield item.data


@pytest.fixture
def built(ar: Edition, tmp_path: Path) -> Any:
    Author.objects.create(name="احمد", locale=ar.locale)
    builder = Builder(ar, "test", Matching(ar), LocalPhotos(tmp_path))
    found = sample(tmp_path)

    def build(provider: str) -> list[Built]:
        builder._provider = provider
        return [builder.build(parse(data, UTC)) for data in found]

    return build


def one_by_one(section: Section, built: list[Built]) -> list[Article]:
    published = []
    for one in built:
        article = Article(live=False, **one.values)
        article.genre = article.genre or "news"
        one.relate(article)
        section.add_child(instance=article)
        article.save_revision()
        published.append(actions.publish(article, by=None))
    return published


def in_bulk(section: Section, built: list[Built]) -> list[Article]:
    publisher = bulk.Publisher()
    articles = [one.article() for one in built]
    for article in articles:
        check_fields(article)
    prepared = [publisher.prepare(article) for article in articles]
    half = len(prepared) // 2
    for part in (prepared[:half], prepared[half:]):
        with transaction.atomic():
            bulk.lock(section)
            publisher.publish(section, part)
    return articles


class Rows:
    """The rows of one way, ids told by which of its articles they belong to."""

    def __init__(self, section: Section, articles: list[Article], provider: str) -> None:
        self.section = Section.objects.get(pk=section.pk)
        self.articles = articles
        self.provider = provider
        self.names = {str(self.section.pk): "the section"}
        for place, article in enumerate(articles):
            self.names |= {str(article.pk): f"article {place}"}

    def of(self, model: type[models.Model], field: str) -> list[list[dict[str, Any]]]:
        """Each article's rows of a table."""
        found = []
        for article in self.articles:
            rows = model._base_manager.filter(**{field: article.pk}).order_by("pk").values()
            found.append([self.plain(row, article) for row in rows])
        return found

    def plain(self, row: dict[str, Any], article: Article) -> dict[str, Any]:
        kept = {k: v for k, v in row.items() if k not in TIMES and k not in {"id", "pk"}}
        told = {key: self.value(key, value, article) for key, value in kept.items()}
        if row.get("to_content_type_id") == ContentType.objects.get_for_model(Page).pk:
            told["to_object_id"] = self.name(row["to_object_id"])
        return told

    def value(self, key: str, value: Any, article: Article) -> Any:
        number = str(article.number)
        told: dict[str, Callable[[], Any]] = {
            "content_path": lambda: [part for part in value.split(".") if not part.isdigit()],
            "content_path_hash": lambda: "",
            "external_provider": lambda: "",
            "key": lambda: self.key(value),
            "number": lambda: value == article.number,
            "article_number": lambda: value == article.number,
            "path": lambda: value.removeprefix(self.section.path),
            "slug": lambda: value.removeprefix(number),
            "url_path": lambda: value.replace(f"/{number}", "/№"),
        }
        if key == "content":
            return self.content(value, article)
        if key in {"latest_revision_id", "live_revision_id", "revision_id"}:
            return value and value == Article.objects.get(pk=article.pk).live_revision_id
        if key in told:
            return told[key]()
        return self.name(value) if key in PAGES else value

    def key(self, value: str) -> tuple[str, Any]:
        kind, _colon, ident = value.rpartition(":")
        return kind, self.name(ident) if kind.endswith(":section") else ident

    def name(self, ident: Any) -> Any:
        return self.names.get(str(ident), ident)

    def content(self, value: Any, article: Article) -> Any:
        data = json.loads(value) if isinstance(value, str) else value
        return {
            name: [
                {key: part for key, part in child.items() if key not in {"pk", "article"}}
                for child in part
            ]
            if isinstance(part, list) and part and isinstance(part[0], dict)
            else self.value(name, part, article)
            for name, part in data.items()
            if name != "pk" and (name not in TIMES or part is None)
        }


#: Every table that publishing writes to, and the column that names the article.
TABLES = {
    "wagtailcore.Page": "pk",
    "newsroom.Article": "pk",
    "newsroom.BylineEntry": "article",
    "newsroom.ArticleSource": "article",
    "newsroom.ArticleStory": "article",
    "newsroom.ListEntry": "article",
    "newsroom.PublishedVersion": "article",
    "newsroom.DeskEntry": "article",
    "newsroom.DeskKey": "entry",
    "wagtailcore.Revision": "object_id",
    "wagtailcore.PageLogEntry": "page",
    "wagtailcore.ReferenceIndex": "object_id",
    "wagtailsearch.IndexEntry": "object_id",
}
#: Tables whose rows are told by count alone, or that are no article's.
COUNTED = {"newsroom.PublicNumber", "newsroom.PhotoInDraft", "outbox.Change"}


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
    }


def growth(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {
        label: after[label] - before[label]
        for label in after
        if after[label] != before[label] and label not in COUNTED
    }


def test_bulk_and_one_by_one_leave_the_same_rows(ar: Edition, built: Any) -> None:
    slow_section = factories.make_section(ar, "بطيء", "slow")
    fast_section = factories.make_section(ar, "سريع", "fast")
    slow_items, fast_items = built("slow"), built("fast")

    start = counts()
    slow = one_by_one(slow_section, slow_items)
    middle = counts()
    fast = in_bulk(fast_section, fast_items)
    assert growth(start, middle) == growth(middle, counts())
    written = {label for label in growth(start, middle) if not label.endswith("FTSIndexEntry")}
    # What is shown is compared by the test below.
    others = {"newsroom.Article_subjects", "newsroom.ShownArticle"}
    assert written <= {*TABLES, *others}

    slow_rows, fast_rows = (
        Rows(slow_section, slow, "slow"),
        Rows(fast_section, fast, "fast"),
    )
    for label, field in TABLES.items():
        model = apps.get_model(label)
        expected, found = slow_rows.of(model, field), fast_rows.of(model, field)
        if label in {"wagtailcore.ReferenceIndex", "newsroom.DeskKey"}:
            # Written as a set, so in any order.
            expected, found = (
                [sorted(rows, key=str) for rows in side] for side in (expected, found)
            )
        assert found == expected, label
    assert slow_rows.section.numchild == fast_rows.section.numchild == len(slow)
    assert [list(a.subjects.values_list("code")) for a in fresh(fast)] == [
        list(a.subjects.values_list("code")) for a in fresh(slow)
    ]
    assert [a.versions.get().at for a in fresh(fast)] == [a.last_published_at for a in fresh(fast)]
    assert all(not problems for problems in Page.find_problems())


def fresh(articles: list[Article]) -> list[Article]:
    return [Article.objects.get(pk=article.pk) for article in articles]


def test_what_was_published_in_bulk_is_found_edited_and_withdrawn(ar: Edition, built: Any) -> None:
    section = factories.make_section(ar)
    articles = in_bulk(section, built("fast"))
    found = Article.objects.search("الوادي")
    assert {article.pk for article in found} == {articles[place].pk for place in (0, 1, 2, 4)}
    with_title = IndexEntry.objects.exclude(title="")
    assert all(0.1 < norm < 10 for norm in with_title.values_list("title_norm", flat=True))
    article = Article.objects.get(pk=articles[2].pk)
    assert article.get_latest_revision_as_object().body == article.body
    article.title = "عنوان جديد"
    article.save_revision(user=get_user_model().objects.create_user("editor"))
    again = actions.update(article, by=None)
    assert again.versions.count() == 2
    assert list(again.byline_entries.values_list("text", flat=True)) == ["سلمى الحداد"]
    assert actions.withdraw(again, by=None, reason="سبب").withdrawn_at
    # The tree goes on where the bulk left it.
    after = factories.make_article(section, "بعدها")
    assert after.number not in {article.number for article in articles}
    assert PublicNumber.objects.get(pk=after.number)
    assert all(not problems for problems in Page.find_problems())


def test_letters_are_kept_readable_in_the_database(ar: Edition, built: Any) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps JSON decoded.")
    section = factories.make_section(ar)
    article = in_bulk(section, built("fast"))[0]
    with connection.cursor() as cursor:
        for table, column in (
            ("newsroom_article", "body"),
            ("wagtailcore_revision", "content"),
            ("newsroom_publishedversion", "content"),
        ):
            cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608 (names from above)
            assert "\\u06" not in "".join(text for (text,) in cursor.fetchall()), table
    assert article.title in article.live_revision.content["title"]
    assert uuid.UUID(article.body[0].id)


def told(section: Section, articles: list[Article], after: int) -> set[str]:
    """The keys that were recorded, with ids told by which article or section they are of."""
    found = set()
    for key in {key for row in Change.objects.filter(pk__gt=after) for key in row.keys}:
        kind, ident, *rest = key.split(":")
        for place, article in enumerate(articles):
            if ident == str(article.number if kind == "number" else article.pk) and kind != "list":
                ident = f"article {place}"
        if rest[:1] == ["section"]:
            rest = ["the section"] if rest[1] == str(section.pk) else rest
        found.add(":".join([kind, ident, *rest]))
    return found


def newest() -> int:
    row = Change.objects.order_by("pk").last()
    return row.pk if row else 0


def test_bulk_and_one_by_one_tell_readers_the_same(ar: Edition, built: Any) -> None:
    slow_section = factories.make_section(ar, "بطيء", "slow")
    fast_section = factories.make_section(ar, "سريع", "fast")
    slow_items, fast_items = built("slow"), built("fast")
    start = newest()
    slow = one_by_one(slow_section, slow_items)
    expected, middle = told(slow_section, slow, start), newest()
    fast = in_bulk(fast_section, fast_items)
    assert told(fast_section, fast, middle) == expected
    # One for each batch, however many articles there are in it.
    assert [row.kind for row in Change.objects.filter(pk__gt=middle)] == ["publish", "publish"]
    # What was remembered of them is what they show: saving them again tells nothing.
    end = newest()
    for article in fast:
        Article.objects.get(pk=article.pk).save()
    assert newest() == end
