"""The desk at 17,000 articles (`BENCH_ARTICLES` says how many): ms and queries of each screen.

The baseline is Wagtail's explorer of one section. An archive that is there already is used again:
`KHABAR_VAR=… DJANGO_SETTINGS_MODULE=benchmarks.settings python -m benchmarks.run desk` keeps one.
"""

import json
import os
import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from benchmarks import archive, newsroom
from benchmarks.measure import Cost, cost, say
from khabar.cli.worker import count_tables
from khabar.desk.groups import ensure_groups
from khabar.desk.models import Role, StaffGroup
from khabar.language.lookup import search_words
from khabar.newsroom import desk_state
from khabar.newsroom.models import (
    Article,
    ArticleSource,
    ArticleStory,
    Author,
    BylineEntry,
    DeskEntry,
    DeskKey,
    Edition,
    Genre,
    Source,
)
from khabar.newsroom.publication import list_key

ARTICLES = 17_000
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def run() -> None:
    """Make the archive, then print what each screen costs."""
    count = int(os.environ.get("BENCH_ARTICLES", ARTICLES))
    if not Edition.objects.exists():
        _make(count)
    edition = Edition.objects.get()
    people = {"chief": _person(edition, Role.CHIEF_EDITOR), "editor": _person(edition)}
    clients = {name: Client() for name in people}
    for name, client in clients.items():
        client.force_login(people[name])
    chief = clients["chief"]
    section = Article.objects.order_by("pk").values_list("section_id", flat=True)[0]
    baseline = cost(lambda: _get(chief, f"/desk/pages/{section}/"), rounds=5)
    total = DeskEntry.objects.count()
    say(f"{total:,} articles ({connection.vendor})")
    say(f"{'Wagtail, a section':<34} {_line(baseline, baseline)}")
    for name, address in _screens(edition).items():
        each = cost(lambda address=address: _get(chief, address), rounds=5)
        say(f"{name:<34} {_line(each, baseline)}")
    each = cost(lambda: _get(clients["editor"], "/desk/articles/"), rounds=5)
    name = "list of one section's editor"
    say(f"{name:<34} {_line(each, baseline)}")


def _line(each: Cost, baseline: Cost) -> str:
    return (
        f"{each.queries:>3} queries  {each.wall:8.1f} ms  {each.cpu:8.1f} ms CPU"
        f"  ratio {each.cpu / baseline.cpu:.3f}"
    )


def _get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:  # noqa: PLR2004 (the desk answers)
        msg = f"{address} answered {response.status_code}."
        raise RuntimeError(msg)


def _screens(edition: Edition) -> dict[str, str]:
    article = Article.objects.order_by("-pk")[500]
    base = "/desk/articles/"
    day = timezone.localdate()
    hits = {
        word: DeskKey.objects.filter(key__endswith=f":{word}").count()
        for word in article.title.split()
    }
    common, rare = _word(1), min(hits, key=lambda word: (hits[word], word))
    story = ArticleStory.objects.order_by("-pk")[0].story
    last = Article.objects.filter(locale=edition.locale_id).order_by("-number")[0]
    return {
        "first page of the list": base,
        "list, page 100": f"{base}?p=100",
        "list, by last edit": f"{base}?ordering=-edited_at",
        "one section": f"{base}?section={article.section_id}",
        "two sections": f"{base}?section={article.section_id}&section={last.section_id}",
        "one genre": f"{base}?genre=analysis",
        **{f"status: {name}": f"{base}?status={name}" for name in _STATUSES},
        "a rare status in one section": f"{base}?status=withdrawn&section={article.section_id}",
        "date range": f"{base}?at_from={day - timedelta(days=90)}&at_to={day}",
        "a common author": f"{base}?author={Author.objects.order_by('pk')[0].name}",
        "a rare author": f"{base}?author={Author.objects.order_by('-pk')[0].name}",
        "a common source": f"{base}?source={Source.objects.order_by('pk')[0].name}",
        "common source, rare status": (
            f"{base}?source={Source.objects.order_by('pk')[0].name}&status=draft"
        ),
        "a story": f"{base}?story={story.title}",
        "a topic": f"{base}?topic=حدود",
        "mine": f"{base}?mine=true",
        "search: a common word": f"{base}?q={common}",
        "search: two common words": f"{base}?q={common} {_word(2)}",
        "search: a rare word": f"{base}?q={rare}",
        "search: an unfinished word": f"{base}?q={rare[:4]}",
        "search: a headline": f"{base}?q={article.title}",
        "search: a name": f"{base}?q={Author.objects.order_by('pk')[0].name}",
        "search: nothing": f"{base}?q=لاشيءمنهذا",
        "search: a number": f"{base}?q={article.number}",
        "search: an address": f"{base}?q=https://testserver{article.get_absolute_url()}?utm_source=x",
        "the desk's first page": "/desk/",
        "the editor": f"/desk/pages/{article.pk}/edit/",
    }


