"""The desk's first screen, whole and block by block, before somebody who owns the whole archive.

`BENCH_ARTICLES` says how many articles: 17,000 where it does not.
"""

import os
import uuid
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from benchmarks import archive, newsroom
from benchmarks.measure import cost, say
from khabar.desk.models import Role, StaffGroup
from khabar.desk.planning.blocks import blocks_for
from khabar.newsroom import actions, flash_actions, notices, planning_actions
from khabar.newsroom.models import Article

ARTICLES = 17_000
LINES = 12


def run() -> None:
    """Print queries and ms of the screen and of each block."""
    room = newsroom.make()
    chief = User.objects.create_user("chief", password="password")  # noqa: S106 (an empty house)
    group = StaffGroup.objects.get(edition=room.edition, role=Role.CHIEF_EDITOR).group
    chief.groups.add(group)
    Page.objects.filter(pk=room.article.pk).update(owner=chief)
    articles = int(os.environ.get("BENCH_ARTICLES", ARTICLES))
    archive.clone(room.article, articles, room.sections)
    _busy_hour(room, chief)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _measure(chief, articles)


def _busy_hour(room: newsroom.Newsroom, chief: User) -> None:
    """More of everything than a block shows."""
    now = timezone.now()
    section = room.sections[0]
    for n in range(LINES):
        draft = _draft(section, f"مسودة {n}", chief)
        _draft(section, f"محظورة {n}", chief, embargo_until=now + timedelta(days=1))
        timed = _draft(section, f"مجدولة {n}", chief, go_live_at=now + timedelta(hours=5))
        actions.publish(timed, by=None)
        sent = _draft(section, f"مرسلة {n}", chief)
        sent.get_workflow().start(sent, chief)
        live = flash_actions.flash(section, f"عاجل {n}", by=chief, token=uuid.uuid4())
        actions.correct(live, by=None, right="صحيحها")
        notices.report("publication", live, "تعذر")
        planning_actions.assign(
            by=chief, section=section, title=draft.title, assignee=chief, deadline=now
        )


def _draft(section: object, title: str, owner: User, **fields: object) -> Article:
    article = Article(title=title, live=False, owner=owner, **fields)
    type(section).objects.get(pk=section.pk).add_child(instance=article)  # type: ignore[attr-defined]  # A section.
    article.save_revision(user=owner)
    return article


def _measure(chief: User, size: int) -> None:
    client = Client()
    client.force_login(chief)
    whole = cost(lambda: client.get("/desk/"), rounds=7)
    say(f"{size:,} articles: {whole.queries} queries, {whole.wall:.1f} ms ({whole.cpu:.1f} ms CPU)")
    request = HttpRequest()
    request.user = User.objects.get(pk=chief.pk)
    for block in blocks_for(request):
        each = cost(block.lines, rounds=7)
        took = f"{each.wall:7.2f} ms ({each.cpu:.2f} ms CPU)"
        say(f"  {block.name:<12} {each.queries:>2} query  {took}")
