"""The short form of `make torture`: a house is killed at, its disk full, its database old."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

KILLS = 4
#: All of them on each database take minutes: `make torture` does that.
SCENES = {"sqlite": "killed disk_full map_full upgraded", "postgresql": "database_away put_back"}


def test_a_house_survives_what_is_done_to_it() -> None:
    if connection.vendor == "postgresql" and not os.environ.get("KHABAR_DATABASE_URL"):
        pytest.skip("It needs the address of a server in KHABAR_DATABASE_URL.")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "torture"],
        env={
            **{name: value for name, value in os.environ.items() if name != "KHABAR_VAR"},
            "TORTURE_KILLS": str(KILLS),
            "TORTURE_SCENES": SCENES[connection.vendor],
        },
        cwd=settings.BASE_DIR.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
