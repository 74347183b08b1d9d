"""The shipped nginx file: accepted, and in front of Varnish and the files as it says."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.edge.fronted.conftest import House, get, wait_for
from tools import front_servers
from tools.front_servers import Running

pytestmark = pytest.mark.slow


@dataclass
class Served:
    """Where nginx answers, and its configuration."""

    plain: str
    url: str
    config: Path


@pytest.fixture
def served(house: House, front: Running, tmp_path: Path) -> Iterator[Served]:
    """The file with this house's ports, before a Varnish before the house."""
    if front_servers.nginx() is None:
        pytest.skip("needs nginx: apt-get install nginx-light")
    ports = (front_servers.free_port(), front_servers.free_port())
    config = front_servers.site(
        tmp_path, varnish=front.port, khabar=house.port, var=house.var, ports=ports
    )
    with front_servers.serve_site(config, ports[1]):
        yield Served(f"http://127.0.0.1:{ports[0]}", f"https://127.0.0.1:{ports[1]}", config)


def test_nginx_takes_the_file(served: Served) -> None:
    done = subprocess.run(
        [front_servers.nginx() or "", "-t", "-c", str(served.config), "-e", "stderr"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_pages_come_from_varnish_and_files_from_the_disk(served: Served, house: House) -> None:
    wait_for(lambda: get(served.url + "/").headers.get("x-cache") == "hit")
    page = get(served.url + "/", accept_encoding="gzip")
    inside = get(house.url + "/", accept_encoding="gzip")
    assert (page.html, page.headers["etag"]) == (inside.html, inside.headers["etag"])
    assert page.headers["cache-control"] == "no-cache"
    assert not page.headers.keys() & {"surrogate-key", "surrogate-control", "xkey"}
    assert get(served.url + "/", accept_encoding="gzip", if_none_match=page.headers["etag"]).status

    name = re.search(r'href="(/static/front/[^"]+\.css)"', get(house.url + "/").html)
    assert name is not None
    style = get(served.url + name[1], accept_encoding="gzip")
    assert style.status == 200
    assert style.headers["content-encoding"] == "gzip"
    assert "immutable" in style.headers["cache-control"]
    photo, _at = house.edit("photo")
    shown = get(served.url + photo["url"])
    assert (shown.status, shown.headers["x-content-type-options"]) == (200, "nosniff")
    assert "immutable" in shown.headers["cache-control"]
    assert "sandbox" in shown.headers["content-security-policy"]
    assert not {"x-cache"} & (style.headers.keys() | shown.headers.keys())
    house.edit("delete_photo", photo["pk"])
    # The worker deletes the file.
    wait_for(lambda: get(served.url + photo["url"]).status == 404)


def test_the_desk_and_documents_are_khabars_and_purges_are_nobodys(served: Served) -> None:
    desk = get(served.url + "/desk/login/")
    assert desk.status == 200
    assert "x-cache" not in desk.headers
    assert get(served.url + "/media/documents/a.pdf").status == 404
    assert get(served.url + "/", "PURGE", khabar_purge="all").status == 405
    moved = get(served.plain + "/latest/")
    assert (moved.status, moved.headers["location"][:8]) == (301, "https://")
