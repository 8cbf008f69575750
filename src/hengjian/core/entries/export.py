"""From the database to an export that anybody can verify elsewhere.

Serves auditors, the self-check and backups. It reads one moment of the database in portions, and
computes nothing: what stands there is what is exported, right or wrong.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from hengjian.content.errors import PlainError
from hengjian.core.entries.keys import signing_key
from hengjian.core.entries.models import KeyStatement, LedgerEntry, Log, SignedHead
from hengjian.core.entries.snapshot import snapshot
from hengjian.core.wording import say
from hengjian.ledger import Contents, SigningKey, write_export

PORTION = 5000


def export(place: Path, *, payloads: bool = True, at: datetime) -> int:
    """Write the whole ledger to a folder, or to a zip where ``place`` ends so; gives the number of
    entries. Without ``payloads`` it tells who did what when, and not what exactly."""
    with snapshot():
        log = Log.objects.first()
        if log is None or not log.log_id:
            raise PlainError(
                say(
                    "账本还没有开始，没有可以导出的", "the ledger has not begun: nothing to export"
                ),
                say("启动 hengjian serve 后再试。", "Start `hengjian serve` first."),
            )
        contents = Contents(
            log.log_id,
            log.algorithm,
            entries(),
            _texts(SignedHead.objects.order_by("size")),
            _texts(KeyStatement.objects.order_by("position")),
            _openings() if payloads else (),
            payloads,
            _pending(),
        )
        return write_export(place, contents, at, _key_if_there(log))


def numbered(*columns: str, after: int = 0) -> Iterator[tuple[Any, ...]]:
    """These columns of every numbered entry behind ``after``, by position, read in portions."""
    rows = LedgerEntry.objects.order_by("position").values_list("position", *columns)
    while found := list(rows.filter(position__gt=after)[:PORTION]):
        yield from found
        after = found[-1][0]


def entries() -> Iterator[tuple[bytes, bytes]]:
    """Line and leaf of each, as stored."""
    for _, line, leaf in numbered("line", "leaf"):
        yield line.encode(), bytes(leaf)


def _openings() -> Iterator[tuple[int, bytes, bytes]]:
    for position, salt, content in numbered("salt", "content"):
        if content is not None:
            yield position, bytes(salt or b""), content.encode()


def _pending() -> Iterator[bytes]:
    rows = LedgerEntry.objects.filter(position__isnull=True).order_by("id")
    return (line.encode() for line in rows.values_list("line", flat=True))


def _texts(rows: "QuerySet[SignedHead] | QuerySet[KeyStatement]") -> list[str]:
    return list(rows.values_list("text", flat=True))


def _key_if_there(log: Log) -> SigningKey | None:
    """An export without signature is better than none."""
    try:
        return signing_key(log.key_id)
    except PlainError:
        return None
