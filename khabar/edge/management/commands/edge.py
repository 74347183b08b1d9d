"""The store of rendered pages: what it holds, whether it is right, filling and emptying it."""

import dataclasses
import json
import urllib.error
import urllib.request
import zlib
from collections import Counter
from typing import Any
from urllib.parse import quote

import brotli
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Site

from khabar.edge import serving, verifying, warming
from khabar.edge.pieces import Address
from khabar.edge.renewing import Outcome, Renewer
from khabar.edge.store import MEBIBYTE

CODINGS = ("identity", "gzip", "br")
SHOWN = 50


class Command(BaseCommand):
    """`khabar edge status | verify | warm | clear`."""

    help = "The rendered pages that readers get: status, verify, warm, clear."

    def add_arguments(self, parser: CommandParser) -> None:
        """The four, each with its own options."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        status = verbs.add_parser("status", help="how many pieces, how large, how stale")
        status.add_argument("--json", action="store_true", help="for machines")
        verify = verbs.add_parser(
            "verify",
            help="render every kept piece again and compare; exit 1 and a list if any differ",
        )
        verify.add_argument(
            "--http",
            metavar="ADDRESS",
            help="also fetch every page through this server, in each coding",
        )
        warm = verbs.add_parser("warm", help="render what readers ask for first")
        warm.add_argument("--articles", type=int, default=200, help="newest articles (200)")
        verbs.add_parser("clear", help="drop all pieces; they are rendered again when asked for")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, f"_{options['verb']}")(options)

    def _status(self, options: dict[str, Any]) -> None:
        figures = serving.open_store().figures()
        if options["json"]:
            self.stdout.write(json.dumps(dataclasses.asdict(figures), ensure_ascii=False))
            return
        lines = [
            f"pieces       {figures.pieces}, of which {figures.fragments} are fragments",
            f"stale        {figures.stale} since a change, {figures.outdated} since the last build",
            f"size         {figures.bytes / MEBIBYTE:.1f} of {figures.limit / MEBIBYTE:.0f} MiB",
            f"changes      {figures.applied} applied; generation {figures.generation}",
            f"made         {figures.rendered} pieces rendered, {figures.composed} pages joined",
            f"build        {figures.build or 'none yet'}",
        ]
        self.stdout.write("\n".join(lines))

    def _verify(self, options: dict[str, Any]) -> None:
        store, handler = serving.open_store(), WSGIHandler().get_response
        report = verifying.verify(store, handler)
        for kind, count in sorted(report.looked_at.items()):
            self.stdout.write(f"{count:7} {kind}")
        if report.stale:
            self.stdout.write(f"{report.stale:7} stale, to be rendered when asked for")
        wrong = [f"{item.address.path}: {item.why}" for item in report.differences]
        if options["http"]:
            wrong += self._served(options["http"].rstrip("/"))
        if wrong:
            more = f"\n… and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
            raise CommandError(
                "Not what would be rendered now:\n" + "\n".join(wrong[:SHOWN]) + more
            )
        self.stdout.write("All is as it would be rendered now.")

    def _served(self, base: str) -> list[str]:
        store, handler = serving.open_store(), WSGIHandler().get_response
        hosts = {site.pk: site for site in Site.objects.all()}
        wrong, counts = [], Counter[str]()

        def fetch(address: Address, coding: str) -> tuple[int, bytes]:
            return _fetch(base, hosts[address.site], address.path, coding)

        for address, coding, why in verifying.verify_served(store, handler, fetch, CODINGS):
            counts[coding] += 1
            if why:
                wrong.append(f"{address.path} ({coding}): {why}")
        for coding, count in counts.items():
            self.stdout.write(f"{count:7} fetched as {coding}")
        return wrong

    def _warm(self, options: dict[str, Any]) -> None:
        renewer = Renewer(serving.open_store(), WSGIHandler().get_response)
        counts = Counter[Outcome]()
        for address, outcome in warming.warm(renewer, articles=options["articles"]):
            counts[outcome] += 1
            if outcome is Outcome.FAILED:
                self.stderr.write(f"{address.path} could not be rendered.")
        made, fresh = counts[Outcome.MADE], counts[Outcome.FRESH]
        self.stdout.write(f"{made} rendered, {fresh} were there already.")
        if counts[Outcome.FAILED]:
            raise CommandError(f"{counts[Outcome.FAILED]} could not be rendered; see above.")

    def _clear(self, _options: dict[str, Any]) -> None:
        serving.open_store().clear()
        self.stdout.write("Empty. Pages are rendered again as they are asked for.")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def _fetch(base: str, site: Site, path: str, coding: str) -> tuple[int, bytes]:
    """Status and decoded bytes of a page through a server."""
    host = site.hostname if site.port in {80, 443} else f"{site.hostname}:{site.port}"
    request = urllib.request.Request(  # noqa: S310 (the operator's own server)
        base + quote(path, safe="/?&=%"),
        headers={"Host": host, "Accept-Encoding": coding},
    )
    opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as response:
            status, body, coded = response.status, response.read(), response.headers
    except urllib.error.HTTPError as error:
        with error:
            status, body, coded = error.code, error.read(), error.headers
    except OSError as error:
        raise CommandError(f"{base} does not answer: {error}. Is `khabar up` running?") from error
    used = coded.get("Content-Encoding", "")
    if used == "gzip":
        body = zlib.decompress(body, 31)
    elif used == "br":
        body = brotli.decompress(body)
    return status, body
