"""The lists of pages at 100,000 articles, beside Wagtail's own listing of a section."""

from collections.abc import Callable

from benchmarks import archive, newsroom
from benchmarks.measure import cost, say
from khabar.newsroom import queries
from khabar.newsroom.models import Article
from khabar.newsroom.queries.lists import newest_ids

ARTICLES = 100_000


def run(articles: int = ARTICLES) -> None:
    """Print queries, ms and ratio of each list."""
    room = newsroom.make()
    archive.clone(room.article, articles, room.sections)
    edition, section = room.edition, room.sections[0]

    def plain() -> object:
        return list(Article.objects.child_of(section).live().order_by("-published_at")[:20])

    baseline = cost(plain, rounds=5)
    say(f"{articles:,} articles; Wagtail's child_of + order_by: {baseline.wall:.1f} ms = 1.00")
    pages = articles // len(room.sections) // 20
    lists: dict[str, Callable[[], object]] = {
        "ids of latest": lambda: newest_ids(edition, "latest", limit=20),
        "latest": lambda: queries.latest(edition),
        "rail": lambda: queries.rail(edition),
        "section": lambda: queries.list_page(edition, "section", section.pk),
        f"section, page {pages}": lambda: queries.list_page(edition, "section", section.pk, pages),
        "story": lambda: queries.list_page(edition, "story", room.stories[0].pk),
        "author": lambda: queries.list_page(edition, "author", room.author.pk),
        "source": lambda: queries.list_page(edition, "source", room.source.pk),
        "topic": lambda: queries.list_page(edition, "topic", room.topic.pk),
        "carousel": lambda: queries.carousel(edition),
        "menu": lambda: queries.menu(edition),
        "corrections": lambda: queries.corrections_page(edition),
        "front": lambda: queries.front(edition),
    }
    for name, ask in lists.items():
        each = cost(ask)
        say(
            f"{name:<22} {each.queries:>3} queries  {each.wall:7.2f} ms"
            f"  {each.wall / max(each.queries, 1):5.2f} ms a query"
            f"  ratio {each.wall / baseline.wall:.4f}"
        )
