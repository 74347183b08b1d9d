"""Threads of their own, whose connections end with them."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

Run = Callable[..., "Future[Any]"]


@pytest.fixture
def aside() -> Iterator[Run]:
    """Runs a function in another thread, with a database connection of that thread's own."""
    with ThreadPoolExecutor(max_workers=8) as pool:

        def run(act: Callable[..., Any], *args: Any) -> "Future[Any]":
            def wrapped() -> Any:
                try:
                    return act(*args)
                finally:
                    connections.close_all()

            return pool.submit(wrapped)

        yield run
