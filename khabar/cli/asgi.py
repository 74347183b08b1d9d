"""What a web process answers with: files first, then Django in threads, behind trusted proxies."""

import os
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote_from_bytes

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from khabar.cli.files import HASHED_MEDIA, HASHED_STATIC, Files, Mount
from khabar.cli.forwarded import TrustedProxies
from khabar.cli.parent import end_with_parent
from khabar.cli.tuning import tune
from khabar.edge.http import App, Message, Receive, Scope, Send

_ASCII = bytes(range(128))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khabar.conf.settings")


def build() -> App:
    """The application. Django runs a whole request in one thread of the pool, its end included,
    so the connection that the thread opened is closed where it was opened.
    """
    django = get_wsgi_application()
    # Read now, so the first reader does not wait for it.
    assert get_resolver().url_patterns  # noqa: S101 -- reading is the point.
    environment = settings.KHABAR
    mounts = [Mount("/static/", environment.var / "static", HASHED_STATIC)]
    if environment.media_url.startswith("/") and not environment.media_storage:
        mounts.append(
            Mount(
                environment.media_url,
                environment.var / "media",
                HASHED_MEDIA,
                # A document may be withdrawn or for some alone: /documents/ asks the database.
                hidden=("documents",),
                # An uploaded SVG must not run as a page of this site.
                headers=((b"content-security-policy", b"default-src 'none'; sandbox"),),
            )
        )
    # Its types name every message of ASGI where ours say "a mapping".
    threads = cast("App", WSGIMiddleware(cast("Any", django), workers=environment.web_threads))
    app = _awaitable(threads)

    def outside(app: App) -> App:
        return TrustedProxies(Files(app, mounts), environment.trusted_proxies)

    # Where code is being changed (debug), pages are never kept.
    return outside(app) if environment.debug else _edge(app, django.get_response, outside)


def _edge(app: App, handler: Any, outside: Callable[[App], App]) -> App:
    """The edge before Django, what is outside of it, and the short way past all that."""
    from khabar.edge import front, serving  # noqa: PLC0415 (Django must be set up first)

    served = serving.start(app, handler)
    return front.Lane(outside(served.app), served.edge)


def _awaitable(app: App) -> App:
    """Give `app` a `receive` that makes coroutines.

    Granian's makes futures, and a2wsgi hands what it makes to run_coroutine_threadsafe, which takes
    coroutines alone: without this, every request with a body would end as a 500.
    """

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        if not query.isascii():
            # Letters that a program sent as they are; a2wsgi takes a query as browsers write it.
            scope = {**scope, "query_string": quote_from_bytes(query, _ASCII).encode()}

        async def received() -> Message:
            return await receive()

        await app(scope, received, send)

    return call


def application() -> App:
    """For the server's processes: they end with the one that started them."""
    end_with_parent()
    app = build()
    _follow()
    tune()
    return app


def _follow() -> None:
    """Let this process bring the search index up to date, when it is its turn."""
    from khabar.search import follower  # noqa: PLC0415 (Django must be set up first)

    follower.start()
