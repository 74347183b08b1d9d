"""The worker: tasks one after another, and beside them the clock and the site's followers."""

import hashlib
import logging
import platform
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import DatabaseError, InterfaceError, connection, connections, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

from khabar.newsroom import clock
from khabar.outbox import following, trimming

logger = logging.getLogger(__name__)

CLOCK_SECONDS = 0.5
POLL_SECONDS = 0.5
# A follower that nothing woke looks by itself so often.
FOLLOW_SECONDS = 2.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# A task that brought its worker down this often is not given to another one.
ATTEMPTS = 3
KEEP = timedelta(days=14)
PRUNE_SECONDS = 3600.0
# Of each index so many rows are read to count it: 0.06 s at half a million articles.
SAMPLE_ROWS = 1000


class TaskLostError(Exception):
    """The worker ended during this task, each time that it was tried."""


def worker_name(var: Path) -> str:
    """The same for one data folder on one machine, so a new worker knows what its last one left."""
    place = f"{platform.node()}:{var.resolve()}"
    return "khabar-" + hashlib.sha256(place.encode()).hexdigest()[:24]


class Worker:
    """Runs tasks in the calling thread, the clock and each follower in one more, until `stop`.

    Threads, because a large photograph takes seconds and what is scheduled does not wait.
    A database that is away is waited for; nothing else but `stop` ends any of the loops.
    """

    def __init__(
        self,
        name: str,
        *,
        tick: Callable[[], object] = clock.tick,
        ahead: "Callable[[threading.Event], object] | None" = None,
    ) -> None:
        self.name = name
        self.tick = tick
        self.ahead = ahead
        self._stop = threading.Event()
        self._runner = TaskRunner(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        self._pruned = 0.0

    def stop(self, *_: object) -> None:
        """Ask both loops to end; the task at hand is finished first."""
        self._stop.set()

    def run(self) -> None:
        clock_thread = threading.Thread(
            target=self._repeat, args=("The clock", CLOCK_SECONDS, self._tick), name="clock"
        )
        threads = [clock_thread, *map(self._follower_thread, following.registered())]
        for thread in threads:
            thread.start()
        if self.ahead is not None:
            # A daemon: nothing depends on what it renders, so nobody waits for it at the end.
            threading.Thread(
                target=self.ahead, args=(self._stop,), name="edge-ahead", daemon=True
            ).start()
        self._repeat("The task loop", POLL_SECONDS, self._tasks, before=self._take_back)
        for thread in threads:
            thread.join()

    def _follower_thread(self, follower: following.SiteFollower) -> threading.Thread:
        return threading.Thread(
            target=self._follow, args=(follower,), name=f"follower {follower.name}"
        )

    def _follow(self, follower: following.SiteFollower) -> None:
        """Let one follower apply what comes, as soon as it comes."""
        wakeups = following.Wakeups()
        self._repeat(f"Follower {follower.name}", 0, lambda: self._step(follower, wakeups))
        wakeups.close()

    def _step(self, follower: following.SiteFollower, wakeups: following.Wakeups) -> None:
        try:
            while not self._stop.is_set() and follower.step():
                pass
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            logger.exception("Follower %s failed; it is given the same again.", follower.name)
            self._stop.wait(FOLLOW_SECONDS)
        # In short pieces, so that `stop` is not waited for.
        until = time.monotonic() + FOLLOW_SECONDS
        while not self._stop.is_set() and (left := until - time.monotonic()) > 0:
            if wakeups.wait(min(left, POLL_SECONDS)):
                return

    def _repeat(
        self,
        what: str,
        seconds: float,
        once: Callable[[], None],
        before: Callable[[], None] | None = None,
    ) -> None:
        """Do `once` again and again; after trouble with the database, wait longer each time."""
        pause = FIRST_PAUSE
        first = before
        while not self._stop.is_set():
            wait = seconds
            try:
                if first is not None:
                    first()
                    first = None
                once()
                pause = FIRST_PAUSE
            except (DatabaseError, InterfaceError):
                logger.exception("%s lost the database; trying again in %g s.", what, pause)
                connections.close_all()
                wait, pause = pause, min(pause * 2, LONGEST_PAUSE)
                first = before
            self._stop.wait(wait)
        connections.close_all()

    def _tick(self) -> None:
        try:
            self.tick()
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            # One article that cannot be published must not stop the clock for all others.
            logger.exception("The clock could not carry out what was due; it goes on.")

    def _tasks(self) -> None:
        while not self._stop.is_set() and (result := self._take()):
            # Records success or failure itself; only trouble with the database comes out.
            self._runner.run_task(result)
        self._prune()

    def _take(self) -> "DBTaskResult[..., Any] | None":
        """The next task that is due, now ours; None when there is none."""
        due = DBTaskResult.objects.ready().filter(backend_name="default")
        # Asked without a lock first: a transaction locks the whole of SQLite against writers.
        if not due.exists():
            return None
        with transaction.atomic():
            result = due.get_locked()
            if result is not None:
                result.claim(self.name)
        return result

    def _take_back(self) -> None:
        """Make what an earlier worker of this name left half done ready again."""
        for result in DBTaskResult.objects.running():
            if not result.worker_ids or result.worker_ids[-1] != self.name:
                continue
            if len(result.worker_ids) >= ATTEMPTS:
                result.set_failed(TaskLostError(f"tried {ATTEMPTS} times"))
                logger.error("Task %s ended its worker %d times.", result.task_path, ATTEMPTS)
                continue
            DBTaskResult.objects.running().filter(pk=result.pk).update(
                status=TaskResultStatus.READY
            )
            logger.warning("Task %s was interrupted and is run again.", result.task_path)

    def _prune(self) -> None:
        """Forget results that nobody will ask for, and changes that everybody has followed.

        And count the tables anew: by these counts SQLite chooses the indexes that it asks.
        """
        if self._pruned and time.monotonic() - self._pruned < PRUNE_SECONDS:
            return
        self._pruned = time.monotonic()
        DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP).delete()
        trimming.trim()
        count_tables()


def count_tables() -> None:
    """Bring SQLite's statistics up to date, from a sample; PostgreSQL does that by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={SAMPLE_ROWS}")
            cursor.execute("ANALYZE")
