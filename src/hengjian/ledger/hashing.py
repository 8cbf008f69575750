"""The two hashes a log may be built on, SHA-256 and SM3, with the prefixes that keep uses apart.

Serves tree, entries, rows and draws. It refuses an algorithm that this machine cannot compute before
anything is written with another.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from hengjian.content import say
from hengjian.ledger.errors import LedgerError

LEAF, NODE = b"\x00", b"\x01"
"""RFC 9162, 2.1.1: so that no inner node can be passed off as a leaf."""
COMMITMENT, ROW_SALT, DRAW = b"\x02", b"\x03", b"\x04"
"""Ours: a salted payload, the salt of one row of many, a draw by lot."""
WIDTH = 32


class Begun(Protocol):
    """What a hash constructor gives."""

    def digest(self) -> bytes: ...


@dataclass(frozen=True)
class Algorithm:
    """``new(data)`` begins a hash, as `hashlib.sha256` does."""

    name: str
    new: Callable[[bytes], Begun]

    def leaf(self, data: bytes) -> bytes:
        return self.new(LEAF + data).digest()

    def leaves(self, entries: Iterable[bytes]) -> list[bytes]:
        new = self.new
        return [new(b"\x00" + data).digest() for data in entries]

    def node(self, left: bytes, right: bytes) -> bytes:
        return self.new(NODE + left + right).digest()

    def empty(self) -> bytes:
        return self.new(b"").digest()


@lru_cache
def algorithm(name: str) -> Algorithm:
    """`sha256`, or `sm3` from OpenSSL, else from cryptography; LedgerError where there is neither."""
    if name == "sha256":
        return Algorithm(name, hashlib.sha256)
    if name != "sm3":
        raise LedgerError(
            say(f"账本没有散列算法“{name}”", f"a ledger knows no hash “{name}”"),
            say("只能是 sha256 或者 sm3。", "Choose sha256 or sm3."),
        )
    return Algorithm(name, _sm3_of_openssl() or _sm3_of_cryptography())


def _sm3_of_openssl() -> Callable[[bytes], Begun] | None:
    try:
        empty = hashlib.new("sm3")
    except ValueError:
        return None

    def begin(data: bytes) -> Begun:  # copying is a third faster than finding it by name each time
        begun = empty.copy()
        begun.update(data)
        return begun

    return begin


def _sm3_of_cryptography() -> Callable[[bytes], Begun]:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import hashes

        hashes.Hash(hashes.SM3())
    except (ImportError, UnsupportedAlgorithm) as error:
        raise LedgerError(
            say("这台机器不能计算 SM3", "this machine cannot compute SM3"),
            say(
                "请安装带 SM3 的 OpenSSL（1.1.1 以上），或者新账本改用 sha256。",
                "Install an OpenSSL with SM3 (1.1.1 or newer), or begin a log with sha256.",
            ),
        ) from error

    class Begin:
        def __init__(self, data: bytes) -> None:
            self.hash: Any = hashes.Hash(hashes.SM3())
            self.hash.update(data)

        def digest(self) -> bytes:
            return bytes(self.hash.finalize())

    return Begin
