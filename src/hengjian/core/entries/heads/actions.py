"""Numbering entries, signing heads, changing keys: all that happens to the log as a whole.

Whoever does so holds the row of the log locked until his transaction ends. That lock is the lease:
a sequencer that is killed loses it with its connection, and the next one goes on from the last batch.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.entries.actions import Actor
from hengjian.core.entries.bulk import number
from hengjian.core.entries.keys import new_key, signing_key
from hengjian.core.entries.models import KeyStatement, LedgerEntry, Log, SignedHead, TreeNode
from hengjian.core.entries.sealing import POST, hash_in_use, row_of, sealed
from hengjian.core.wording import say
from hengjian.ledger import (
    Frontier,
    Head,
    PublicKey,
    Statement,
    algorithm,
    begin_log,
    heads_in,
    recover_key,
    rotate_key,
)

log_of = logging.getLogger(__name__)
BATCH = 5000
HEAD_EVERY = timedelta(seconds=10)
"""So often a head is signed where entries come without pause; a receipt signs one at once."""
CLOCKS_DIFFER = timedelta(seconds=60)
"""A clock that goes back by more than this is told in the ledger."""


def sequence_pending(*, by: None = None, at: datetime) -> int:
    """Number what has been committed and has no position, and sign a head when one is due.

    Any process may call it at any time; while another is at it, it does nothing. Gives the number
    of entries that got their position here.
    """
    count = 0
    while _something_waits():
        done = _sequence_batch(at)
        count += done
        if done < BATCH:
            break
    if _head_is_due(at):
        sign_head(by=by, at=at)
    return count


@transaction.atomic
def sign_head(*, by: None = None, at: datetime) -> SignedHead | None:
    """Sign a head over all that is numbered; None where one covers it already, another process is
    at it, or the key is not there (the reason is kept and shown)."""
    log = _locked()
    if log is None or log.size == 0 or SignedHead.objects.filter(size=log.size).exists():
        return None
    try:
        key = signing_key(log.key_id)
    except PlainError as error:
        if log.trouble != str(error)[:400]:
            log_of.error("%s", error)
            log.trouble = str(error)[:400]
            log.save(update_fields=["trouble"])
        return None
    root = _frontier(log).root()
    head = Head.sign(key, log.log_id, log.algorithm, log.size, root, at)
    if log.trouble:
        log.trouble = ""
        log.save(update_fields=["trouble"])
    return SignedHead.objects.create(size=log.size, at=head.at, key_id=key.id, text=head.text())


@transaction.atomic
def number_at_once(entry: LedgerEntry, *, by: Actor | None, at: datetime) -> None:
    """For an entry without which the log would not be whole: it gets its position in the caller's
    transaction, who thereby holds the log until he commits."""
    _append(_need_log(), [(entry.pk, entry.leaf)])


@transaction.atomic
def change_key(*, by: Actor | None, at: datetime) -> KeyStatement:
    """The key in force names a new one, which signs from now on. The old file stays where it is."""
    log = _need_log()
    old = signing_key(log.key_id)
    new = new_key()
    return _state(log, rotate_key(log.log_id, old, new, at), new.id, by, at)


@transaction.atomic
def replace_lost_key(
    witnesses: Sequence[tuple[PublicKey, bytes]] = (), *, by: Actor | None, at: datetime
) -> KeyStatement:
    """A new key takes the place of one whose file is gone; it counts only with witnesses of the
    last head, which everybody who holds that head is."""
    log = _need_log()
    last = SignedHead.objects.first()
    if last is None:
        raise PlainError(
            say(
                "还没有签名过的账头，无从接替", "no head was ever signed; nothing can be taken over"
            )
        )
    new = new_key()
    statement = recover_key(heads_in(last.text)[0], new, at, witnesses)
    return _state(log, statement, new.id, by, at)


def _something_waits() -> bool:
    """Entries without a position, or a log that has not begun. Asked outside a transaction, so that
    an idle sequencer never holds SQLite's one write lock."""
    pending = LedgerEntry.objects.filter(position__isnull=True)
    return pending.exists() or not Log.objects.exclude(log_id="").exists()


