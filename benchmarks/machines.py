"""Two machines with one PostgreSQL, behind the shipped nginx: how soon readers see a publication.

Both run on this one, so that the figures are for freshness, not for speed.
"""

import tempfile
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from benchmarks import archive, floors, newsroom
from benchmarks.edge import ARTICLES, answer_here, fresh, verify
from benchmarks.house import House, up
from benchmarks.measure import say
from tools import front_servers

#: Requests a second meanwhile.
LOAD = 200


def run() -> None:
    """Print how soon each kind of act is seen through nginx, which asks either machine."""
    if connection.vendor != "postgresql" or front_servers.nginx() is None:
        say("Left out: two machines need PostgreSQL (tools/postgres.py) and nginx-light.")
        return
    room = newsroom.make()
    archive.clone(room.article, ARTICLES, room.sections)
    answer_here(room)
    with tempfile.TemporaryDirectory() as folder:
        second = Path(folder) / "second"
        second.mkdir()
        Path(folder).chmod(0o755)
        for name in ("media", "private"):
            (settings.VAR_DIR / name).mkdir(exist_ok=True)
            (second / name).symlink_to(settings.VAR_DIR / name)
        shared = {
            "KHABAR_SECRET_KEY": settings.SECRET_KEY,
            "KHABAR_TRUSTED_PROXIES": "127.0.0.1",
            "KHABAR_WEB_PROCESSES": "1",
        }
        with up(**shared) as one, up(**shared, KHABAR_VAR=str(second)) as other:
            ports = tuple(int(house.url.rpartition(":")[2]) for house in (one, other))
            listens = (front_servers.free_port(), front_servers.free_port())
            config = front_servers.two_machines(
                Path(folder), khabar=(ports[0], ports[1]), ports=listens
            )
            # The bench's readers have no certificate to trust.
            text = (Path(folder) / "khabar.conf").read_text(encoding="utf-8")
            text = text.replace(
                f"listen 127.0.0.1:{listens[1]} ssl http2;", f"listen {listens[1]};"
            )
            (Path(folder) / "khabar.conf").write_text(text, encoding="utf-8")
            with front_servers.serve_site(config, listens[1]):
                front = House(f"http://127.0.0.1:{listens[1]}", one.process)
                path = quote(room.article.get_absolute_url())
                fresh(front, room, LOAD, path, "machines: ", machines=2)
                for house in (one, other):
                    verify(house)
    floors.finish()
