"""The hash of what was submitted or merged: the same content always gives the same.

Serves editions and signed mergers; the ledger keeps the hash, so that a change shows.
"""

import hashlib
import json
from typing import Any


def digest_of(*parts: Any) -> str:
    """SHA-256 over canonical JSON."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
