"""The web server's first process. It knows no Django, so it is there at once."""

import multiprocessing

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from khabar.cli.parent import end_with_parent
from khabar.conf.environment import Environment, read

# A process that does not end on being asked is killed after so many seconds.
KILL_SECONDS = 10


def serve(environment: Environment) -> None:
    """Answer requests until told to stop."""
    # A fresh interpreter for each process: nothing of this one (threads, locks, connections) is
    # copied in a state that nobody planned.
    multiprocessing.set_start_method("spawn")
    Granian(
        "khabar.cli.asgi:application",
        factory=True,
        address=environment.host,
        port=environment.port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        websockets=False,
        workers=environment.web_processes,
        workers_kill_timeout=KILL_SECONDS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    end_with_parent()
    serve(read())
