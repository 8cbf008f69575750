"""The canonical bytes of an entry and the hash of its leaf in the ledger.

Serves `record`; stands in for `hengjian.ledger`, whose encoding replaces it. The leaf commits to the
payload by a salted hash only, so that a payload may be erased on a legal ground and the proof holds.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any


def canonical(value: Any) -> bytes:
    """The one way to write ``value`` as JSON; fractions are refused, because engines write them apart."""
    _refuse_fractions(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"an entry holds amounts as text or in fen, never the float {value!r}")
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        _refuse_fractions(one)


def leaf_hash(
    *,
    kind: str,
    subject: tuple[str, str],
    actor: int | None,
    moment: datetime,
    payload: dict[str, Any],
    salt: bytes,
) -> bytes:
    """SHA-256(0x00 ‖ leaf), the leaf hash of RFC 9162."""
    leaf = {
        "actor": actor,
        "commitment": hashlib.sha256(salt + canonical(payload)).hexdigest(),
        "kind": kind,
        "moment": moment.astimezone(UTC).isoformat(timespec="microseconds"),
        "subject": list(subject),
    }
    return hashlib.sha256(b"\x00" + canonical(leaf)).digest()
