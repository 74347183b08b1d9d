"""A reader of a stream: what waits for him, and what he costs while nothing does."""

import asyncio
from collections.abc import Awaitable, Callable

from khabar.edge.http import Message
from khabar.edge.streaming import readers
from khabar.edge.streaming.readers import Reader


class Connection:
    """Takes what it is given, where it has room."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.room = asyncio.Event()
        self.room.set()
        self.broken = False

    async def send(self, message: Message) -> None:
        if self.broken:
            raise OSError("it is gone")
        # Twice, as a server may: for its queue, and then for the socket.
        await self.room.wait()
        await self.room.wait()
        self.taken.append(message["body"])


def with_one(tried: Callable[[Connection, Reader], Awaitable[None]]) -> None:
    async def run() -> None:
        connection = Connection()
        await tried(connection, Reader(connection.send, "192.0.2.1", 1, ()))

    asyncio.run(run())


def test_what_a_connection_takes_at_once_needs_no_task() -> None:
    async def tried(connection: Connection, reader: Reader) -> None:
        for data in (b"1", b"2", b"3"):
            reader.push(data)
        assert connection.taken == [b"1", b"2", b"3"]
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with_one(tried)


def test_who_takes_it_late_has_all_in_order() -> None:
    async def tried(connection: Connection, reader: Reader) -> None:
        reader.push(b"1")
        connection.room.clear()
        for data in (b"2", b"3", b"4"):
            reader.push(data)
        await asyncio.sleep(0.01)
        assert connection.taken == [b"1"]
        assert not reader.takes
        connection.room.set()
        await asyncio.sleep(0.01)
        reader.push(b"5")
        assert b"".join(connection.taken) == b"12345"
        assert reader.takes

    with_one(tried)


def test_who_takes_nothing_is_let_go_and_keeps_nothing() -> None:
    async def tried(connection: Connection, reader: Reader) -> None:
        connection.room.clear()
        reader.push(b"1")
        reader.push(b"x" * readers.MOST_WAITING)
        assert not reader.over.done()
        reader.push(b"2")
        assert reader.ended
        connection.room.set()
        await asyncio.sleep(0.01)
        reader.push(b"3")
        assert connection.taken == []

    with_one(tried)


def test_a_connection_that_fails_ends_its_own_stream_alone() -> None:
    async def tried(connection: Connection, reader: Reader) -> None:
        connection.broken = True
        reader.push(b"1")
        assert reader.ended
        assert reader.over.done()

    with_one(tried)
