"""Doors to an ASGI application, and a place to start whole commands in."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from khabar.edge.http import App, Message

# Long enough for a machine that runs the rest of the suite beside it.
WAIT_SECONDS = 120.0
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


Ask = Callable[..., Answer]


def ask(
    app: App,
    path: str,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    **more: Any,
) -> Answer:
    """One request through the application, the whole answer back."""
    answer = Answer()
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "scheme": "http",
        "query_string": b"",
        "http_version": "1.1",
        "client": ("192.0.2.1", 4711),
        "server": ("127.0.0.1", 8000),
        "headers": [
            (name.lower().encode(), value.encode()) for name, value in (headers or {}).items()
        ],
        **more,
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        elif message["type"] == "http.response.pathsend":
            answer.headers["x-sent-as"] = "path"
            answer.body += Path(message["path"]).read_bytes()  # noqa: ASYNC240 -- a test.
        else:
            answer.body += message.get("body", b"")

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    return answer


def alive(pid: int) -> bool:
    """Whether it runs; one that only waits to be counted (a zombie) does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def house(tmp_path: Path, free_port: int) -> dict[str, str]:
    """The environment of a new data folder, for commands that run as processes of their own."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("KHABAR_", "DJANGO_", "PYTEST_"))
    }
    return kept | {
        "KHABAR_VAR": str(tmp_path / "var"),
        "PORT": str(free_port),
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def khabar() -> list[str]:
    return [sys.executable, "-m", "khabar.cli"]
