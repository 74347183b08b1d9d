"""The limit of open files: raised to what streams need, or what is lacking is said."""

import subprocess
import sys

import pytest

TRIED = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 4096))
from khabar.cli.web import allow_files
from khabar.conf.environment import read
print(allow_files(read()))
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("streams", "least", "said"),
    [("1000", 2536, ()), ("50000", 4096, ("about 2560 readers", "51536", "LimitNOFILE="))],
)
def test_a_web_server_may_open_what_its_readers_need(
    streams: str, least: int, said: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TRIED],
        env={"KHABAR_STREAMS": streams},
        capture_output=True,
        text=True,
        check=True,
    )
    problem, allowed = done.stdout.split("\n")[:2]
    assert int(allowed) >= least
    assert all(words in problem for words in said)
    assert bool(problem) == bool(said)
