"""Writing into the ledger. Every action of every noun ends here, inside its own transaction."""

import secrets
from datetime import datetime
from typing import Any, Protocol

from django.db import models, transaction

from hengjian.core.entries.leaf import leaf_hash
from hengjian.core.entries.models import LedgerEntry

SALT_BYTES = 16


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
) -> LedgerEntry:
    """Add one entry about ``subject`` to the caller's transaction; it stands or falls with it.

    ``kind`` is `noun.verb` (`post.given`). ``payload`` holds ids, codes and dates; what names a
    person stays in the noun's own tables. The entry gets no position here, so that nobody waits for
    a lock: the sequencer numbers entries afterwards, signs heads over them, and database triggers
    refuse to change or delete them.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{kind} must be recorded in the transaction of its action")
    if subject.pk is None:
        raise ValueError(f"{kind} is about a row that has not been saved")
    about = (subject._meta.label_lower, str(subject.pk))
    salt = secrets.token_bytes(SALT_BYTES)
    actor = None if by is None else by.pk
    hashed = leaf_hash(kind=kind, subject=about, actor=actor, moment=at, payload=payload, salt=salt)
    return LedgerEntry.objects.create(
        kind=kind,
        subject_type=about[0],
        subject_id=about[1],
        actor_post_id=actor,
        moment=at,
        payload=payload,
        salt=salt,
        leaf_hash=hashed,
    )