def _hits(edition: Edition, word: str) -> int:
    key = list_key(edition.locale_id, desk_state.WORD, next(iter(search_words(word))))
    return DeskKey.objects.filter(key=key).count()


_STATUSES = (
    "draft",
    "awaiting",
    "scheduled",
    "embargoed",
    "published",
    "changed",
    "withdrawn",
    "unpublished",
)


# The archive


def _make(count: int) -> None:
    room = newsroom.make()
    locale = room.edition.locale
    authors = [room.author] + [
        Author.objects.create(name=" ".join(_words(1000 + n)[:2]), locale=locale)
        for n in range(200)
    ]
    sources = [room.source] + [Source.objects.create(name=_name(1000 + n)) for n in range(40)]
    begun = time.perf_counter()
    first = archive.clone(room.article, count, room.sections, _vary)
    pks = range(first, first + count)
    topics = ({"article_id": pk, "topic_id": room.topic.pk} for pk in pks if pk % 40 == 0)
    with transaction.atomic():
        archive.insert(BylineEntry, _byline(pks, authors))
        archive.insert(ArticleSource, _sources(pks, sources))
        archive.insert(ArticleStory, _stories(pks, [story.pk for story in room.stories]))
        archive.insert(Article.topics.through, topics)
    say(f"archive made in {time.perf_counter() - begun:.0f} s")
    _index()
    begun = time.perf_counter()
    seen, changed = next(desk_state.refresh_all(2000))
    say(f"desk-index: {seen / (time.perf_counter() - begun):,.0f} articles a second")
    if changed:
        msg = f"{changed} rows are not as derived."
        raise RuntimeError(msg)
    count_tables()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _index() -> None:
    """What desk-index would store, without its care for what is there already."""
    pks = list(Article.objects.filter(desk_entry=None).order_by("pk").values_list("pk", flat=True))
    time_of = connection.ops.adapt_datetimefield_value
    for start in range(0, len(pks), 5000):
        entries, keys = [], []
        for pk, one in desk_state.derive(pks[start : start + 5000]).items():
            values = {
                name: time_of(value) if isinstance(value, datetime) else value
                for name, value in one.values.items()
            }
            entries.append({"article_id": pk, **values, "byline": json.dumps(values["byline"])})
            keys += [{"key": key, "entry_id": pk, "at": values["at"]} for key in sorted(one.keys)]
        with transaction.atomic():
            archive.insert(DeskEntry, entries)
            archive.insert(DeskKey, keys)


def _vary(n: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A headline of its own; some drafts, withdrawn, embargoed, with newer drafts."""
    title = " ".join(_words(n))
    page: dict[str, Any] = {"title": title, "draft_title": title}
    own: dict[str, Any] = {"genre": Genre.values[n * 7 % 1000 % len(Genre.values)]}
    if n % 97 == 0:
        page |= {"live": False, "first_published_at": None}
    elif n % 499 == 0:
        page["live"] = False
        own["withdrawn_at"] = timezone.now() - timedelta(minutes=n)
    elif n % 601 == 0:
        page["live"] = False
    elif n % 211 == 0:
        page["has_unpublished_changes"] = True
    if n % 4999 == 0:
        own["embargo_until"] = timezone.now() + timedelta(days=1)
    return page, own


def _words(seed: int) -> list[str]:
    """Seven invented words, some of them in a great many headlines, some in a few."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    return [_word(int(chance.paretovariate(0.5)) % 30_000) for _place in range(7)]


def _name(n: int) -> str:
    """A name; few names are words of headlines."""
    return f"{_word(50_000 + n)} {_word(60_000 + n)}"


@cache
def _word(rank: int) -> str:
    chance = random.Random(-1 - rank)  # noqa: S311 (no secret)
    return "".join(chance.choices(_LETTERS, k=chance.randint(3, 7)))


def _byline(pks: range, authors: list[Author]) -> Iterator[dict[str, Any]]:
    for pk in pks:
        author = authors[0] if pk % 3 == 0 else authors[pk * 31 % len(authors)]
        yield {
            "sort_order": 0,
            "article_id": pk,
            "author_id": author.pk,
            "source_id": None,
            "text": "",
            "role": "",
        }


def _sources(pks: range, sources: list[Source]) -> Iterator[dict[str, Any]]:
    for pk in pks:
        source = sources[0] if pk % 5 else sources[pk * 17 % len(sources)]
        yield {"sort_order": 0, "article_id": pk, "source_id": source.pk}


def _stories(pks: range, stories: list[int]) -> Iterator[dict[str, Any]]:
    for pk in pks:
        if pk % archive.STORY_EVERY == 0:
            yield {"sort_order": 0, "article_id": pk, "story_id": stories[pk % len(stories)]}


def _person(edition: Edition, role: Role = Role.SECTION_EDITOR) -> User:
    ensure_groups(edition)
    person, _made = User.objects.get_or_create(username=f"bench-{role}")
    held = StaffGroup.objects.filter(edition=edition, role=role).order_by("pk")[0]
    person.groups.set([Group.objects.get(pk=held.group_id)])
    return person
