import json
from argparse import ArgumentTypeError
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from khabar.outbox.following import Entry
from khabar.outbox.status import Position, Status, status, tail

MOST_SHOWN = 10_000


class Command(BaseCommand):
    help = "Show the log of changes: its length, who follows it and how far, and its last rows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="write JSON, for programs")
        parser.add_argument(
            "--tail",
            type=_count,
            metavar="N",
            help="show the last N changes with their kinds and keys, oldest first; "
            "an exclamation mark stands before keys that are closed to readers at once",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["tail"] is not None:
            self._show_tail(tail(options["tail"]), as_json=options["json"])
        elif options["json"]:
            self.stdout.write(_json(asdict(status())))
        else:
            self._show(status())

    def _show(self, found: Status) -> None:
        when = f", {_time(found.oldest)} to {_time(found.newest)}" if found.length else ""
        self.stdout.write(f"{found.length} changes{when}")
        self.stdout.write(f"{found.last_minute} in the last minute, {found.last_hour} in the hour")
        if not found.followers:
            self.stdout.write("Nobody follows it yet.")
        for position in found.followers:
            self.stdout.write(_line(position))

    def _show_tail(self, entries: list[Entry], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(_json([asdict(entry) for entry in entries]))
            return
        for entry in entries:
            keys = " ".join(("!" if key in entry.closed else "") + key for key in entry.keys)
            self.stdout.write(f"{entry.id} {_time(entry.at)} {entry.kind}: {keys}")


def _count(raw: str) -> int:
    if not raw.isdecimal() or not 1 <= int(raw) <= MOST_SHOWN:
        raise ArgumentTypeError(f"write how many, from 1 to {MOST_SHOWN}")
    return int(raw)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)


def _time(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def _line(one: Position) -> str:
    where = "whole site" if one.site_wide else f"this data folder, process {one.pid}"
    lag = f"{one.behind} behind, {one.seconds:.0f} s" if one.behind else "up to date"
    return f"{one.name} ({where}): {lag}; cursor {one.id}, told at {_time(one.told_at)}"