def _sequence_batch(at: datetime) -> int:
    with transaction.atomic():
        log = _locked()
        if log is None:
            return 0
        if not log.log_id:
            _begin(log, at)
        _look_at_the_clock(log, at)
        rows = LedgerEntry.objects.filter(position__isnull=True).order_by("id")
        return _append(log, rows.values_list("id", "leaf")[:BATCH])


def _append(log: Log, rows: Iterable[tuple[int, bytes | memoryview]]) -> int:
    """Give these entries the next positions, and the tree their leaves."""
    found = [(key, bytes(leaf)) for key, leaf in rows]
    frontier, nodes = _frontier(log).extended([leaf for _, leaf in found])
    if number([key for key, _ in found], log.size + 1) != len(found):
        raise RuntimeError("an entry was numbered by somebody who did not hold the log")
    TreeNode.objects.bulk_create(
        TreeNode(level=node.level, place=node.index, hash=node.hash) for node in nodes
    )
    log.size, log.frontier = frontier.size, frontier.dump()
    log.save(update_fields=["size", "frontier", "clock"])
    return len(found)


def _frontier(log: Log) -> Frontier:
    return Frontier.load(algorithm(log.algorithm), log.size, bytes(log.frontier))


def _locked() -> Log | None:
    """The log, held until the transaction ends; None while another process holds it."""
    if not Log.objects.exists():
        row = Log(algorithm=hash_in_use().name)
        Log.objects.bulk_create([row], ignore_conflicts=True)
    return Log.objects.select_for_update(skip_locked=True).first()


def _need_log() -> Log:
    """The log, waiting for whoever holds it."""
    log = Log.objects.select_for_update().first()
    if log is None or not log.log_id:
        raise PlainError(
            say("账本还没有开始", "the ledger has not begun"),
            say("启动 hengjian serve 后再试。", "Start `hengjian serve` first."),
        )
    return log


def _begin(log: Log, at: datetime) -> None:
    """The first key is made, and the log's statement of its beginning becomes entry 1."""
    chosen = hash_in_use()
    key = new_key()
    log.algorithm, (log.log_id, statement) = chosen.name, begin_log(key, chosen, at)
    _state(log, statement, key.id, None, at)


def _state(
    log: Log, statement: Statement, key_id: str, by: Actor | None, at: datetime
) -> KeyStatement:
    """Log a statement about keys, at once and in its place; from here on ``key_id`` signs."""
    actor = None if by is None else by.pk
    chosen = algorithm(log.algorithm)
    entry = statement.entry(chosen, at, "" if actor is None else f"{POST}:{actor}")
    noun, _, key = entry.subject.partition(":")
    row = row_of(entry, subject=(noun, key), actor=actor)
    row.save(force_insert=True)
    log.key_id, log.trouble = key_id, ""
    log.save(update_fields=["algorithm", "log_id", "key_id", "trouble"])
    _append(log, [(row.pk, row.leaf)])
    return KeyStatement.objects.create(
        position=log.size, kind=statement.kind, text=statement.text()
    )


def _look_at_the_clock(log: Log, at: datetime) -> None:
    """A clock that was set back is told by an entry; numbering goes on."""
    if log.clock is not None and at < log.clock - CLOCKS_DIFFER:
        told = {"was": log.clock.isoformat(), "is": at.isoformat()}
        sealed("clock.set_back", subject=("log", log.log_id), payload=told, actor=None, at=at).save(
            force_insert=True
        )
        log.clock = at
    log.clock = max(log.clock or at, at)


def _head_is_due(at: datetime) -> bool:
    log = Log.objects.values_list("size", flat=True).first()
    if not log:
        return False
    last = SignedHead.objects.values_list("size", "at").first()
    return last is None or (log > last[0] and not timedelta() <= at - last[1] < HEAD_EVERY)
