"""From what happened to the row that says so: payload sealed, line written, leaf hashed.

Serves the actions that record. It knows the hash of the log in use, and writes nothing.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings

from hengjian.core.entries.models import LedgerEntry, Log
from hengjian.ledger import (
    Algorithm,
    Entry,
    algorithm,
    canonical,
    row_hashes,
    row_salts,
    rows_of,
    seal,
)

Row = Mapping[str, object] | bytes
"""One row of many: its values, or its canonical bytes as the noun keeps them."""
POST = "people.post"


@dataclass(frozen=True, slots=True)
class Happening:
    """For `record_many`: what happened to `subject` (`app.noun`, id)."""

    kind: str
    subject: tuple[str, str]
    payload: Mapping[str, Any]


@cache
def hash_in_use() -> Algorithm:
    """That of the log; before there is one, that which the settings ask for."""
    begun = Log.objects.values_list("algorithm", flat=True).first()
    return algorithm(begun or settings.LEDGER_ALGORITHM)


def sealed(
    kind: str,
    *,
    subject: tuple[str, str],
    payload: Mapping[str, Any],
    actor: int | None,
    at: datetime,
    rows: Iterable[Row] | None = None,
) -> LedgerEntry:
    """The row, not yet saved. An empty payload needs no commitment."""
    chosen = hash_in_use()
    made = seal(chosen, payload) if payload else None
    secret = rows_are = None
    if rows is not None:
        secret = os.urandom(32)
        found = rows_of(chosen, hashes_of_rows(rows, secret))
        rows_are = found if found.count else None
    entry = Entry(
        at,
        kind,
        f"{subject[0]}:{subject[1]}",
        "" if actor is None else f"{POST}:{actor}",
        made.commitment if made else None,
        rows_are,
    )
    return row_of(
        entry,
        subject=subject,
        actor=actor,
        content=made.payload.decode() if made else None,
        salt=made.salt if made else None,
        rows_secret=secret if rows_are else None,
    )


def row_of(
    entry: Entry, *, subject: tuple[str, str], actor: int | None = None, **kept: Any
) -> LedgerEntry:
    """The row of an entry of the ledger's own making, or of a sealed one."""
    line = entry.line()
    return LedgerEntry(
        line=line.decode(),
        leaf=hash_in_use().leaf(line),
        kind=entry.kind,
        subject_type=subject[0],
        subject_id=subject[1],
        actor_post_id=actor,
        moment=entry.at,
        **kept,
    )


def hashes_of_rows(rows: Iterable[Row], secret: bytes) -> Sequence[bytes]:
    """The leaf hash of each row under one entry, with the salts that its secret gives."""
    written = [row if isinstance(row, bytes) else canonical(row) for row in rows]
    chosen = hash_in_use()
    return row_hashes(chosen, written, row_salts(chosen, secret, len(written)))
