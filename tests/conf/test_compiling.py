"""SQL from memory is the SQL that Django would have compiled."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Count, Exists, F, OuterRef, Prefetch, Q, Value
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from khabar.conf import compiling
from khabar.newsroom.models import Article, ListEntry, Photo, Section
from tests.factories import make_article, make_edition, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "_forms", {})


@pytest.fixture
def articles() -> list[Article]:
    section = make_section(make_edition())
    return [make_article(section, f"خبر {number}") for number in range(3)]


def _plain(query: Any) -> Any:
    """Django's own compiler of this database."""
    ours: Any = query.get_compiler(using="default")
    django = next(kind for kind in type(ours).__mro__ if kind.__module__.startswith("django."))
    return django(query, connection, "default", ours.elide_empty)


def _shape(info: Any) -> Any:
    """How a row becomes objects, without the functions that do it."""
    if info is None:
        return None
    below = [_shape(one) for one in info.get("related_klass_infos", [])]
    field = getattr(info.get("field"), "name", None)
    return info["model"], field, info.get("reverse"), info["select_fields"], below


def _outcome(compiler: Any) -> tuple[Any, ...]:
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        sql, values = None, ()
    columns = [
        (type(one), type(one.output_field), sql_and_values, alias)
        for one, sql_and_values, alias in compiler.select
    ]
    return (
        sql,
        tuple(values),
        columns,
        _shape(compiler.klass_info),
        compiler.annotation_col_map,
        compiler.col_count,
        compiler.has_extra_select,
    )


ASKED: dict[str, Callable[[int], Any]] = {
    "one": lambda n: Article.objects.filter(number=n),
    "some": lambda n: Article.objects.filter(pk__in=[n, n + 1]),
    "none": lambda _n: Article.objects.filter(pk__in=[]),
    "all": lambda _n: Section.objects.all(),
    "either": lambda n: Article.objects.filter(Q(number=n) | Q(title="خبر", live=True)),
    "with what belongs to it": lambda n: Article.objects.filter(number=n).select_related(
        "section", "hero_photo", "locale", "kept_faces", "kept_related"
    ),
    "few columns": lambda n: (
        Article.objects.filter(pk=n).select_related("section").only("title", "section__slug")
    ),
    "other few columns": lambda n: (
        Article.objects.filter(pk=n)
        .select_related("section")
        .only("title", "lede", "section__slug")
    ),
    "other columns": lambda n: Article.objects.filter(pk=n).defer("body", "title"),
    "values": lambda n: ListEntry.objects.filter(key=str(n)).values_list("article_id", "key"),
    "values turned round": lambda n: ListEntry.objects.filter(key=str(n)).values_list(
        "key", "article_id"
    ),
    "of another table": lambda n: ListEntry.objects.filter(article__number=n).values(
        "article__title"
    ),
    "in order": lambda n: Article.objects.filter(number__gt=n).order_by("-published_at", "pk"),
    "in another": lambda n: Article.objects.filter(number__gt=n).order_by("section__title"),
    "in none": lambda n: Article.objects.filter(number__gt=n).order_by(),
    "the first": lambda n: Article.objects.filter(number__gt=n)[:3],
    "the next": lambda n: Article.objects.filter(number__gt=n)[3:6],
    "fewer of the next": lambda n: Article.objects.filter(number__gt=n)[3:5],
    "the last of the first": lambda n: Article.objects.filter(number__gt=n)[1:3],
    "of a page": lambda n: ListEntry.objects.filter(article__title=str(n)),
    "of a page's section": lambda n: ListEntry.objects.filter(article__section__title=str(n)),
    "without": lambda n: Page.objects.exclude(slug=str(n)).filter(path__startswith="0001"),
    "beneath": lambda n: Article.objects.filter(article_stories__story_id=n),
    "marked": lambda n: Article.objects.filter(number=n).annotate(mark=Value(1)),
    "marked otherwise": lambda n: Article.objects.filter(number=n).annotate(mark=Value(2)),
    "marked as true": lambda n: Article.objects.filter(number=n).annotate(
        mark=Value(1, output_field=BooleanField())
    ),
    # What goes Django's way, for there is more in it.
    "counted": lambda n: Section.objects.filter(pk__gt=n).annotate(count=Count("subsections")),
    "distinct": lambda n: Article.objects.filter(number=n).distinct(),
    "with a question in it": lambda n: Article.objects.filter(
        Exists(ListEntry.objects.filter(article=OuterRef("pk"), key=str(n)))
    ),
    "another name": lambda n: Article.objects.filter(pk=n).annotate(called=F("title")),
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_what_is_remembered_is_what_django_compiles(asked: Callable[[int], Any]) -> None:
    for other in ASKED.values():
        _outcome(other(1).query.get_compiler(using="default"))
    ours = _outcome(asked(7).query.get_compiler(using="default"))
    assert ours == _outcome(_plain(asked(7).query))


def test_the_columns_are_named_once(
    articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(article: Article) -> Article:
        return Article.objects.select_related("section", "kept_faces").get(number=article.number)

    first = asked(articles[0])
    compiler = type(Article.objects.all().query.get_compiler(using="default"))
    monkeypatch.setattr(compiler, "get_select", lambda *_args, **_kwargs: pytest.fail("named anew"))
    second = asked(articles[1])
    assert (first.title, second.title) == (articles[0].title, articles[1].title)
    with CaptureQueriesContext(connection) as queries:
        assert (second.section.pk, second.kept_faces.pk) == (articles[1].section_id, second.pk)
    assert not queries.captured_queries


def test_relations_and_nothing_found_are_read_as_before(articles: list[Article]) -> None:
    pictured = Article.objects.prefetch_related(
        Prefetch("hero_photo", queryset=Photo.objects.prefetch_related("renditions")),
        "article_stories",
    )
    for _again in range(2):
        found = list(pictured.filter(pk__in=[one.pk for one in articles]).order_by("pk"))
        assert [one.title for one in found] == [one.title for one in articles]
        assert all(list(one.article_stories.all()) == [] for one in found)
        assert list(pictured.filter(pk__in=[])) == []
        assert Article.objects.filter(number=-1).first() is None
        assert list(Page.objects.none()) == []


def test_it_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "MOST", 3)
    for limit in range(1, 10):
        list(Article.objects.filter(pk=1)[:limit])
    assert 0 < len(compiling._forms) <= 3
    list(Article.objects.filter(pk__in=range(1000)))
    assert all(len(key[2] or "") <= compiling.LONGEST for key in compiling._forms)  # type: ignore[index]
