"""Readers behind the shipped Varnish: its speed beside nginx with the same bytes, and freshness.

BENCH_ARTICLES (1,000) is the archive's size, BENCH_SECONDS (20) how long each part takes.
"""

import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

from benchmarks import archive, floors, newsroom
from benchmarks.edge import ARTICLES, answer_here, beside_nginx, fresh, verify
from benchmarks.house import House, up
from benchmarks.measure import say
from tools import front_servers


def run() -> None:
    """Print ratios to nginx, and how soon a publication is seen through Varnish."""
    missing = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    missing += [] if front_servers.varnishd() else ["varnish varnish-modules"]
    if missing:
        say(f"Left out: {' and '.join(missing)} missing (apt-get install them).")
        return
    room = newsroom.make()
    archive.clone(room.article, ARTICLES, room.sections)
    answer_here(room)
    paths = {"article": quote(room.article.get_absolute_url()), "home": "/"}
    port = front_servers.free_port()
    told = {"KHABAR_SURROGATE": "varnish", "KHABAR_VARNISH": f"http://127.0.0.1:{port}"}
    with up(**told) as house, tempfile.TemporaryDirectory() as folder:
        behind = int(house.url.rpartition(":")[2])
        with front_servers.varnish(Path(folder) / "v", behind=behind, port=port) as varnish:
            front = House(varnish.url, varnish.process)
            quiet = {
                name: beside_nginx(front, name, path, "varnish: ") for name, path in paths.items()
            }
            fresh(front, room, int(quiet["article"] / 2), paths["article"], "varnish: ")
            counted = {
                name: varnish.counter(f"MAIN.{name}") for name in ("cache_hit", "backend_req")
            }
            say(f"varnish  {counted['cache_hit']} hits, {counted['backend_req']} asked behind")
            verify(front)
    floors.finish()
