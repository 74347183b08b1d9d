"""Readers' comments: what a long thread costs an article's readers, and a long queue the desk.

BENCH_COMMENTS (1,000,000) are there in all, BENCH_THREAD (5,000) of them under one article;
BENCH_SECONDS (20) is how long each page is asked for. The goals: a page with the long thread as
fast as one with none within 10 %, every screen of the queue within 150 ms, and while BENCH_FLOOD
(200) comments a second are sent, 0.9 of what readers get in quiet at the same rate of asking.
"""

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from benchmarks import archive, floors, newsroom
from benchmarks.edge import answer_here
from benchmarks.house import House, environment, up
from benchmarks.load import Load, wrk
from benchmarks.measure import Cost, cost, say
from benchmarks.probing import get
from khabar.cli.worker import count_tables
from khabar.comments.models import Comment, Mode, Policy, State
from khabar.desk.groups import ensure_groups
from khabar.desk.models import Role, StaffGroup
from khabar.newsroom import actions
from khabar.newsroom.models import Article, Section

COMMENTS: Final = int(os.environ.get("BENCH_COMMENTS", "1000000"))
THREAD: Final = int(os.environ.get("BENCH_THREAD", "5000"))
SECONDS: Final = int(os.environ.get("BENCH_SECONDS", "20"))
ARTICLES: Final = 2000
ROUNDS: Final = 3
SENT: Final = 200
FLOOD: Final = int(os.environ.get("BENCH_FLOOD", "200"))
#: What readers ask for meanwhile, and over how many connections.
READS_PER_SECOND: Final = 500
READERS: Final = 100
#: So many texts; the rows take them in turn.
TEXTS: Final = 5000
#: Of a thousand comments so many are approved, and await; the rest was rejected.
APPROVED, AWAITING = 900, 40
#: One article of so many is in the section in which hardly anybody comments.
RARE: Final = 200
#: So many comments there are in all in each section that has next to none.
FEW: Final = 9
#: A queue in which nothing is.
NOTHING: Final = "?rule=capitals"
WORDS: Final = "رأي في ما جرى أمس من حديث الناس عن المدينة والطريق إليها قبل أن يصل الخبر"


def run() -> None:
    """Make the comments, then print ratios, rates and milliseconds."""
    room = newsroom.make(sections=9)
    Policy.objects.create(edition=room.edition, mode=Mode.BEFORE)
    answer_here(room)
    quiet = _article(room.sections[0])
    loud, (hushed, *rare, _none) = room.sections[:5], room.sections[5:]
    first = archive.clone(room.article, ARTICLES, loud, _rarely(hushed))
    begun = time.perf_counter()
    with without_indexes(), transaction.atomic():
        archive.insert(Comment, _thread(room.article))
        archive.insert(Comment, _comments(first))
    archive.count_on(Comment)
    few([_article(section) for section in rare])
    count_tables()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    total = Comment.objects.count()
    say(f"{total:,} comments ({connection.vendor}), made in {time.perf_counter() - begun:.0f} s")
    screens(room)
    submitting(first)
    if shutil.which("wrk"):
        # Whom a comment comes from is said by the bench, as a front server would.
        with up(KHABAR_TRUSTED_PROXIES="127.0.0.1") as house:
            pages(house, room.article, quiet)
            flooded(house, room, first)
    else:
        say("Left out: wrk missing (apt-get install wrk).")
    floors.finish()


# Readers of the article


