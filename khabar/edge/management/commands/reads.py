"""Counting what is read from the log of a cache that stands in front."""

import logging
import platform
import signal
import sys
import threading
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, InterfaceError, connections

from khabar.edge.logs import BrokenLineError, hit_in
from khabar.edge.tailing import LogFile, Pipe
from khabar.newsroom import reads
from khabar.newsroom.queries.reads import SHORT

logger = logging.getLogger("khabar.edge")

FLUSH_SECONDS: Final = 10.0
LOOK_SECONDS: Final = 0.5
#: At the end, a database that is away is tried so often.
ATTEMPTS: Final = 3
LONGEST_PATH: Final = 120


class Command(BaseCommand):
    """`khabar reads [--follow] FILE|-`."""

    help = (
        "Count reads from the log of nginx or Varnish in front (combined format or JSON). "
        "Needs KHABAR_READS_FROM=log, so that the web processes do not count the same."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The log, and how it is read."""
        parser.add_argument("log", metavar="FILE", help="the log; - for standard input")
        parser.add_argument(
            "--follow", action="store_true", help="go on as it is written, through rotations"
        )
        parser.add_argument(
            "--from-start",
            action="store_true",
            help="the first time, count what is in it already (else: what comes from now on)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Count until the log ends, or, following it, until told to stop."""
        if settings.KHABAR.reads_from != "log":
            raise CommandError(
                "The web processes count reads. Set KHABAR_READS_FROM=log for them and for this "
                "command, and start them again; else each read would be counted twice."
            )
        counting = Counting(options["log"], options["follow"], options["from_start"])
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: counting.stop.set())
        try:
            counting.run()
        except reads.PlaceMovedError as error:
            raise CommandError(
                f"Somebody else counts {options['log']} too. End one of the two."
            ) from error
        finally:
            counting.source.close()
        self.stdout.write(f"{counting.hits} reads in {counting.lines} lines.")
        if counting.broken:
            self.stderr.write(f"{counting.broken} lines were in no known format.")


class Counting:
    """Sums of a log, handed over every ten seconds together with how far it was read."""

    def __init__(self, log: str, follow: bool, from_start: bool) -> None:  # noqa: FBT001 (the command's options)
        self.stop = threading.Event()
        self.lines = self.hits = self.broken = 0
        self._sums: dict[datetime, Counter[int]] = {}
        self._name, self._before = "", None
        self._handed = time.monotonic()
        self.source: LogFile | Pipe
        if log == "-":
            self.source = Pipe(sys.stdin.fileno(), wait=LOOK_SECONDS)
            return
        path = Path(log).absolute()
        if not follow and not path.exists():
            raise CommandError(f"There is no {log}. Name the log of the cache, or - for a pipe.")
        self._name = f"{platform.node()}:{path}"[-200:]
        self._before = reads.place_in_log(self._name)
        self.source = LogFile(path, self._before, follow=follow, from_start=from_start)

    def run(self) -> None:
        """Count until the end. Raises PlaceMovedError."""
        while not self.stop.is_set() and not self.source.ended:
            came = self.source.read()
            for line in came:
                self._count(line)
            if time.monotonic() - self._handed >= FLUSH_SECONDS:
                self._hand_over()
            if not came and isinstance(self.source, LogFile) and not self.source.ended:
                self.stop.wait(LOOK_SECONDS)
        for attempt in range(1, ATTEMPTS + 1):
            if self._hand_over():
                return
            time.sleep(attempt)
        raise CommandError("The database is away; the log is read again from where it was kept.")

    def _count(self, line: bytes) -> None:
        if not line.strip():
            return
        self.lines += 1
        try:
            hit = hit_in(line.decode("utf-8", "replace"))
        except BrokenLineError:
            self.broken += 1
            if self.broken == 1:
                logger.warning("A line of the log is in no known format; such are left out.")
            return
        if hit is not None:
            self.hits += 1
            at = reads.bucket(hit.at, SHORT)
            self._sums.setdefault(at, Counter())[hit.number] += 1

    def _hand_over(self) -> bool:
        """Add the sums to the database's and keep the place, both or neither; whether it was."""
        self._handed = time.monotonic()
        place = self.source.place
        if not self._sums and place == self._before:
            return True
        try:
            reads.add_from_log(self._sums, name=self._name, place=place, before=self._before)
        except (DatabaseError, InterfaceError) as error:
            logger.warning("Reads could not be added (%s); tried again with the next.", error)
            connections.close_all()
            return False
        self._sums, self._before = {}, place
        return True
