"""A few pages are made at a time; nobody waits for long, and whoever sends something not at all."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from hengjian.project.turns import InTurns, Message, Receive, Send


class Pages:
    """An application whose pages begin when they are let; it notes how many are made at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.let = asyncio.Event()
        self.end = asyncio.Event()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await self.let.wait()
        self.now -= 1
        await send({"type": "http.response.start"})
        if scope["path"] == "/stream":
            await self.end.wait()


async def ignored(message: Message | None = None) -> Any:
    """What is sent goes nowhere."""


async def asked(application: InTurns, path: str = "/", method: str = "GET") -> None:
    await application({"type": "http", "method": method, "path": path}, ignored, ignored)


def played(story: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 10))  # type: ignore[arg-type]


@pytest.mark.parametrize(("method", "most"), [("GET", 2), ("POST", 5)])
def test_it_lets_so_many_read_at_a_time(method: str, most: int) -> None:
    async def story() -> None:
        pages = Pages()
        application = InTurns(pages, 2, patience=60)
        tasks = [asyncio.create_task(asked(application, method=method)) for _ in range(5)]
        await asyncio.sleep(0.02)
        assert pages.now == most
        pages.let.set()
        await asyncio.gather(*tasks)
        assert pages.most == most

    played(story)


@pytest.mark.parametrize(("patience", "made"), [(0.01, 4), (60, 2)])
def test_it_lets_nobody_wait_for_long(patience: float, made: int) -> None:
    async def story() -> None:
        pages = Pages()
        application = InTurns(pages, 2, patience)
        tasks = [asyncio.create_task(asked(application)) for _ in range(4)]
        await asyncio.sleep(0.1)
        assert pages.now == made
        pages.let.set()
        await asyncio.gather(*tasks)

    played(story)


def test_a_stream_that_has_begun_keeps_nobody_waiting() -> None:
    async def story() -> None:
        pages = Pages()
        application = InTurns(pages, 1, patience=60)
        pages.let.set()
        stream = asyncio.create_task(asked(application, "/stream"))
        await asyncio.sleep(0.01)
        await asked(application)
        assert not stream.done()
        pages.end.set()
        await stream

    played(story)


def test_a_page_that_fails_gives_its_turn_back() -> None:
    async def fails(scope: Message, receive: Receive, send: Send) -> None:
        raise ConnectionResetError

    async def story() -> None:
        application = InTurns(fails, 1, patience=60)
        for _ in range(3):
            with pytest.raises(ConnectionResetError):
                await asked(application)

    played(story)
