"""Lets a few pages be made at a time, the others in turn: together they would be ready later, all of them.

Serves the web process. Python makes one page at a time however many threads want to, and each thread more
costs changing over; who waits for his turn too long is let in beside the others, so that none holds all up.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

AT_A_TIME = 2
PATIENCE = 1.0
"""So many seconds one waits for the others at most: one of them may be waiting for the database."""


class InTurns:
    """An ASGI application whose readers take turns; whoever sends something is let through at once.

    A turn lasts until the answer begins: what is sent after that is ready, or goes on for long.
    """

    def __init__(
        self, application: Application, at_a_time: int = AT_A_TIME, patience: float = PATIENCE
    ) -> None:
        self._application, self._patience = application, patience
        self._turns = asyncio.Semaphore(at_a_time)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._application(scope, receive, send)
            return
        held = await self._taken()

        async def begin(message: Message) -> None:
            give_back()
            await send(message)

        def give_back() -> None:
            nonlocal held
            if held:
                held = False
                self._turns.release()

        try:
            await self._application(scope, receive, begin)
        finally:
            give_back()

    async def _taken(self) -> bool:
        """Whether a turn came; else one goes on without."""
        try:
            async with asyncio.timeout(self._patience):
                await self._turns.acquire()
        except TimeoutError:
            return False
        return True
