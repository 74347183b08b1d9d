"""A fresh clone holds no compiled catalogue; the first process of any kind makes them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

ASK = """
import django
django.setup()
from django.utils.translation import gettext, override
with override("ar"):
    print(gettext("Latest news"), gettext("Live"), sep="|")
"""


def test_the_first_process_of_a_clone_speaks_arabic(tmp_path: Path) -> None:
    shutil.copytree(
        settings.BASE_DIR,
        tmp_path / "khabar",
        ignore=shutil.ignore_patterns("*.mo", "__pycache__"),
    )
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(tmp_path),
            "PYTHONIOENCODING": "utf-8",
            "DJANGO_SETTINGS_MODULE": "khabar.conf.settings",
            "KHABAR_VAR": str(tmp_path / "var"),
        },
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.strip() == "آخر الأخبار|منشور"
