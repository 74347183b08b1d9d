"""An edge that hears of changes too late: what it gave out meanwhile is not kept in front."""

import fcntl
import os
import signal
import threading
import time

import pytest

from tests.edge.fronted.conftest import House, get, wait_for
from tools.front_servers import Running

pytestmark = pytest.mark.slow

AWAY_SECONDS = 4.0


def leader(house: House) -> int:
    """The process that follows the log, by the lock that it holds."""
    inode = (house.var / "edge" / "follower.lock").stat().st_ino
    with open("/proc/locks", encoding="ascii") as locks:  # noqa: PTH123 (no file of a folder)
        held = [line.split() for line in locks]
    (pid,) = {
        int(fields[4]) for fields in held if fields[1] != "->" and fields[5].endswith(f":{inode}")
    }
    return pid


@pytest.mark.parametrize("house", [2], indirect=True)
def test_what_an_edge_without_the_change_gave_out_is_asked_for_again(
    house: House, front: Running
) -> None:
    article, _at = house.edit("publish", "خبر أول")
    url = front.url + article["url"]
    wait_for(lambda: get(url).status == 200)
    wait_for(house.has_purged)
    with (house.var / "edge" / "follower.lock").open("a", encoding="ascii") as lock:
        # Whoever waits for a lock gets it before those who only look now and then.
        waiting = threading.Thread(target=fcntl.flock, args=(lock, fcntl.LOCK_EX))
        waiting.start()
        time.sleep(0.2)
        os.kill(leader(house), signal.SIGKILL)
        waiting.join(10)
        # The other process answers, and nobody tells it anything.
        house.edit("retitle", article["pk"], "خبر ثان")
        until = time.monotonic() + AWAY_SECONDS
        while time.monotonic() < until:
            answer = get(url)
            assert answer.status != 200 or "خبر أول" in answer.html
            time.sleep(0.02)
        wait_for(house.has_purged)
    seconds = wait_for(lambda: "خبر ثان" in get(url).html)
    assert seconds < 4.0, "the old was kept in front"
