"""Load by wrk, and what it says of it."""

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Load:
    """Requests a second, latency in ms, and answers that were no page."""

    rate: float
    p50: float
    p99: float
    bad: int
    requests: int


def wrk(
    url: str,
    *,
    seconds: int = 8,
    connections: int = 32,
    delay_ms: int = 0,
    paths: list[str] | None = None,
    drawn: list[int] | None = None,
) -> Load:
    """Ask with gzip; ``delay_ms`` pauses each connection between requests.

    ``paths`` are asked for in turn, or as ``drawn``, by their places in the list.
    """
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "load.lua"
        script.write_text(_script(delay_ms, paths or [], drawn), encoding="utf-8")
        said = subprocess.run(  # noqa: S603 (our own arguments)
            [  # noqa: S607 (Debian's wrk)
                "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency",
                "-H", "Accept-Encoding: gzip", "-s", str(script), url,
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout  # fmt: skip
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    errors = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said
    )
    requests = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return Load(
        rate=float(rate[1]) if rate else 0.0,
        p50=_percentile(said, "50%"),
        p99=_percentile(said, "99%"),
        bad=(int(bad[1]) if bad else 0) + (sum(map(int, errors.groups())) if errors else 0),
        requests=int(requests[1]) if requests else 0,
    )


def _percentile(said: str, name: str) -> float:
    found = re.search(rf"{re.escape(name)}\s+([\d.]+)(us|ms|s|m)", said)
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


def _script(delay_ms: int, paths: list[str], drawn: list[int] | None) -> str:
    lines = []
    if delay_ms:
        lines.append(f"function delay() return {delay_ms} end")
    if paths:
        order = range(len(paths)) if drawn is None else drawn
        listed = ",".join(f'"{path}"' for path in paths)
        places = ",".join(str(place + 1) for place in order)
        lines += [
            f"local paths, drawn, asked, n = {{{listed}}}, {{{places}}}, {{}}, 0",
            # Made once: with each request it would cost wrk more than the answer.
            "function init() for i, p in ipairs(paths) do asked[i] = wrk.format(nil, p) end end",
            "function request() n = n % #drawn + 1; return asked[drawn[n]] end",
        ]
    return "\n".join(lines) + "\n"
