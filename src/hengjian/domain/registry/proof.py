"""The salted hash of one register row, for the entry of a single change.

Serves the actions. It is salted, so that a name cannot be found by guessing; the salt lies with the
row's version and can be erased with it. Bulk work gives its rows to the ledger, which salts its own.
"""

import os
from collections.abc import Mapping
from typing import Any

from hengjian.ledger import algorithm, canonical, row_hashes

SALT = 32
_SHA256 = algorithm("sha256")


def new_salt() -> bytes:
    return os.urandom(SALT)


def row_hash(values: Mapping[str, Any], salt: bytes | memoryview) -> bytes:
    """The leaf of one row."""
    return row_hashes(_SHA256, [canonical(values)], [bytes(salt)])[0]
