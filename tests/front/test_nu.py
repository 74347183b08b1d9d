"""Every kind of page, and the style sheet, before the Nu Html Checker."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from khabar.newsroom.models import Edition
from tests.front import everything

ROOT = Path(__file__).parents[2]
JAR = ROOT / ".tools/node_modules/vnu-jar/build/dist/vnu.jar"
HOW_TO_GET_IT = "The Nu Html Checker is missing: make nu (it needs npm and Java)."


@pytest.mark.skipif(not JAR.exists() or not shutil.which("java"), reason=HOW_TO_GET_IT)
def test_the_checker_finds_no_error(ar: Edition, client: Client, tmp_path: Path) -> None:
    addresses = everything.fill(ar)
    for kind, address in addresses.items():
        (tmp_path / f"{kind}.html").write_bytes(client.get(address).content)
    style = finders.find("front/khabar.css")
    assert style is not None
    files = [*map(str, sorted(tmp_path.glob("*.html"))), str(style)]
    assert len(files) > 10
    command = ["java", "-jar", str(JAR), "--errors-only", "--also-check-css", *files]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.stderr.replace(str(tmp_path), "") == ""
    assert checked.returncode == 0
