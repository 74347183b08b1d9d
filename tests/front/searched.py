"""A newsroom to be searched: few articles of all that the search page tells apart."""

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from khabar.newsroom.models import Author, Edition, Source
from khabar.search import rebuilding
from khabar.search.shelf import Shelf
from tests import factories
from tests.front.everything import photo

NOON = dt.datetime(2026, 3, 15, 12, 0, tzinfo=dt.UTC)
#: So many articles are of the council's decisions; with another they fill a page and begin one.
MANY = 21


@contextmanager
def open_to_all(blocker: Any) -> Iterator[Edition]:
    """The newsroom and its index, for the tests of a module."""
    shelf = Shelf(Path(settings.VAR_DIR) / "search")
    with blocker.unblock(), transaction.atomic():
        edition = factories.make_edition("ar")
        fill(edition)
        rebuilding.rebuild(shelf)
        yield edition
        transaction.set_rollback(True)
    shutil.rmtree(shelf.folder, ignore_errors=True)
    cache.clear()


def fill(edition: Edition) -> None:
    """Two sections, a story, an author and one who is protected, sources, photos, a video."""
    politics = factories.make_section(edition)
    sport = factories.make_section(edition, "رياضة", "sport")
    story = factories.make_story(edition, "ملف المياه", "water")
    author = Author.objects.create(name="ليلى حداد", locale=edition.locale)
    hidden = Author.objects.create(name="اسم محمي", locale=edition.locale, protected=True)
    agency = Source.objects.create(name="وكالة سهيل", kind="agency")
    shot = photo()
    factories.make_article(
        politics,
        "المؤتمر الإقلیمی للمياه يبدأ أعماله",
        NOON,
        body=_words("يبحث المؤتمر الصحفي تقاسم الأنهار", "قال Jens Stoltenberg إن النتيجة 2-1."),
        stories=[story],
        byline=[author],
        sources=[agency],
        hero_photo=shot,
    )
    factories.make_article(
        politics,
        "انطلاق رحلات الحج من المطار",
        NOON - dt.timedelta(days=10),
        body=_words("ودّع الأهالي الحجاج عند البوابة، وقالوا: مؤتمر البلدية صحفي."),
        byline=[hidden],
        stories=[story],
    )
    factories.make_article(
        sport,
        "مؤتمر صحفي لمدرب الفريق <قبل> المباراة",
        NOON - dt.timedelta(days=20),
        lede="قال المدرب إن فريقه جاهز.",
        body=[
            *_words("مؤتمر المدرب كان قصيرًا."),
            {
                "type": "video",
                "value": {
                    "title": "من المؤتمر",
                    "file": None,
                    "url": "https://cdn.example/a.mp4",
                    "poster": shot.pk,
                    "caption": "",
                    "seconds": 60,
                },
            },
        ],
        sources=[agency],
    )
    for n in range(MANY):
        factories.make_article(
            sport if n % 2 else politics,
            f"خبر البلدية رقم {n}",
            NOON - dt.timedelta(days=30, hours=n),
            body=_words("قررت البلدية أمرًا آخر."),
        )


def _words(*paragraphs: str) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "value": f"<p>{text}</p>"} for text in paragraphs]
