"""Django's and Wagtail's own checks for a site in service, asked as an operator would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def check(var: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: text for name, text in os.environ.items() if not name.startswith("KHABAR_")}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "khabar.cli", "check", "--deploy", "--fail-level", "WARNING"],
        env={**clean, "KHABAR_VAR": str(var), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_site_served_by_https_passes_every_check(tmp_path: Path) -> None:
    done = check(tmp_path, KHABAR_SITE_URL="https://news.example")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_the_checks_still_find_what_is_wrong(tmp_path: Path) -> None:
    done = check(
        tmp_path,
        KHABAR_SITE_URL="http://news.example",
        KHABAR_SECRET_KEY="short",
        KHABAR_DEBUG="yes",
    )
    for warning in ("security.W004", "security.W009", "security.W012", "security.W018"):
        assert warning in done.stderr
