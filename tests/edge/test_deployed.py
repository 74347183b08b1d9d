"""The shipped files say the same as the code."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from khabar.edge.front import NOT_PUBLIC, PARAMETERS
from tools.front_servers import SITE, VCL

FILES = {"/static/", "/media/"}


@pytest.mark.parametrize("file", [VCL, SITE], ids=["varnish", "nginx"])
def test_what_is_not_public_is_so_in_front_too(file: Path) -> None:
    said = re.search(r"\^/\(([a-z|]+)\)/(?=\"\) \{\s+return \(pass\)| \{)", file.read_text())
    assert said is not None
    assert {f"/{name}/" for name in said[1].split("|")} == set(NOT_PUBLIC) - FILES


def test_varnish_knows_the_parameters_that_choose_a_page() -> None:
    said = re.search(r'if \(req\.url ~ "\\\?\(\.\*&\)\?(.+?)="', VCL.read_text())
    assert said is not None
    assert set(said[1].strip("()").split("|")) == PARAMETERS


def test_the_files_name_the_ports_that_khabar_has() -> None:
    assert settings.KHABAR.varnish == (("127.0.0.1", 6081),)
    assert "127.0.0.1:6081" in SITE.read_text()
    assert f'.port = "{settings.KHABAR.port}"' in VCL.read_text()