def pages(house: House, long: Article, quiet: Article) -> None:
    """Requests a second of the article with the long thread, beside one with no comment."""
    urls = [house.url + quote(article.get_absolute_url()) for article in (long, quiet)]
    sizes = []
    for url in urls:
        for _reader in range(6):
            get(url)
        sizes.append(len(get(url)[1]) / 1024)
    time.sleep(1)
    rates = []
    for _round in range(ROUNDS):
        ours, theirs = (wrk(url, seconds=max(SECONDS // 4, 1)) for url in urls)
        rates.append((ours.rate / theirs.rate, ours.rate, theirs.rate))
    ratio, rate, other = (statistics.median(column) for column in zip(*rates, strict=True))
    floors.keep("comments page to one with none", ratio)
    say(
        f"article with {THREAD:,} comments {rate:7.0f} a second ({sizes[0]:.1f} KB), with none"
        f" {other:7.0f} ({sizes[1]:.1f} KB): ratio {ratio:.2f}"
    )


def flooded(house: House, room: newsroom.Newsroom, first: int) -> None:
    """What readers and moderators get while a flood of comments comes, beside what they get now."""
    numbers = Article.objects.filter(pk__gte=first).order_by("pk").values_list("number", flat=True)
    url = house.url + quote(room.article.get_absolute_url())
    cookies = _client(room, Role.CHIEF_EDITOR, None, name="flooded").cookies
    desk = f"{house.url}/desk/comments/", "; ".join(f"{c.key}={c.value}" for c in cookies.values())
    for _look in range(3):
        _seconds(*desk)
    quiet, screen = _reading(url), statistics.median(_seconds(*desk) for _look in range(5))
    command = [sys.executable, "-m", "benchmarks.commenters", house.url, str(FLOOD)]
    command += [str(SECONDS), *map(str, numbers[:SENT])]
    with subprocess.Popen(  # noqa: S603 (our own module)
        command, stdout=subprocess.PIPE, text=True, env=environment()
    ) as flood:
        time.sleep(1)
        under = _reading(url)
        seen = [_seconds(*desk) for _look in range(5)]
        sent = json.loads(flood.communicate()[0])
    ratio = floors.keep("reading in a flood of comments to quiet", under.rate / quiet.rate)
    said = ", ".join(f"{name} {n}" for name, n in sent.items() if name != "rate")
    say(
        f"flood    {sent['rate']:.0f} comments a second ({said}):"
        f" reading {under.rate:.0f} a second, {ratio:.2f} of quiet, {under.bad} lost,"
        f" p99 {quiet.p99:.1f} ms in quiet, {under.p99:.1f} ms now"
    )
    say(
        f"         the queue {screen * 1000:.0f} ms in quiet,"
        f" {statistics.median(seen) * 1000:.0f} ms now, at most {max(seen) * 1000:.0f} ms"
    )


def _reading(url: str) -> Load:
    """A fixed rate of readers, for a little less than the flood lasts."""
    delay = int(READERS / READS_PER_SECOND * 1000)
    return wrk(url, seconds=max(SECONDS * 2 // 3, 1), connections=READERS, delay_ms=delay)


def _seconds(url: str, cookie: str) -> float:
    """How long a screen of the desk takes by way of the server."""
    request = urllib.request.Request(url, headers={"Cookie": cookie})  # noqa: S310 (ours)
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 (ours)
        if b"mod-lines" not in answer.read():
            msg = f"{url} does not show the queue."
            raise RuntimeError(msg)
    return time.perf_counter() - begun


# Moderators


def screens(room: newsroom.Newsroom) -> None:
    """Milliseconds of each screen of the queue, for who moderates all and who hardly anything."""
    hushed, *rare, empty = room.sections[5:]
    people = {
        "chief editor": _client(room, Role.CHIEF_EDITOR, None),
        "editor of a quiet section": _client(room, Role.SECTION_EDITOR, hushed),
        "editor of two rare sections": _client(room, Role.SECTION_EDITOR, *rare, name="two"),
        "editor of a section with none": _client(room, Role.SECTION_EDITOR, empty, name="none"),
    }
    asked = {
        "what awaits": "",
        "reported": "?which=reported",
        "approved": "?which=approved",
        "rejected": "?which=rejected",
        "of one section": f"?section={room.sections[0].pk}",
        "of a quiet section": f"?section={hushed.pk}",
        "of a section with none": f"?section={empty.pk}&which=approved",
        "of one article": f"?page={room.article.pk}&which=approved",
        "by a rule": "?rule=links",
        "by a rule that found nothing": NOTHING,
    }
    worst, queries, bare = 0.0, 0, 0.0
    for who, client in people.items():
        for name, query in asked.items():
            if who != "chief editor" and query.startswith(("?section", "?page")):
                continue
            each = cost(lambda query=query, client=client: _get(client, query), rounds=5)
            worst, queries = max(worst, each.wall), max(queries, each.queries)
            if query == NOTHING and who == "chief editor":
                bare = each.wall
            say(f"{who}, {name:<30} {_line(each)}")
    ratio = floors.keep("comments queue, slowest screen to one without a comment", worst / bare)
    floors.keep("queries of the comments queue", queries)
    say(
        f"the slowest screen: {worst:.0f} ms (goal: 150), {ratio:.2f} of one without a comment,"
        f" most of whose {bare:.0f} ms are the desk's frame"
    )


def _line(each: Cost) -> str:
    return f"{each.queries:>3} queries  {each.wall:8.1f} ms  {each.cpu:8.1f} ms CPU"


def _get(client: Client, query: str) -> None:
    response = client.get(f"/desk/comments/{query}")
    if response.status_code != 200:  # noqa: PLR2004 (the desk answers)
        msg = f"/desk/comments/{query} answered {response.status_code}."
        raise RuntimeError(msg)


def _client(
    room: newsroom.Newsroom, role: Role, *sections: Section | None, name: str = "bench"
) -> Client:
    ensure_groups(room.edition)
    person = User.objects.create_user(f"{name}-{role}")
    for section in sections:
        group = StaffGroup.objects.get(edition=room.edition, role=role, section=section).group
        person.groups.add(group)
    client = Client()
    client.force_login(person)
    return client


# Readers who write


def submitting(first: int) -> None:
    """How many comments Django takes in a second, one after another, by the form's address."""
    numbers = Article.objects.filter(pk__gte=first).order_by("pk").values_list("number", flat=True)
    numbers = list(numbers[:SENT])
    _submit(numbers[0], len(numbers))
    with CaptureQueriesContext(connection) as captured:
        _submit(numbers[0], len(numbers) + 1)
    queries = len(captured)
    floors.keep("queries of a comment that is sent", queries)
    begun, cpu = time.perf_counter(), time.process_time()
    for n, number in enumerate(numbers):
        _submit(number, n)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    say(
        f"submitting: {len(numbers) / seconds:.0f} a second in one thread,"
        f" {queries} queries and {cpu / len(numbers) * 1000:.1f} ms CPU each"
    )


def _submit(number: int, n: int) -> None:
    client = Client(REMOTE_ADDR=f"198.51.{n // 250}.{n % 250}")
    said = {"name": "قارئ", "body": f"{_text(n + 10**9)} {n}"}
    sent = client.post(f"/me/comments/{number}/", said)
    if sent.status_code != 302:  # noqa: PLR2004 (taken)
        msg = f"A comment was not taken ({sent.status_code})."
        raise RuntimeError(msg)


# The comments


@contextmanager
def without_indexes() -> Iterator[None]:
    """Rows come in by themselves, and are indexed when they are all there."""
    indexes = Comment._meta.indexes  # noqa: SLF001 (Django's documented name)
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Comment, index)
    yield
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(Comment, index)


def _article(section: Section) -> Article:
    draft = Article(title="خبر بلا تعليقات", live=False, body=[("paragraph", "<p>فقرة.</p>")] * 8)
    section.add_child(instance=draft)
    draft.save_revision()
    return actions.publish(draft, by=None)


def _rarely(section: Section) -> Any:
    def vary(n: int) -> tuple[dict[str, Any], dict[str, Any]]:
        if n % RARE:
            return {}, {}
        place = Page._int2str(archive.FIRST_CHILD + n).rjust(archive.STEPLEN, "0")  # noqa: SLF001 (treebeard's own)
        return {"path": section.path + place}, {"section_id": section.pk}

    return vary


def _thread(article: Article) -> Iterator[dict[str, Any]]:
    """Under one article; each third answers what stands before it."""
    first = (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    begun = timezone.now() - timedelta(hours=THREAD // 60 + 1)
    top = first
    for n in range(THREAD):
        answers = n % 3 == 2  # noqa: PLR2004 (each third)
        top = top if answers else first + n
        yield _row(
            article.pk,
            n,
            begun + timedelta(minutes=n),
            State.APPROVED,
            id=first + n,
            parent_id=top if answers else None,
        )


def few(articles: list[Article]) -> None:
    """Some comments under each, from long ago: less than one screen of any state."""
    begun = timezone.now() - timedelta(seconds=COMMENTS * 10)
    for n, article in enumerate(articles * FEW):
        state = (State.APPROVED, State.AWAITING, State.REJECTED)[n // len(articles) % 3]
        Comment.objects.create(
            page=article,
            name=f"قارئ {n}",
            body=_text(n),
            state=state,
            created_at=begun + timedelta(minutes=n),
            device=f"{n:064x}",
        )


def _comments(first: int) -> Iterator[dict[str, Any]]:
    """All others, spread over the archive: most of them approved long ago."""
    start = THREAD + 1
    begun = timezone.now() - timedelta(seconds=COMMENTS * 10)
    for n in range(max(COMMENTS - THREAD, 0)):
        place = n * 7919 % 1000
        state = (
            State.APPROVED
            if place < APPROVED
            else State.AWAITING
            if place < APPROVED + AWAITING
            else State.REJECTED
        )
        yield _row(
            first + n * 31 % ARTICLES,
            n,
            begun + timedelta(seconds=n * 10),
            state,
            id=start + n,
            parent_id=None,
            reports=1 + n % 5 if state == State.APPROVED and n % 400 == 0 else 0,
            rules=",links," if n % 3 == 0 and state != State.APPROVED else "",
        )


def _row(article: int, n: int, at: datetime, state: State, **own: Any) -> dict[str, Any]:
    return {
        **_empty(),
        "article_id": article,
        "section_id": _sections()[article],
        "name": f"قارئ {n % 5000}",
        "body": _text(n % TEXTS),
        "state": str(state),
        "created_at": connection.ops.adapt_datetimefield_value(at),
        "device": f"{n % 50_000:064x}",
        "likes": n % 17,
        **own,
    }


@cache
def _sections() -> dict[int, int]:
    """The section of each article."""
    return dict(Article.objects.values_list("pk", "section_id"))


@cache
def _empty() -> dict[str, Any]:
    """The columns of a comment of which nothing is said."""
    fields = Comment._meta.local_concrete_fields  # noqa: SLF001 (Django's documented name)
    return {
        field.column: field.get_db_prep_save(field.get_default(), connection) for field in fields
    }


@cache
def _text(n: int) -> str:
    chance = random.Random(n)  # noqa: S311 (no secret)
    return " ".join(chance.choices(WORDS.split(), k=chance.randint(5, 30)))
