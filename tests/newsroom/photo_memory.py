"""Run by test_photo_memory.py in a process of its own: what one photo costs in memory.

Prints the peak in megabytes before and after a file was checked, read and rendered.
"""

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.files.base import File  # noqa: E402 (Django must be set up first)
from django.core.files.uploadedfile import TemporaryUploadedFile  # noqa: E402 (as above)

from khabar.newsroom.models import Photo  # noqa: E402 (as above)
from khabar.newsroom.photos import checks, metadata, pixels, rendering  # noqa: E402 (as above)
from khabar.newsroom.photos.forms import PhotoFileField  # noqa: E402 (as above)


def peak() -> int:
    """The most memory that this program has had, in megabytes.

    Not what getrusage says, which counts the process that it was forked from.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) // 1024


def main(path: Path) -> None:
    before = peak()
    upload = TemporaryUploadedFile(path.name, "image/jpeg", path.stat().st_size, None)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            upload.write(piece)
    PhotoFileField().clean(upload)
    with path.open("rb") as file:
        original: File[bytes] = File(file, name=path.name)
        checks.check_original(original)
        metadata.read(file)
        width, height = pixels.oriented_size(file)
        photo = Photo(collection_id=1, width=width, height=height, file_hash="a" * 40)
        # A tight crop is what would tempt the decoder to unpack everything.
        photo.crops = {"lead": [width // 2, height // 2, width // 6, width // 6 * 9 // 16]}
        for spec in ("fill-1200x675|format-jpeg", "width-1600|format-webp"):
            made = list(rendering.render(original, photo, [spec]))
            assert made[0].content
    sys.stdout.write(f"{before} {peak()}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
