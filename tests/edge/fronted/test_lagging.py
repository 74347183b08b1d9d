"""An edge that hears of changes too late: what it gave out meanwhile is not kept in front."""

import time
from collections.abc import Callable

import pytest

from tests.edge.fronted.conftest import House, get, wait_for
from tools.front_servers import Running

pytestmark = pytest.mark.slow

STOPPED_SECONDS = 4.0


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
    house: House, front: Running, stopped: Callable[[int], Callable[[], None]]
) -> None:
    article, _at = house.edit("publish", "خبر أول")
    url = front.url + article["url"]
    wait_for(lambda: get(url).status == 200)
    wait_for(house.has_purged)
    go_on = stopped(leader(house))
    house.edit("retitle", article["pk"], "خبر ثان")
    # The other process answers, and knows nothing of it.
    until = time.monotonic() + STOPPED_SECONDS
    while time.monotonic() < until:
        assert "خبر أول" in get(url).html
        time.sleep(0.02)
    wait_for(house.has_purged)
    go_on()
    assert wait_for(lambda: "خبر ثان" in get(url).html) < 4.0, "the old was kept in front"
