"""The root of many rows under one ledger entry: a Merkle tree as RFC 9162 hashes it.

Serves bulk work, where one entry stands for thousands of rows. Each row's hash is salted, so that a
name cannot be found by guessing; the salt lies with the row's version.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hengjian.core.entries.leaf import canonical

SALT = 16


def new_salt() -> bytes:
    return secrets.token_bytes(SALT)


def row_hash(values: Mapping[str, Any], salt: bytes) -> bytes:
    """The leaf of one row: leaf prefix, salt, canonical bytes."""
    return hashlib.sha256(b"\x00" + bytes(salt) + canonical(dict(values))).digest()


def root_of(leaves: Iterable[bytes]) -> str:
    """The root over these leaves, as hexadecimal digits."""
    row: Sequence[bytes] = list(leaves)
    if not row:
        return hashlib.sha256(b"").hexdigest()
    while len(row) > 1:
        odd = [row[-1]] if len(row) % 2 else []
        pairs = zip(row[::2], row[1::2], strict=False)
        row = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in pairs] + odd
    return row[0].hex()
