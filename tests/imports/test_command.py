"""`khabar import ninjs`, through its own door."""

import gzip
import io
import json
import lzma
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khabar.imports.matching import MOST_NEW_SOURCES
from khabar.newsroom import actions, clock, queries
from khabar.newsroom.models import Article, Author, Edition, Photo, Section, Source, SourceName
from tests import factories
from tests.imports.items import ninjs1, ninjs2, ninjs3, run, write

pytestmark = pytest.mark.usefixtures("ar")

CREATED = datetime(2020, 3, 1, 6, tzinfo=UTC)


def headlines() -> list[str]:
    return list(Article.objects.order_by("external_uri").values_list("title", flat=True))


def only() -> Article:
    return Article.objects.get()


@pytest.mark.parametrize("item", [ninjs1, ninjs2, ninjs3])
def test_every_version_of_ninjs_becomes_the_same_article(
    ar: Edition, tmp_path: Path, item: Callable[[int], dict[str, Any]]
) -> None:
    done = run(write(tmp_path, item(7)))
    assert done.code == 0, done.err
    article = only()
    assert article.live
    assert article.title == "افتتاح جسر الوادي رقم 7"
    assert article.lede == "انتهى العمل قبل موعده بشهرين."
    assert [(block.block_type, block.value.source) for block in article.body] == [
        ("paragraph", "<p>افتتح المجلس البلدي جسر الوادي 7 صباح اليوم.</p>")
    ]
    assert [entry.text for entry in article.byline_entries.all()] == ["سلمى الحداد"]
    assert [entry.source.name for entry in article.article_sources.all()] == ["وكالة الوادي"]
    assert [subject.code for subject in article.subjects.all()] == ["medtop:04000000"]
    assert (article.dateline_place, article.slugline) == ("وادي النخيل", "bridge-opening")
    assert (article.urgency, article.editor_note) == (3, "الصور لاحقًا")
    assert (article.published_at, article.updated_at) == (CREATED, None)
    assert (article.external_uri, article.external_version) == ("urn:example:7", "1")
    assert article.section.slug == "archive"
    assert [card.headline for card in queries.latest(ar)] == [article.title]
    assert "subject-unknown (warning)" in done.out


@pytest.mark.parametrize("kind", ["lines", "array", "pretty array", "single", "pretty single"])
@pytest.mark.parametrize("packed", ["plain", "gz", "xz"])
def test_every_shape_of_file_is_read(tmp_path: Path, kind: str, packed: str) -> None:
    items = [ninjs3(1)] if "single" in kind else [ninjs3(1), ninjs1(2)]
    indent = 2 if "pretty" in kind else None
    text = {
        "lines": "\n".join(map(json.dumps, items)) + "\n\n",
        "array": json.dumps(items),
        "pretty array": json.dumps(items, indent=2, ensure_ascii=False),
    }.get(kind) or json.dumps(items[0], indent=indent)
    packs: dict[str, Callable[[bytes], bytes]] = {
        "plain": bytes,
        "gz": gzip.compress,
        "xz": lzma.compress,
    }
    path = tmp_path / "news"
    path.write_bytes(packs[packed](text.encode()))
    assert run(path).code == 0
    assert Article.objects.count() == len(items)


def test_standard_input_is_read_compressed_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    packs: list[Callable[[bytes], bytes]] = [bytes, gzip.compress]
    for number, pack in enumerate(packs):
        data = pack(json.dumps(ninjs3(number)).encode())
        stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(data)))  # type: ignore[type-var, unused-ignore]
        monkeypatch.setattr("sys.stdin", stdin)
        assert run("-").code == 0
    assert Article.objects.count() == 2


