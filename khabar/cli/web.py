"""The web server's first process. It knows no Django, so it is there at once."""

import contextlib
import logging
import multiprocessing
import os
import resource
import signal
from typing import Any

from granian.constants import HTTPModes, Interfaces, Loops, RuntimeModes
from granian.log import LogLevels
from granian.server.mp import MPServer

from khabar.cli.parent import end_with_parent
from khabar.conf.environment import Environment, read

# As khabar.edge.streaming.app has it, which this process does not load.
END = signal.SIGUSR1
# A process that does not end on being asked is killed after so many seconds.
KILL_SECONDS = 10
# Requests at once beside the streams, which are held for hours: the rest waits to be accepted.
REQUESTS = 1024
# What a process has open beside its readers: the store, databases, files, log.
OTHER_FILES = 512


class Server(MPServer):
    """Ends streams first when told to stop: they would be waited for like any answer."""

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Tell the processes, then go on as before."""
        for worker in self.wrks:
            with contextlib.suppress(ProcessLookupError, TypeError):
                os.kill(worker.inner.pid, END)
        super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]


def files_wanted(environment: Environment) -> int:
    """How many files one web process may come to have open."""
    return environment.streams + REQUESTS + OTHER_FILES


def allow_files(environment: Environment) -> str:
    """Let this process and its children open as many files as streams need; what is wrong, if any.

    Systems give a process 1,024 at first, and let it take more up to a bound of their own.
    """
    wanted = files_wanted(environment)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft == unlimited or soft >= wanted:
        return ""
    allowed = wanted if hard == unlimited else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed >= wanted:
        return ""
    most = max(allowed - REQUESTS - OTHER_FILES, 0)
    return (
        f"A process may open {allowed} files here, so that about {most} readers can follow live "
        f"pages, not the {environment.streams} of KHABAR_STREAMS. Raise the limit to {wanted} "
        "(LimitNOFILE= in systemd, ulimit -n in a shell), or lower KHABAR_STREAMS."
    )


def serve(environment: Environment) -> None:
    """Answer requests until told to stop."""
    # A fresh interpreter for each process: nothing of this one (threads, locks, connections) is
    # copied in a state that nobody planned.
    multiprocessing.set_start_method("spawn")
    problem = allow_files(environment)
    if problem:
        logging.getLogger("khabar").warning(problem)
    Server(
        "khabar.cli.asgi:application",
        factory=True,
        address=environment.host,
        port=environment.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        websockets=False,
        workers=environment.web_processes,
        # Of its own accord Granian has threads of Rust take turns, also where there is one: a tenth
        # of what a page costs.
        runtime_mode=RuntimeModes.st,
        # Guessing between 1.1 and 2 holds 12 KB for each connection, and front servers speak 1.1.
        http=HTTPModes.http1,
        workers_kill_timeout=KILL_SECONDS,
        respawn_failed_workers=True,
        backpressure=environment.streams + REQUESTS,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    end_with_parent()
    serve(read())
