"""What a publication costs in a small, a middling and a large archive: it must be the same.

BENCH_SIZES (1000 17000 200000) says how large. CPU is of this process, which publishes, follows the
outbox and renders all that readers had asked for: what Khabar does for it on the whole.
"""

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Final

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import archive, floors, newsroom
from benchmarks.edge import answer_here
from benchmarks.measure import cost, say
from khabar.cli.worker import count_tables
from khabar.edge.follower import Follower
from khabar.edge.pieces import Address
from khabar.edge.remembering import Remembered
from khabar.edge.rendering import render
from khabar.edge.renewing import Renewer
from khabar.edge.store import MEBIBYTE, Store
from khabar.edge.warming import addresses
from khabar.newsroom import actions, settling
from khabar.newsroom.models import Article, ArticleStory
from khabar.outbox.collecting import remembering
from khabar.outbox.models import Change

SIZES: Final = [int(size) for size in os.environ.get("BENCH_SIZES", "1000 17000 200000").split()]
ROUNDS: Final = 25
#: Articles that were read lately, beside the lists and the front page.
READ: Final = 50


def run() -> None:
    """Print what a publication costs at each size, and a cold article."""
    room = newsroom.make()
    answer_here(room)
    there = 0
    costs: dict[int, float] = {}
    for size in SIZES:
        began = time.monotonic()
        archive.clone(room.article, size - there, room.sections, start=there)
        there = size
        count_tables()
        built = time.monotonic() - began
        with tempfile.TemporaryDirectory() as folder:
            costs[size] = _publish(room, Path(folder), size, built)
        _cold(room, size)
    floors.keep(
        "publication, largest to smallest archive", max(costs.values()) / min(costs.values())
    )
    floors.finish()


def _publish(room: newsroom.Newsroom, folder: Path, size: int, built: float) -> float:
    store = Store.open(folder, 256 * MEBIBYTE)
    renewer = Renewer(store, WSGIHandler().get_response)
    follower = Follower(store)
    follower.catch_up()
    for address in addresses(room.edition, READ):
        renewer.renew(address)
    last = Change.objects.order_by("-pk").values_list("pk", flat=True)[0]
    publishing, rendering, pieces, queries = [], [], [], []
    for n in range(ROUNDS):
        cpu = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            _one(room, n)
        published = time.process_time()
        follower.catch_up()
        stale = store.stale()
        for ident, state in stale:
            found = store.read(ident)
            if found is not None:
                renewer.renew(found[1].address, newer_than=state.version)
        rendered = time.process_time()
        publishing.append((published - cpu) * 1000)
        rendering.append((rendered - published) * 1000)
        pieces.append(len(stale))
        queries.append(len(asked))
    changes = Change.objects.filter(pk__gt=last).count() / ROUNDS
    store.close()
    middle = statistics.median(publishing), statistics.median(rendering)
    say(
        f"{size:>7,} articles (made in {built:.0f} s)  {changes:.0f} change,"
        f" {statistics.median(pieces):.0f} pieces, {statistics.median(queries):.0f} queries;"
        f" {middle[0]:.0f} ms CPU to make and publish, {middle[1]:.0f} ms to render"
    )
    return sum(middle)


def _one(room: newsroom.Newsroom, n: int) -> None:
    draft = Article(title=f"خبر {n}", lede="مقدمة", live=False)
    draft.body = [("paragraph", "<p>فقرة من الخبر تصف ما جرى في المدينة.</p>")] * 6
    draft.article_stories.set([ArticleStory(story=room.stories[0])])
    with settling.once():
        room.sections[0].add_child(instance=draft)
        draft.save_revision()
    actions.publish(draft, by=None)


def _cold(room: newsroom.Newsroom, size: int) -> None:
    """An article that nobody read lately, from the database."""
    handler = WSGIHandler().get_response
    article = Article.objects.filter(number__gte=archive.NUMBERS).order_by("published_at")[10]
    address = Address(room.edition.site_id, article.get_absolute_url())
    each = cost(lambda: render(address, handler))
    if size == max(SIZES):
        floors.keep("queries of a cold article", each.queries)
        floors.keep("ms CPU of a cold article", each.cpu)
    say(f"        a cold article: {each.queries} queries, {each.cpu:.1f} ms CPU; {_beside(room)}")


def _beside(room: newsroom.Newsroom) -> str:
    """The same in a house that rendered other pages before: each time another article."""
    articles = Article.objects.filter(number__gte=archive.NUMBERS).select_related("section")
    addresses = iter(
        [
            Address(room.edition.site_id, article.get_absolute_url())
            for article in articles.order_by("published_at")[20:60]
        ]
    )
    handler = WSGIHandler().get_response
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder), 64 * MEBIBYTE)
        memory = Remembered(store)

        def one() -> None:
            with remembering(memory.since(store.applied())):
                render(next(addresses), handler)

        one()
        each = cost(one)
        store.close()
    return f"after others {each.queries} and {each.cpu:.1f} ms"
