"""A large archive quickly: one published article cloned in SQL."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone
from wagtail.models import Page

from khabar.newsroom.models import Article, ListEntry, Section

STEPLEN = Page.steplen
#: Of so many articles, one belongs to the story.
STORY_EVERY = 20
#: Where copies stand among a section's children, behind what was made otherwise.
FIRST_CHILD = 5000
#: The first copy's public number.
NUMBERS = 10_000_000


def clone(
    article: Article,
    count: int,
    sections: list[Section],
    vary: Callable[[int], tuple[dict[str, Any], dict[str, Any]]] = lambda _n: ({}, {}),
    *,
    start: int = 0,
) -> int:
    """Add so many live copies of an article, a minute apart, spread over the sections.

    ``start`` is how many copies there are already; the new ones are older.

    Only the rows that readers' lists touch: page, article, list entries. ``vary`` says which
    columns of the nth page and article are others. Returns the first one's id.
    """
    first_id = Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    page = Page.objects.filter(pk=article.pk).values().get()
    own = _row(Article, article.pk)
    keys = list(ListEntry.objects.filter(article_id=article.pk).values_list("key", flat=True))
    oldest = timezone.now() - timedelta(minutes=count + start + 10)
    with transaction.atomic():
        insert(
            Page,
            (_page(page, first_id + n, sections, n, start) | vary(n)[0] for n in range(count)),
        )
        insert(
            Article,
            (
                {
                    **own,
                    "page_ptr_id": first_id + n,
                    "number": NUMBERS + start + n,
                    "section_id": sections[n % len(sections)].pk,
                    "published_at": oldest + timedelta(minutes=n),
                    **vary(n)[1],
                }
                for n in range(count)
            ),
        )
        insert(ListEntry, _entries(keys, first_id, count, oldest, sections))
        for section in sections:
            Page.objects.filter(pk=section.pk).update(numchild=start + count)
        count_on(Page)
    return first_id


def count_on(model: type[models.Model]) -> None:
    """Have ids that were given by hand taken: PostgreSQL does not see that by itself."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(sql)


def _row(model: type[models.Model], pk: int) -> dict[str, Any]:
    columns = [field.column for field in model._meta.local_concrete_fields]  # noqa: SLF001 (Django's documented name)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {names} FROM "{model._meta.db_table}" WHERE page_ptr_id = %s',  # noqa: S608, SLF001 (names are Django's own)
            [pk],
        )
        return dict(zip(columns, cursor.fetchone(), strict=True))


def _page(
    page: dict[str, Any], pk: int, sections: list[Section], n: int, start: int
) -> dict[str, Any]:
    section = sections[n % len(sections)]
    slug = f"{NUMBERS + start + n}-x"
    return {
        **page,
        "id": pk,
        "path": section.path
        + Page._int2str(FIRST_CHILD + start + n // len(sections)).rjust(STEPLEN, "0"),  # noqa: SLF001 (treebeard's own)
        "slug": slug,
        "url_path": f"/home-ar/{slug}/",
        "title": f"{page['title']} {start + n}",
        "translation_key": f"{start + n:032x}",
        "live_revision_id": None,
        "latest_revision_id": None,
    }


def _entries(
    keys: list[str], first_id: int, count: int, oldest: Any, sections: list[Section]
) -> Iterator[dict[str, Any]]:
    for n in range(count):
        section = sections[n % len(sections)]
        for key in keys:
            if ":story:" in key and n % STORY_EVERY:
                continue
            own = f"{key.split(':')[0]}:section:{section.pk}" if ":section:" in key else key
            yield {
                "key": own,
                "article_id": first_id + n,
                "published_at": oldest + timedelta(minutes=n),
            }


def insert(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows as they are, many at a time."""
    meta = model._meta  # noqa: SLF001 (Django's documented name)
    batch: list[list[Any]] = []
    sql = ""
    with connection.cursor() as cursor:
        for row in rows:
            if not sql:
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join(["%s"] * len(row))
                sql = f'INSERT INTO "{meta.db_table}" ({names}) VALUES ({marks})'  # noqa: S608 (names are Django's own)
            batch.append(list(row.values()))
            if len(batch) == 5000:  # noqa: PLR2004 (a batch)
                cursor.executemany(sql, batch)
                batch.clear()
        if batch:
            cursor.executemany(sql, batch)