def test_a_bad_item_is_reported_with_its_line_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mixed.jsonl"
    bad = [
        "{ not json",
        json.dumps([1, 2]),
        json.dumps({"headline": "بلا معرف"}),
        json.dumps(ninjs3(2, headlines=[])),
        json.dumps({**ninjs3(3), "firstCreated": "أمس", "versionCreated": "أمس"}),
        json.dumps(
            {k: v for k, v in ninjs3(4).items() if k not in {"firstCreated", "versionCreated"}}
        ),
        json.dumps(ninjs3(5, type="picture")),
        json.dumps(ninjs3(6, language="en")),
        json.dumps(ninjs3(7, pubStatus="maybe")),
        json.dumps(ninjs3(8, uri="urn:" + "x" * 600)),
    ]
    good = json.dumps(ninjs3(1))
    path.write_text("\n".join([good, *bad, json.dumps(ninjs3(9))]), encoding="utf-8")
    report = tmp_path / "report.jsonl"
    done = run(path, report=str(report))
    assert (done.code, done.err) == (1, "10 of 12 items failed.")
    assert Article.objects.count() == 2
    said = capsys.readouterr().err
    for line, reason in {
        2: "not JSON",
        4: "no uri",
        5: "no headline",
        7: "no firstCreated",
    }.items():
        assert f"{path}:{line}: " in said
        assert reason in said
    entries = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert {entry["line"]: entry["outcome"] for entry in entries} == {
        line: "added" if line in {1, 12} else "failed" for line in range(1, 13)
    }
    added = next(entry for entry in entries if entry["line"] == 12)
    assert added["number"] == Article.objects.get(external_uri="urn:example:9").number
    assert "photo-missing" in {note["code"] for note in added["notes"]}


def test_bytes_that_are_no_text_spoil_one_line_alone(tmp_path: Path) -> None:
    path = write(tmp_path, ninjs3(1), ninjs3(2))
    first, second = path.read_bytes().splitlines()
    path.write_bytes(b"\xef\xbb\xbf" + first + b'\n{"uri": "\xff"}\n' + second)
    assert run(path).code == 1
    assert Article.objects.count() == 2


