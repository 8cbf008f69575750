"""Writing into the ledger. Every action of every noun ends here, inside its own transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction

from hengjian.core.entries.bulk import insert
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.entries.sealing import Happening, Row, sealed

PORTION = 5000


class Actor(Protocol):
    """Who acts: a person's post (`people.Post`). ``None`` in its place is the program itself."""

    pk: Any


def record(
    kind: str,
    *,
    subject: models.Model,
    payload: dict[str, Any],
    by: Actor | None,
    at: datetime,
    rows: Iterable[Row] | None = None,
) -> LedgerEntry:
    """Add one entry about ``subject`` to the caller's transaction; it stands or falls with it.

    ``kind`` is `noun.verb` (`post.given`). ``payload`` holds ids, codes and dates; what names a
    person stays in the noun's own tables. Bulk work gives its ``rows``: the entry then carries their
    number and Merkle root, and the noun keeps the rows. The entry gets no position here, so that
    nobody waits for a lock: the sequencer numbers entries afterwards and signs heads over them.
    """
    _need_transaction(kind)
    if subject.pk is None:
        raise ValueError(f"{kind} is about a row that has not been saved")
    about = (subject._meta.label_lower, str(subject.pk))
    actor = None if by is None else by.pk
    entry = sealed(kind, subject=about, payload=payload, actor=actor, at=at, rows=rows)
    entry.save(force_insert=True)
    return entry


def record_many(happenings: Iterable[Happening], *, by: Actor | None, at: datetime) -> int:
    """Many entries at once, in the caller's transaction; gives their number.

    For work of which each piece must be provable alone and be found by its own subject; where one
    entry for all is enough, `record(…, rows=…)` is a fiftieth of the work.
    """
    _need_transaction("record_many")
    actor, count, waiting = None if by is None else by.pk, 0, list[LedgerEntry]()
    for one in happenings:
        waiting.append(
            sealed(one.kind, subject=one.subject, payload=one.payload, actor=actor, at=at)
        )
        if len(waiting) == PORTION:
            count += insert(waiting)
            waiting.clear()
    return count + insert(waiting)


def _need_transaction(kind: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind} must be recorded in the transaction of its action")
