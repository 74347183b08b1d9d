"""Another release of Khabar: the same code with another page and another style sheet."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import khabar


@contextmanager
def release(mark: bytes) -> Iterator[str]:
    """The folder to import it from; each page of it has ``mark`` at its end."""
    with tempfile.TemporaryDirectory(prefix="khabar-release-") as folder:
        package = Path(folder) / "khabar"
        shutil.copytree(
            Path(khabar.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__")
        )
        base = package / "front/templates/front/base.html"
        base.write_bytes(base.read_bytes().replace(b"</body>", mark + b"</body>"))
        with (package / "front/static/front/khabar.css").open("ab") as sheet:
            sheet.write(b"/* another release */")
        yield folder
