"""The ledger: an append-only Merkle log whose heads are signed here and witnessed elsewhere.

Serves everything that must be provable later, and whoever doubts it. It knows no database: entries go
in as bytes and come out as hashes, proofs and exports; payloads stay outside and can be erased.
`auditor.py` beside it verifies an export with nothing of ours but itself.
"""

from hengjian.ledger.entry import Entry, Rows
from hengjian.ledger.errors import KeyFileError, LedgerError
from hengjian.ledger.export import Contents, write_export
from hengjian.ledger.hashing import Algorithm, algorithm
from hengjian.ledger.head import Head, heads_in, place_text
from hengjian.ledger.keys import PublicKey, SigningKey, generate_key, load_key
from hengjian.ledger.payload import Sealed, canonical, commitment, seal
from hengjian.ledger.proofs import (
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
)
from hengjian.ledger.rows import row_hashes, row_is_included, row_proof, row_salts, rows_of
from hengjian.ledger.sampling import draw
from hengjian.ledger.statements import (
    Statement,
    begin_log,
    recover_key,
    recovery_body,
    rotate_key,
)
from hengjian.ledger.tree import Frontier, Node, StoredTree, root_of

__all__ = [
    "Algorithm",
    "Contents",
    "Entry",
    "Frontier",
    "Head",
    "KeyFileError",
    "LedgerError",
    "Node",
    "PublicKey",
    "Rows",
    "Sealed",
    "SigningKey",
    "Statement",
    "StoredTree",
    "algorithm",
    "begin_log",
    "canonical",
    "commitment",
    "consistency_proof",
    "draw",
    "generate_key",
    "heads_in",
    "inclusion_proof",
    "is_consistent",
    "is_included",
    "load_key",
    "place_text",
    "recover_key",
    "recovery_body",
    "root_of",
    "rotate_key",
    "row_hashes",
    "row_is_included",
    "row_proof",
    "row_salts",
    "rows_of",
    "seal",
    "write_export",
]
