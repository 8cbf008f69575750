"""A request that carries too much is refused at once, in words, and nothing of it reaches a page."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from hengjian.project.measured import BESIDE, READ_ON, Measured

MOST = 3 * 1024 * 1024
PIECE = 512 * 1024


class Sender:
    """Sends pieces to the application and keeps what it is answered, and after how many pieces."""

    def __init__(
        self, pieces: Iterable[int], announced: int | None = None, path: str = "/"
    ) -> None:
        self.left, self.taken, self.told = list(pieces), 0, list[dict[str, Any]]()
        self.refused_after = -1
        headers = [] if announced is None else [(b"content-length", str(announced).encode())]
        self.scope = {"type": "http", "path": path, "headers": headers}
        self.page: list[int] = []
        """The sizes of what reached the page."""

    async def receive(self) -> dict[str, Any]:
        self.taken += 1
        size = self.left.pop(0)
        return {"type": "http.request", "body": b"x" * size, "more_body": bool(self.left)}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start" and message["status"] == 413:
            self.refused_after = self.taken
        self.told.append(message)

    async def _page(self, scope: Any, receive: Any, send: Any) -> None:
        """Like Django: first all of the body, then the page."""
        more = True
        while more:
            message = await receive()
            self.page.append(len(message["body"]))
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})

    def ask(self) -> int:
        application = Measured(self._page, most=lambda: MOST)
        asyncio.run(application(self.scope, self.receive, self.send))
        return int(self.told[0]["status"])

    @property
    def words(self) -> str:
        return b"".join(one.get("body", b"") for one in self.told).decode()


def test_what_fits_passes_whole() -> None:
    sender = Sender([PIECE] * 6, announced=6 * PIECE)
    assert sender.ask() == 200
    assert sender.page == [PIECE] * 6


@pytest.mark.parametrize("path", ["/submissions/new/", "/api/v1/submissions"])
def test_what_is_announced_as_too_much_is_refused_before_a_byte_is_taken(path: str) -> None:
    sender = Sender([PIECE] * 20, announced=20 * PIECE, path=path)
    assert sender.ask() == 413
    assert (sender.refused_after, sender.page) == (0, [])
    assert "文件超过 3 MB 的上限" in sender.words
    assert ('{"error"' in sender.words) == path.startswith("/api/")
    assert sender.left == []  # read on, so that a sender who does not listen is not cut off


def test_what_is_not_announced_is_counted() -> None:
    sender = Sender([PIECE] * 40)
    assert sender.ask() == 413
    allowed = (MOST + BESIDE) // PIECE
    assert sender.refused_after == allowed + 1
    assert sum(sender.page) <= MOST + BESIDE


def test_it_is_not_read_on_without_end() -> None:
    sender = Sender([PIECE] * 1000, announced=10**12)
    assert sender.ask() == 413
    assert sender.taken * PIECE <= (MOST + BESIDE) * READ_ON
    assert sender.told[-1] == {"type": "http.response.body", "body": b""}


def test_a_false_announcement_does_not_let_more_through() -> None:
    sender = Sender([PIECE] * 40, announced=10)
    assert sender.ask() == 413
    assert sum(sender.page) <= MOST + BESIDE
