"""Collects static files when the build changed, and only then."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import django
import wagtail
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "static.stamp"
PACKED = re.compile(r"\.(css|js|mjs|json|svg|txt|html|webmanifest)$")
# Below this, gzip's own head and the second file cost more than they save.
SMALLEST_PACKED = 400


def _sources() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            yield path, Path(storage.path(path))


def build_stamp() -> str:
    """Names the static files as they are now: versions, paths, sizes and times."""
    digest = hashlib.sha256(f"{django.__version__} {wagtail.__version__}".encode())
    for path, source in sorted(_sources()):
        facts = source.stat()
        digest.update(f"{path}\0{source}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect(var: Path) -> bool:
    """Bring var/static up to date; False when it was already."""
    stamp_file, stamp = var / STAMP, build_stamp()
    if stamp_file.exists() and stamp_file.read_text(encoding="ascii") == stamp:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    _pack(var / "static")
    stamp_file.write_text(stamp, encoding="ascii")
    return True


def _pack(folder: Path) -> None:
    """Put a .gz beside each text: compressed once here, instead of at each request."""
    for path in folder.rglob("*"):
        if not PACKED.search(path.name) or path.stat().st_size < SMALLEST_PACKED:
            continue
        packed = path.with_name(path.name + ".gz")
        if not packed.exists() or packed.stat().st_mtime < path.stat().st_mtime:
            packed.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