def test_characters_that_no_database_takes_are_dropped(tmp_path: Path) -> None:
    item = ninjs3(1, by="سلمى\x00 \ud800الحداد\u0007")
    item["bodies"] = [{"contentType": "text/html", "value": "<p>نص\x00 \udfff&#1; آخر</p>"}]
    assert run(write(tmp_path, item)).code == 0
    assert only().byline_entries.get().text == "سلمى الحداد"
    assert only().body[0].value.source == "<p>نص آخر</p>"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"section": "latest"}, "--section latest"),
        ({"edition": "fr"}, "no edition fr"),
        ({"media_dir": "/nowhere/at/all"}, "no such folder"),
        ({"report": "/nowhere/report"}, "No such file"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_written(
    tmp_path: Path, options: dict[str, str], why: str
) -> None:
    done = run(write(tmp_path, ninjs3()), **{"section": "archive", **options})
    assert done.code == 2
    assert why in done.err
    assert not Article.objects.exists()


def test_a_missing_file_keeps_the_others_from_beginning(tmp_path: Path) -> None:
    done = run(write(tmp_path, ninjs3()), tmp_path / "missing.jsonl")
    assert done.code == 2
    assert not Article.objects.exists()


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_what_stands_before_a_files_break_is_kept(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    noise = random.Random(1)  # noqa: S311 (nothing secret)
    items = [
        ninjs3(n, slugline="".join(noise.choices("abcdefgh", k=100)), comment=noise.random())
        for n in range(400)
    ]
    data = pack("".join(json.dumps(item) + "\n" for item in items).encode())
    path = tmp_path / "cut.jsonl"
    path.write_bytes(data[: len(data) * 3 // 4])
    done = run(path)
    assert done.code == 2
    assert "damaged" in done.err
    assert 0 < Article.objects.count() < 400


def test_a_broken_array_keeps_the_items_before_the_break(tmp_path: Path) -> None:
    path = tmp_path / "array.json"
    path.write_text(json.dumps([ninjs3(1), ninjs3(2)], indent=1)[:-400], encoding="utf-8")
    done = run(path)
    assert done.code == 2
    assert "line " in done.err
    assert Article.objects.count() == 1


def tables() -> dict[str, int]:
    return {model._meta.db_table: model._base_manager.count() for model in apps.get_models()}


def test_a_dry_run_writes_nothing_and_finds_the_same(tmp_path: Path) -> None:
    (tmp_path / "bridge.jpg").write_bytes(factories.picture_bytes())
    item = ninjs3(1, associations=[{"name": "main", "renditions": [{"href": "bridge.jpg"}]}])
    path = write(tmp_path, item, ninjs3(1), ninjs3(2, pubStatus="withheld"), {"uri": "x"})
    body = [{"contentType": "text/html", "value": '<p>نص</p><img src="bridge.jpg">'}]
    shown = write(tmp_path, ninjs3(3, bodies=body), name="shown.jsonl")
    before = tables()
    assert run(shown, dry_run=True).code == 0
    dry = run(path, dry_run=True)
    assert tables() == before
    real = run(path)
    assert (dry.code, real.code) == (1, 1)
    assert dry.out.splitlines()[1:] == real.out.splitlines()[1:]


# Again, newer, older


def test_an_import_run_twice_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, ninjs3(1), ninjs3(2), ninjs3(2))
    assert run(path).code == 0
    before = tables()
    again = run(path)
    assert again.code == 0
    assert tables() == before
    assert "3  here already" in again.out


def test_a_newer_version_updates_the_article(tmp_path: Path) -> None:
    run(write(tmp_path, ninjs3(1, version="9")))
    number, published_at = only().number, only().published_at
    newer = ninjs3(
        1,
        version="10",
        versionCreated="2020-03-02T12:00:00+03:00",
        headlines=[{"value": "الجسر يغلق للصيانة"}],
        by="فريق التحرير",
        infoSources=[{"name": "صحيفة الضفة"}],
    )
    done = run(write(tmp_path, newer))
    assert (done.code, "1  updated" in done.out) == (0, True)
    article = only()
    assert (article.number, article.published_at) == (number, published_at)
    assert article.title == article.draft_title == "الجسر يغلق للصيانة"
    assert article.updated_at == datetime(2020, 3, 2, 9, tzinfo=UTC)
    assert [entry.text for entry in article.byline_entries.all()] == ["فريق التحرير"]
    assert [entry.source.name for entry in article.article_sources.all()] == ["صحيفة الضفة"]
    versions = list(article.versions.values_list("sequence", "label"))
    assert versions == [(1, "publish"), (2, "update")]
    assert (article.external_version, article.has_unpublished_changes) == ("10", False)


def test_an_older_version_is_refused_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(write(tmp_path, ninjs3(1, version="10")))
    done = run(write(tmp_path, ninjs3(1, version="9", headlines=[{"value": "قديم"}])))
    assert done.code == 0
    assert "1  refused: a newer version is here" in done.out
    assert "version 9 came, version 10 is here" in capsys.readouterr().err
    assert only().title != "قديم"


def test_versions_in_one_file_follow_each_other(tmp_path: Path) -> None:
    items = [
        ninjs3(1, version=str(n), headlines=[{"value": f"عنوان {n}"}]) for n in (1, 2, 2, 3, 1)
    ]
    done = run(write(tmp_path, *items))
    assert done.code == 0
    assert only().title == "عنوان 3"
    assert only().versions.count() == 3


def test_without_version_the_time_of_the_version_decides(tmp_path: Path) -> None:
    for created, title in (("2020-03-02", "ثانٍ"), ("2020-03-01", "أول"), ("2020-03-03", "ثالث")):
        item = ninjs3(1, versionCreated=created, headlines=[{"value": title}])
        del item["version"]
        run(write(tmp_path, item))
        assert only().title == {"أول": "ثانٍ"}.get(title, title)


def test_what_editors_added_survives_an_update(ar: Edition, tmp_path: Path) -> None:
    run(write(tmp_path, ninjs3(1)))
    article = only()
    article.article_stories.create(story=factories.make_story(ar), sort_order=0)
    article.kicker, article.genre = "متابعة", "report"
    article.save_revision()
    actions.publish(article, by=None)
    run(write(tmp_path, ninjs3(1, version="2")))
    article = only()
    assert (article.kicker, article.genre) == ("متابعة", "report")
    assert article.article_stories.count() == 1


def test_what_somebody_is_writing_is_not_overwritten(tmp_path: Path) -> None:
    run(write(tmp_path, ninjs3(1)))
    article = only()
    article.title = "صياغة المحرر"
    article.save_revision(user=factories.make_user())
    done = run(write(tmp_path, ninjs3(1, version="2")))
    assert done.code == 1
    assert only().external_version == "1"
    assert only().get_latest_revision().content["title"] == "صياغة المحرر"


# Status, embargo


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_a_canceled_or_withheld_item_is_withdrawn_with_a_reason(
    ar: Edition, tmp_path: Path, status: str
) -> None:
    run(write(tmp_path, ninjs3(1)))
    gone = {
        "uri": "urn:example:1",
        "version": "2",
        "pubStatus": status,
        "edNote": "خطأ في الأرقام",
        "headlines": [{"value": "يلغى"}],
        "versionCreated": "2020-03-02T09:00:00Z",
    }
    done = run(write(tmp_path, gone))
    assert (done.code, "1  withdrawn" in done.out) == (0, True)
    article = only()
    assert not article.live
    assert article.is_withdrawn
    assert article.withdrawal_reason
    assert "خطأ" not in article.withdrawal_reason
    assert article.get_latest_revision().content["editor_note"] == "خطأ في الأرقام"
    assert article.title == "افتتاح جسر الوادي رقم 1"
    assert queries.latest(ar) == []
    assert "1  here already" in run(write(tmp_path, gone)).out
    run(write(tmp_path, ninjs3(1, version="3")))
    assert (only().live, only().withdrawn_at, only().published_at) == (True, None, CREATED)


def test_a_withheld_item_is_kept_unpublished_until_it_may_go(tmp_path: Path) -> None:
    done = run(write(tmp_path, ninjs3(1, pubStatus="withheld")))
    assert "1  kept as drafts" in done.out
    assert (only().live, only().withdrawn_at) == (False, None)
    run(write(tmp_path, ninjs3(1, version="2")))
    assert (only().live, only().published_at) == (True, CREATED)


def test_an_item_canceled_before_it_came_never_appears(tmp_path: Path) -> None:
    run(write(tmp_path, {"uri": "urn:example:1", "version": "2", "pubStatus": "canceled"}))
    done = run(write(tmp_path, ninjs3(1, version="1")))
    assert "1  refused" in done.out
    assert not only().live


def test_an_embargo_schedules(ar: Edition, tmp_path: Path) -> None:
    end = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    done = run(write(tmp_path, ninjs3(1, embargoedUntil=end.isoformat())))
    assert (done.code, "scheduled" in done.out) == (0, True)
    article = only()
    assert (article.live, article.embargo_until, article.go_live_at) == (False, end, end)
    assert article.get_latest_revision().approved_go_live_at == end
    assert clock.go_live(end - timedelta(seconds=1)) == 0
    # The clock's own check of the embargo reads the present.
    Article.objects.filter(pk=article.pk).update(embargo_until=None)
    assert queries.latest(ar) == []


def test_a_newer_version_without_embargo_goes_out(tmp_path: Path) -> None:
    end = (timezone.now() + timedelta(days=1)).isoformat()
    run(write(tmp_path, ninjs1(1, embargoed=end)))
    assert not only().live
    run(write(tmp_path, ninjs1(1, version="2")))
    article = only()
    assert (article.live, article.embargo_until, article.go_live_at) == (True, None, None)
    assert not article.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_an_embargo_that_is_over_is_none(tmp_path: Path) -> None:
    run(write(tmp_path, ninjs3(1, embargoedUntil="2020-03-01T10:00:00Z")))
    assert (only().live, only().embargo_until) == (True, None)


def test_no_article_is_published_in_the_future(tmp_path: Path) -> None:
    ahead = (timezone.now() + timedelta(hours=5)).isoformat()
    done = run(write(tmp_path, ninjs3(1, firstCreated=ahead)))
    assert "date-in-future" in done.out
    published_at = only().published_at
    assert published_at is not None
    assert published_at <= timezone.now()


def test_a_time_without_zone_is_the_editions(ar: Edition, tmp_path: Path) -> None:
    ar.time_zone = "Asia/Riyadh"
    ar.save()
    run(write(tmp_path, ninjs3(1, firstCreated="2020-03-01T09:00:00")))
    assert only().published_at == CREATED


# Names


def test_a_byline_is_linked_to_the_author_of_exactly_that_name(ar: Edition, tmp_path: Path) -> None:
    author = Author.objects.create(name="أحمد إبراهيم", locale=ar.locale)
    run(
        write(
            tmp_path,
            ninjs3(1, by="احمد ابراهيم"),
            ninjs3(2, by="دبي: أحمد إبراهيم"),
            ninjs3(3, by="أحمد إبراهيم، سلمى  الحداد"),
        )
    )
    entries = [
        (entry.author, entry.text)
        for article in Article.objects.order_by("external_uri")
        for entry in article.byline_entries.all()
    ]
    assert entries == [
        (author, ""),
        (None, "دبي: أحمد إبراهيم"),
        (None, "أحمد إبراهيم، سلمى  الحداد"),
    ]
    assert Author.objects.count() == 1


def test_two_authors_of_one_name_leave_the_byline_as_text(ar: Edition, tmp_path: Path) -> None:
    for slug in ("one", "two"):
        Author.objects.create(name="أحمد إبراهيم", slug=slug, locale=ar.locale)
    run(write(tmp_path, ninjs3(1, by="أحمد إبراهيم")))
    assert only().byline_entries.get().text == "أحمد إبراهيم"


def test_sources_meet_by_any_of_their_names(ar: Edition, tmp_path: Path) -> None:
    source = Source.objects.create(name="Alwaha")
    SourceName.objects.create(source=source, locale=ar.locale, name="وكالة الواحة")
    names = ["وكالة الواحه", "alwaha", "جديد", "جديــد"]
    run(write(tmp_path, *(ninjs3(n, infoSources=[{"name": name}]) for n, name in enumerate(names))))
    assert sorted(Source.objects.values_list("name", flat=True)) == ["Alwaha", "جديد"]
    assert source.article_sources.count() == 2


def test_no_file_makes_sources_without_end(tmp_path: Path) -> None:
    items = [ninjs3(n, infoSources=[{"name": f"مصدر {n}"}]) for n in range(MOST_NEW_SOURCES + 3)]
    done = run(write(tmp_path, *items))
    assert Source.objects.count() == MOST_NEW_SOURCES
    assert "3  source-not-made (warning)" in done.out


def test_the_same_uri_of_two_providers_is_two_articles(tmp_path: Path) -> None:
    path = write(tmp_path, ninjs3(1))
    run(path)
    run(path, provider="other")
    assert Article.objects.count() == 2


def test_the_section_is_made_in_the_edition_that_is_named(en: Edition, tmp_path: Path) -> None:
    item = ninjs3(1, language="en-GB", headlines=[{"value": "Bridge opens"}])
    assert run(write(tmp_path, item), edition="en", section="old-news").code == 0
    section = Section.objects.get()
    assert (section.locale, section.title, section.slug) == (en.locale, "old news", "old-news")
    assert only().locale == en.locale
    run(write(tmp_path, ninjs3(2, language="en")), edition="en", section="old-news")
    assert Section.objects.count() == 1


def test_a_headline_too_long_is_cut_and_said(tmp_path: Path) -> None:
    done = run(write(tmp_path, ninjs3(1, headlines=[{"value": "كلمة " * 80}])))
    assert (done.code, "title-cut (warning)" in done.out) == (0, True)
    assert len(only().title) <= 255


# Pictures


def picture(href: str = "bridge.jpg", **changes: Any) -> dict[str, Any]:
    return {
        "name": "featuremedia",
        "type": "picture",
        "uri": f"urn:example:photo:{href}",
        "by": "نادر العلي",
        "headlines": [{"value": "الجسر"}],
        "descriptions": [
            {"role": "caption", "value": "الجسر بعد الافتتاح"},
            {"role": "altText", "value": "جسر حجري فوق ماء ساكن"},
            {"role": "creditline", "value": "وكالة الوادي"},
        ],
        "renditions": [
            {"name": "preview", "href": "https://example.org/small.jpg", "width": 200},
            {"name": "original", "href": href, "contentType": "image/jpeg"},
        ],
    } | changes


def test_pictures_come_from_beside_the_file_once_each(tmp_path: Path) -> None:
    (tmp_path / "bridge.jpg").write_bytes(factories.picture_bytes())
    (tmp_path / "twin.jpg").write_bytes(factories.picture_bytes())
    (tmp_path / "river.jpg").write_bytes(factories.picture_bytes(colour="#135"))
    body = (
        '<p>قبل</p><figure><img src="river.jpg" alt="نهر"><figcaption>النهر</figcaption></figure>'
    )
    done = run(
        write(
            tmp_path,
            ninjs3(
                1, associations=[picture()], bodies=[{"contentType": "text/html", "value": body}]
            ),
            ninjs1(2, associations={"featuremedia": picture("twin.jpg")}),
        )
    )
    assert done.code == 0, done.err
    first, second = Article.objects.order_by("external_uri")
    photo = first.hero_photo
    assert photo is not None
    assert (photo.caption, photo.alt_text) == ("الجسر بعد الافتتاح", "جسر حجري فوق ماء ساكن")
    assert photo.credit == ["نادر العلي", "وكالة الوادي"]
    assert photo.renditions.exists()
    assert second.hero_photo == photo
    assert [block.block_type for block in first.body] == ["paragraph", "photo"]
    assert first.body[1].value["photo"].caption == "النهر"
    assert (first.has_photos, second.has_photos) == (True, False)
    assert Photo.objects.count() == 2


def test_no_picture_is_fetched_or_taken_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(factories.picture_bytes())
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "text.jpg").write_text("no picture")
    hrefs = ["../secret.jpg", str(tmp_path / "secret.jpg"), "https://example.org/a.jpg", "text.jpg"]
    hrefs += ["file:///etc/hostname", "//[bad/x.jpg", "missing.jpg"]
    items = [ninjs3(n, associations=[picture(href)]) for n, href in enumerate(hrefs)]
    done = run(write(inside, *items))
    assert done.code == 0, done.err
    assert not Photo.objects.exists()
    assert f"{len(hrefs) - 1}  photo-not-here" in done.out
    assert "1  photo-unfit" in done.out


def test_more_pictures_stand_at_the_end(tmp_path: Path) -> None:
    media = tmp_path / "media"
    media.mkdir()
    for number in range(3):
        (media / f"{number}.jpg").write_bytes(factories.picture_bytes(colour=f"#{number}{number}5"))
    item = ninjs3(1, associations=[picture(f"{number}.jpg") for number in range(3)])
    run(write(tmp_path, item), media_dir=str(media))
    assert [block.block_type for block in only().body] == ["paragraph", "gallery"]
    assert only().has_photos


def test_an_archive_is_read_by_its_indexes_however_large(tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("how SQLite finds rows, which knows nothing of how many there are")
    file = write(tmp_path, *(ninjs3(uri=f"urn:a:{number}") for number in range(6)))
    run(file)
    later = write(
        tmp_path, *(ninjs3(uri=f"urn:b:{number}") for number in range(6)), name="later.jsonl"
    )
    with CaptureQueriesContext(connection) as asked:
        run(later)
    assert Article.objects.count() == 12
    large = ("wagtailcore_page", "newsroom_article ", "wagtailcore_revision", "newsroom_desk")
    slow = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if not query["sql"].startswith("SELECT"):
                continue
            cursor.execute("EXPLAIN QUERY PLAN " + query["sql"].replace("%", "%%"))
            steps = [row[3] + " " for row in cursor.fetchall()]
            slow += [
                (step, query["sql"])
                for step in steps
                # Of all pages, or of all revisions of pages, one after another.
                if (step.startswith("SCAN") or "(base_content_type_id=?) " in step)
                and any(table in step for table in large)
            ]
    assert not slow
