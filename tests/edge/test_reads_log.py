"""Reads counted from the log of what stands in front: each line once, whatever happens to it."""

import dataclasses
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from khabar.edge import tailing
from khabar.edge.logs import BrokenLineError, Hit, hit_in
from khabar.edge.management.commands import reads as command
from khabar.edge.tailing import LogFile
from khabar.newsroom import reads
from khabar.newsroom.models import Article, ReadCount, ReadPlace, Section
from tests import factories

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
AT = datetime(2026, 11, 25, 20, 5, 7, tzinfo=UTC)
PATH = "/politics/12-%D8%AE%D8%A8%D8%B1/"


def combined(
    request: str = f"GET {PATH} HTTP/1.1", status: int = 200, agent: str = FIREFOX, at: Any = AT
) -> str:
    when = at.astimezone(UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")
    return f'203.0.113.9 - - [{when}] "{request}" {status} 5120 "https://t.example/" "{agent}"'


def as_json(**more: Any) -> str:
    line = {
        "time_iso8601": AT.isoformat(),
        "request_method": "GET",
        "request_uri": PATH,
        "status": 200,
        "http_user_agent": FIREFOX,
    }
    return json.dumps(line | more)


@pytest.mark.parametrize(
    "line",
    [
        combined(),
        combined(status=304),
        combined(f"GET http://news.example{PATH}?utm_source=x HTTP/1.1"),
        combined().replace("20:05:07 +0000", "23:05:07 +0300"),
        f"news.example:443 {combined()}",
        combined(agent=f'{FIREFOX} \\"x\\"'),
        as_json(),
        as_json(status="304", request_method=None, request=f"GET {PATH} HTTP/2.0"),
        as_json(time_iso8601=None, msec=f"{AT.timestamp():.3f}"),
        as_json(time_iso8601=None, time_local="25/Nov/2026:20:05:07 +0000"),
    ],
)
def test_a_read_in_each_format(line: str) -> None:
    assert hit_in(line) == Hit(12, AT)


@pytest.mark.parametrize(
    "line",
    [
        combined(f"HEAD {PATH} HTTP/1.1"),
        combined("GET /politics/ HTTP/1.1"),
        combined(status=301),
        combined(status=410),
        combined(agent="Googlebot/2.1 (+http://www.google.com/bot.html)"),
        combined(agent="-"),
        as_json(http_sec_purpose="prefetch"),
        as_json(request_uri="/author/12-x/"),
    ],
)
def test_what_is_no_read(line: str) -> None:
    assert hit_in(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        combined()[:60],
        combined().replace("25/Nov", "99/Foo"),
        '{"status": 200',
        "{}",
        as_json(time_iso8601="yesterday"),
        as_json(time_iso8601=None, msec="99999999999999"),
        combined("GET http://[x/1-a/ HTTP/1.1"),
        "\x00\xff" * 50,
    ],
)
def test_broken_lines_say_so(line: str) -> None:
    with pytest.raises(BrokenLineError):
        hit_in(line)


# Files that are rotated

Opened = Callable[..., LogFile]


@pytest.fixture
def opened() -> Iterator[Opened]:
    made: list[LogFile] = []

    def open_log(*args: Any, **options: Any) -> LogFile:
        made.append(LogFile(*args, **options))
        return made[-1]

    yield open_log
    for log in made:
        log.close()


def words(log: LogFile) -> list[str]:
    found = []
    for _time in range(8):
        found += [line.decode() for line in log.read()]
    return found


def put(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tailing, "GRACE_SECONDS", 0.0)
    made = tmp_path / "access.log"
    put(made, "a\nb\n")
    return made


def test_a_log_begins_with_what_comes_from_now_on(opened: Opened, path: Path) -> None:
    put(path, "half")
    log = opened(path, None, follow=True)
    assert words(log) == []
    put(path, " a line\nc\nd")
    assert words(log) == ["half a line", "c"]
    assert words(opened(path, log.place, follow=True)) == []
    put(path, "d\n")
    assert words(opened(path, log.place, follow=True)) == ["dd"]
    assert words(log) == ["dd"]
    assert words(opened(path, None, follow=True, from_start=True)) == [
        "a", "b", "half a line", "c", "dd",
    ]  # fmt: skip


