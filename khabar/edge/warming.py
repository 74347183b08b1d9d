"""Rendering what readers will ask for first."""

from collections.abc import Iterator

from django.utils import translation

from khabar.edge import placing
from khabar.edge.pieces import Address
from khabar.edge.renewing import Outcome, Renewer
from khabar.newsroom import queries
from khabar.newsroom.models import Article, Edition
from khabar.newsroom.publication import LATEST
from khabar.newsroom.queries.lists import newest_ids


def addresses(edition: Edition, articles: int) -> Iterator[Address]:
    """Of an edition: its fragments, its standing lists, and its newest articles."""
    site = edition.site_id
    for name in placing.names():
        yield Address(site, name)
    paths = ["/", "/latest/", "/stories/", "/corrections/", "/follow/", "/live/"]
    paths += [link.url for link in queries.menu(edition)]
    paths += [story.url for story in queries.stories(edition)]
    ids = newest_ids(edition, LATEST, limit=articles)
    newest = Article.objects.select_related("section").in_bulk(ids)
    paths += [newest[pk].get_absolute_url() for pk in ids if pk in newest]
    for path in paths:
        yield Address(site, path)


def warm(renewer: Renewer, *, articles: int) -> Iterator[tuple[Address, Outcome]]:
    """Render what is missing or stale of each edition; what came of each."""
    for edition in queries.editions():
        with translation.override(edition.language):
            wanted = list(addresses(edition, articles))
        for address in wanted:
            (state,) = renewer.store.states([address.ident])[1]
            version = state.version if state and not state.fresh else 0
            yield address, renewer.renew(address, newer_than=version)
