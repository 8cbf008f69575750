"""Many rows under one entry: their Merkle root, the salt of each, and the proof of one.

Serves bulk work: an import of a million rows is one entry. A row's hash is salted, so that a proof of
one row tells nothing about its neighbours; one row can be erased while the others stay provable.
"""

from collections.abc import Sequence

from hengjian.ledger.entry import Rows
from hengjian.ledger.hashing import ROW_SALT, Algorithm
from hengjian.ledger.payload import SALT
from hengjian.ledger.proofs import inclusion_proof, is_included
from hengjian.ledger.tree import in_memory, root_of


def row_salts(algorithm: Algorithm, secret: bytes, count: int) -> list[bytes]:
    """The salts of all rows from one secret of 32 bytes.

    Before one row may be erased, the salts are stored one by one, and the secret and that row's
    salt are destroyed: whoever has the secret could find an erased row by guessing.
    """
    if len(secret) != SALT:
        raise ValueError(f"the secret of a batch has {SALT} bytes, not {len(secret)}")
    new, begun = algorithm.new, ROW_SALT + secret
    return [new(begun + place.to_bytes(8, "big")).digest() for place in range(count)]


def row_hashes(algorithm: Algorithm, rows: Sequence[bytes], salts: Sequence[bytes]) -> list[bytes]:
    """The leaf hash of each row: leaf prefix, salt, canonical bytes."""
    new = algorithm.new
    return [new(b"\x00" + salt + row).digest() for salt, row in zip(salts, rows, strict=True)]


def rows_of(algorithm: Algorithm, hashes: Sequence[bytes]) -> Rows:
    """What the entry carries."""
    return Rows(len(hashes), root_of(algorithm, hashes))


def row_proof(algorithm: Algorithm, hashes: Sequence[bytes], index: int) -> list[bytes]:
    """That row ``index`` (from 0) is among those of the entry."""
    return inclusion_proof(in_memory(algorithm, hashes), index, len(hashes))


def row_is_included(
    algorithm: Algorithm, row: bytes, salt: bytes, index: int, path: Sequence[bytes], rows: Rows
) -> bool:
    leaf = row_hashes(algorithm, [row], [salt])[0]
    return is_included(algorithm, leaf, index, rows.count, path, rows.root)
