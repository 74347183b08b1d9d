"""Which addresses an article links to, and what is known of them."""

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from khabar.newsroom.links.transport import Answer, HttpLinks, LinkTransport, NoLinks
from khabar.newsroom.models import LinkCheck
from khabar.newsroom.models.readiness import address_digest
from khabar.newsroom.tasks import check_links

if TYPE_CHECKING:
    from datetime import datetime

    from khabar.newsroom.models import Article

AT_ONCE = 4
MOST_LINKS = 100
FRESH = timedelta(days=1)
#: What went wrong may be mended soon; what waits that long was lost.
TRY_AGAIN = timedelta(hours=1)
LOST = timedelta(minutes=10)
FORGET = timedelta(days=90)

_HREF = re.compile(r"""<a\b[^>]*?\bhref=["'](https?://[^"']+)["']""", re.IGNORECASE)
#: Answers that say no more than that a machine is not welcome.
_NOT_FOR_MACHINES = frozenset({401, 402, 403, 405, 406, 407, 429, 451, 501, 503, 999})
_FIRST_ERROR = 400


def transport() -> LinkTransport:
    """The way out that the settings allow."""
    return HttpLinks(settings.LINK_CHECK_USER_AGENT) if settings.LINK_CHECKS else NoLinks()


def addresses_of(article: "Article") -> list[str]:
    """The addresses elsewhere that an article's body links to, each once, in order."""
    found = dict.fromkeys(_addresses(article.body.raw_data))
    return list(found)[:MOST_LINKS]


def _addresses(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield from map(unescape, _HREF.findall(value))
        case dict():
            for key, item in value.items():
                if key == "url" and isinstance(item, str) and item.startswith(("http:", "https:")):
                    yield item
                else:
                    yield from _addresses(item)
        case _ if hasattr(value, "__iter__"):
            for item in value:
                yield from _addresses(item)


def known(addresses: Iterable[str]) -> dict[str, LinkCheck]:
    """What is known of addresses, by address."""
    digests = [address_digest(address) for address in addresses]
    return {row.url: row for row in LinkCheck.objects.filter(digest__in=digests)}


def ask(article: "Article") -> int:
    """Have the worker look at the article's links that nobody looked at lately; how many."""
    if not settings.LINK_CHECKS:
        return 0
    now = timezone.now()
    addresses = addresses_of(article)
    held = known(addresses) if addresses else {}
    due = [url for url in addresses if url not in held or _is_due(held[url], now)]
    if not due:
        return 0
    digests = [address_digest(url) for url in due]
    LinkCheck.objects.bulk_create(
        [
            LinkCheck(url=url, digest=digest, asked_at=now)
            for url, digest in zip(due, digests, strict=True)
        ],
        ignore_conflicts=True,
    )
    rows = LinkCheck.objects.filter(digest__in=digests)
    rows.update(asked_at=now)
    check_links.enqueue(sorted(rows.values_list("pk", flat=True)))
    return len(due)


def _is_due(row: LinkCheck, now: "datetime") -> bool:
    if row.checked_at is None or row.asked_at > row.checked_at:
        return row.asked_at < now - LOST
    wait = FRESH if row.state == LinkCheck.State.ANSWERS else TRY_AGAIN
    return row.checked_at < now - wait


def look_at(ids: Iterable[int], way: LinkTransport) -> int:
    """Look at these addresses, a few at once, and keep what they answer; how many there were."""
    rows = list(LinkCheck.objects.filter(pk__in=ids))
    # The threads touch nothing but the network: the rows are written here.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(way.look, [row.url for row in rows]))
    for row, answer in zip(rows, answers, strict=True):
        row.state, row.code, row.problem = _state(answer), answer.code, answer.problem
        row.checked_at = timezone.now()
        row.save(update_fields=["state", "code", "problem", "checked_at"])
    LinkCheck.objects.filter(asked_at__lt=timezone.now() - FORGET).delete()
    return len(rows)


def _state(answer: Answer) -> LinkCheck.State:
    if answer.problem == "not-asked" or answer.code in _NOT_FOR_MACHINES:
        return LinkCheck.State.UNKNOWN
    if answer.code is not None and answer.code < _FIRST_ERROR:
        return LinkCheck.State.ANSWERS
    return LinkCheck.State.BROKEN