def test_a_rotation_while_it_is_followed(
    opened: Opened, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = opened(path, None, follow=True)
    monkeypatch.setattr(tailing, "GRACE_SECONDS", 60.0)
    path.rename(path.with_name("access.log.1"))
    put(path, "new\n")
    # The server writes to the old one until it opens the new one.
    put(path.with_name("access.log.1"), "late\n")
    assert words(log) == ["late"]
    monkeypatch.setattr(tailing, "GRACE_SECONDS", 0.0)
    assert words(log) == ["new"]


@pytest.mark.parametrize(
    "names", [("access.log.2", "access.log.1"), ("access-20261124.log", "access-20261125.log")]
)
def test_rotations_while_nobody_followed(
    opened: Opened, path: Path, names: tuple[str, str]
) -> None:
    place = opened(path, None, follow=False).place
    put(path.with_name("access-other.log"), "another server\n")
    for n, name in enumerate(names):
        put(path, f"c{n}\n")
        path.rename(path.with_name(name))
        os.utime(path.with_name(name), (1_700_000_000 + n, 1_700_000_000 + n))
    put(path, "newest\n")
    log = opened(path, place, follow=False)
    assert words(log) == ["c0", "c1", "newest"]
    assert log.ended
    assert words(opened(path, log.place, follow=False)) == []


def test_a_log_that_is_emptied_in_place(opened: Opened, path: Path) -> None:
    log = opened(path, None, follow=True)
    path.write_text("c\n", encoding="ascii")
    assert words(log) == ["c"]
    path.write_text("longer than before\nand more\n", encoding="ascii")
    assert words(log) == ["longer than before", "and more"]
    path.write_text("something of its own\nwhich is longer still\n", encoding="ascii")
    assert words(opened(path, log.place, follow=True))[0] == "something of its own"


def test_a_log_that_is_not_there_yet(opened: Opened, path: Path) -> None:
    path.unlink()
    log = opened(path, None, follow=True)
    assert words(log) == []
    assert not log.ended
    put(path, "first\n")
    assert words(log) == ["first"]


def test_a_line_without_end_is_left_out(
    opened: Opened, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tailing, "CHUNK", 64)
    log = opened(path, None, follow=True)
    put(path, "x" * 300 + "\nshort\n")
    found = [line for _time in range(10) for line in log.read()]
    assert found == [b"short"]


# The command


@pytest.fixture
def by_log(settings: Any) -> None:
    settings.KHABAR = dataclasses.replace(settings.KHABAR, reads_from="log")


@pytest.fixture
def article(politics: Section) -> Article:
    return factories.make_article(politics)


def line_of(article: Article, **more: Any) -> str:
    at = more.pop("at", timezone.now())
    return combined(f"GET {iri_to_uri(article.get_absolute_url())} HTTP/1.1", at=at, **more) + "\n"


def counted() -> dict[int, int]:
    found: dict[int, int] = {}
    for number, count in ReadCount.objects.filter(minutes=60).values_list("number", "reads"):
        found[number] = found.get(number, 0) + count
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("by_log")
def test_a_log_is_counted_once_however_often_it_is_given(
    article: Article, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(path, line_of(article) * 2 + "broken\n" + line_of(article, status=404))
    call_command("reads", str(path), "--from-start")
    assert counted() == {article.number: 2}
    said = capsys.readouterr()
    assert "2 reads in 6 lines" in said.out
    assert "3 lines were in no known format" in said.err
    call_command("reads", str(path), "--from-start")
    assert counted() == {article.number: 2}
    hour = timezone.now() - timedelta(hours=5)
    put(path, line_of(article, at=hour) + line_of(article, at=hour - timedelta(days=30)))
    call_command("reads", str(path))
    assert counted() == {article.number: 3}
    assert ReadCount.objects.filter(at__lte=hour, minutes=60, reads=1).count() == 1
    # Nothing of who read is anywhere.
    kept = str(list(ReadCount.objects.values())) + str(list(ReadPlace.objects.values()))
    assert "203.0.113.9" not in kept


@pytest.mark.django_db
@pytest.mark.usefixtures("by_log")
def test_the_first_time_what_was_counted_by_the_edge_is_left(article: Article, path: Path) -> None:
    put(path, line_of(article))
    call_command("reads", str(path))
    assert counted() == {}
    put(path, line_of(article))
    call_command("reads", str(path))
    assert counted() == {article.number: 1}


@pytest.mark.django_db
@pytest.mark.usefixtures("by_log")
def test_counts_and_place_are_kept_together_or_not_at_all(
    article: Article, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("reads", str(path))
    put(path, line_of(article))
    real: Callable[..., Any] = reads.add_from_log
    left = [2]

    def away(*args: Any, **kwargs: Any) -> None:
        if left[0]:
            left[0] -= 1
            raise OperationalError("away")
        real(*args, **kwargs)

    monkeypatch.setattr(reads, "add_from_log", away)
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    call_command("reads", str(path))
    assert counted() == {article.number: 1}
    put(path, line_of(article))
    left[0] = 99
    with pytest.raises(CommandError, match="database is away"):
        call_command("reads", str(path))
    left[0] = 0
    call_command("reads", str(path))
    assert counted() == {article.number: 2}


@pytest.mark.django_db
@pytest.mark.usefixtures("by_log")
def test_two_who_count_the_same_log_are_told(article: Article, path: Path) -> None:
    call_command("reads", str(path))
    put(path, line_of(article))
    late = command.Counting(str(path), follow=False, from_start=False)
    call_command("reads", str(path))
    with pytest.raises(reads.PlaceMovedError):
        late.run()
    late.source.close()
    assert counted() == {article.number: 1}


@pytest.mark.django_db
@pytest.mark.usefixtures("by_log")
def test_a_pipe(article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / "given"
    given.write_text(line_of(article) * 3 + line_of(article).rstrip("\n"), encoding="utf-8")
    with given.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        call_command("reads", "--follow", "-")
    assert counted() == {article.number: 4}
    assert not ReadPlace.objects.exists()


@pytest.mark.django_db
def test_where_the_edge_counts_the_log_is_refused(path: Path, settings: Any) -> None:
    with pytest.raises(CommandError, match="KHABAR_READS_FROM=log"):
        call_command("reads", str(path))
    settings.KHABAR = dataclasses.replace(settings.KHABAR, reads_from="log")
    with pytest.raises(CommandError, match="There is no"):
        call_command("reads", str(path.with_name("none")))
