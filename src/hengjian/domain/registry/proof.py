"""The hash of a register's row, and the root of many rows under one ledger entry.

Serves single and bulk work. A row's hash is salted, so that a name cannot be found by guessing; the
salt lies with the row's version and can be erased with it.
"""

import os
from collections.abc import Iterable, Mapping
from typing import Any

from hengjian.ledger import algorithm, canonical, root_of, row_hashes

SALT = 32
_SHA256 = algorithm("sha256")


def new_salt() -> bytes:
    return os.urandom(SALT)


def row_hash(values: Mapping[str, Any], salt: bytes | memoryview) -> bytes:
    """The leaf of one row."""
    return row_hashes(_SHA256, [canonical(values)], [bytes(salt)])[0]


def root_over(leaves: Iterable[bytes]) -> str:
    """The root over these leaves, as hexadecimal digits."""
    return root_of(_SHA256, list(leaves)).hex()
