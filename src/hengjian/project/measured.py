"""What a request may carry at most, measured before anything of it is kept.

Serves every page and the API: Django would first write a body of any size to the disk. The refusal is
sent at once; what still comes is read on and thrown away, so that whoever sends first and reads then is
told why instead of being cut off.
"""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

BESIDE = 2 * 1024 * 1024  # the other fields of a form
READ_ON = 4  # times the limit; then the connection is cut


class TooMuchError(Exception):
    """More has come than may."""


class Measured:
    """An ASGI application that stands before another."""

    def __init__(self, application: Application, most: Callable[[], int]) -> None:
        self.application, self.most = application, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        most = self.most() + BESIDE
        if _announced(scope) > most:
            await self._refuse(scope, receive, send, most)
            return
        come = 0

        async def counted() -> Message:
            nonlocal come
            message = await receive()
            if message["type"] == "http.request":
                come += len(message.get("body", b""))
                if come > most:
                    raise TooMuchError
            return message

        try:
            await self.application(scope, counted, send)
        except TooMuchError:
            await self._refuse(scope, receive, send, most)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        kind, body = _told(scope, self.most() // (1024 * 1024))
        head = [(b"content-type", kind), (b"content-length", str(len(body)).encode()),
                (b"connection", b"close")]  # fmt: skip
        await send({"type": "http.response.start", "status": 413, "headers": head})
        await send({"type": "http.response.body", "body": body, "more_body": True})
        left = most * READ_ON
        while left > 0:
            message = await receive()
            if message["type"] != "http.request" or not message.get("more_body"):
                break
            left -= len(message.get("body", b""))
        await send({"type": "http.response.body", "body": b""})


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _told(scope: Scope, most: int) -> tuple[bytes, bytes]:
    """The refusal, for programs or for people."""
    zh = f"文件超过 {most} MB 的上限，没有收下。请压缩成 zip，或者按月份拆分后分批报送。"
    en = f"More than {most} MB; nothing was taken. Zip it or split it by month."
    if scope["path"].startswith("/api/"):
        told = json.dumps({"error": zh, "english": en}, ensure_ascii=False)
        return b"application/json; charset=utf-8", told.encode()
    page = (
        '<!doctype html><html lang="zh"><meta charset="utf-8"><title>文件太大</title>'
        f'<h1>文件太大</h1><p>{zh}</p><p lang="en">{en}</p></html>'
    )
    return b"text/html; charset=utf-8", page.encode()
