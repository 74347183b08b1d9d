"""`khabar search rebuild | status | eval`."""

import json
import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from tantivy import Query

from khabar.newsroom.management.editions import asked_edition
from khabar.search import evaluating, rebuilding, schema
from khabar.search.shelf import UnreadableError, shelf
from khabar.search.writing import state_of

_NICE: Final = 10
_MEBIBYTE: Final = 1 << 20


class Command(BaseCommand):
    """The index of what readers may read."""

    help = "The search index: rebuild, status, eval."

    def add_arguments(self, parser: CommandParser) -> None:
        """The three, each with its own options."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        rebuild = verbs.add_parser(
            "rebuild", help="make a fresh index beside the old one, which answers meanwhile; swap"
        )
        rebuild.add_argument(
            "--aside", action="store_true", help="give way to whoever serves, and say nothing"
        )
        status = verbs.add_parser("status", help="how many articles, how large, how far")
        status.add_argument("--json", action="store_true", help="for machines")
        judged = verbs.add_parser(
            "eval", help="ask judged questions; print MRR@10, R@10, nDCG@10 and latency"
        )
        judged.add_argument(
            "queries",
            type=Path,
            metavar="QUERIES.jsonl",
            help="lines of “query” and “relevant”, one uri or a list; may be gzipped (.gz)",
        )
        judged.add_argument("--json", action="store_true", help="for machines")
        judged.add_argument("--now", default="", metavar="TIME", help="what freshness goes by")
        judged.add_argument(
            "--relevance-only", action="store_true", help="let freshness count for nothing"
        )
        judged.add_argument(
            "--edition", default="", metavar="LANG", help="its language; the default site's if left"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, f"_{options['verb']}")(options)

    def _rebuild(self, options: dict[str, Any]) -> None:
        if options["aside"]:
            os.nice(_NICE)
        try:
            made = rebuilding.rebuild(shelf())
        except rebuilding.AlreadyRebuildingError as error:
            if options["aside"]:
                return
            raise CommandError(
                "A fresh index is being made already. Wait for it: `khabar search status`."
            ) from error
        if not options["aside"]:
            self.stdout.write(f"{made.articles:,} articles in {made.seconds:.1f} s.")

    def _status(self, options: dict[str, Any]) -> None:
        held = shelf()
        try:
            with held.reading() as (generation, searcher):
                articles = Query.term_query(
                    generation.schema, "kind", schema.ARTICLE, index_option="basic"
                )
                figures: dict[str, Any] = {
                    "generation": generation.path.name,
                    "articles": _count(searcher, articles),
                    "segments": searcher.num_segments,
                    "bytes": held.size(),
                    "current": generation.ours,
                    "left": len(state_of(generation).todo),
                    "rebuilding": rebuilding.under_way(held),
                }
        except UnreadableError as error:
            raise CommandError(
                f"The index does not answer: {error}. Searches are answered from the database. "
                "`khabar search rebuild` makes a fresh one; so does `khabar up`."
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        form = "this release's" if figures["current"] else "another release's: made anew by itself"
        lines = [
            f"articles     {figures['articles']:,} in {figures['segments']} segments",
            f"size         {figures['bytes'] / _MEBIBYTE:.1f} MiB",
            f"form         {form}",
            f"left to do   {figures['left']} lists of articles",
            f"generation   {figures['generation']}"
            + (", a fresh one is being made" if figures["rebuilding"] else ""),
        ]
        self.stdout.write("\n".join(lines))

    def _eval(self, options: dict[str, Any]) -> None:
        try:
            judged = evaluating.read(options["queries"])
        except evaluating.JudgedFileError as error:
            raise CommandError(str(error)) from error
        quality = evaluating.evaluate(
            judged,
            asked_edition(options["edition"]),
            now=_moment(options["now"]),
            freshness=not options["relevance_only"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(asdict(quality)))
        else:
            self.stdout.write(
                f"{quality.queries:,} questions   MRR@10 {quality.mrr:.3f}   "
                f"R@10 {quality.recall:.3f}   nDCG@10 {quality.ndcg:.3f}   "
                f"p50 {quality.p50:.1f} ms   p95 {quality.p95:.1f} ms"
            )
        if quality.unknown:
            self.stderr.write(
                f"{quality.unknown:,} uris that no article was imported with: never found."
            )


def _count(searcher: Any, query: Query) -> int:
    return int(searcher.search(query, 1).count or 0)


def _moment(text: str) -> datetime:
    if not text:
        return timezone.now()
    try:
        said = parse_datetime(text)
    except ValueError:
        said = None
    if said is None:
        raise CommandError(f"--now {text}: write a time such as 2015-08-31T12:00:00Z.")
    return said if timezone.is_aware(said) else timezone.make_aware(said)
