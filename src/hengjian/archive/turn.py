"""The turn of one writer: the number of its batch, claimed before a row is written, logged at the end.

Serves the store. The lease lets one process write at a time; where it does not hold (a network disk),
a writer still finds that another went on from the same state, and its batch is refused as a whole.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import polars as pl
from deltalake import DeltaTable

from hengjian.archive import tables
from hengjian.archive.batch import batch_id_of
from hengjian.archive.layout import BATCHES, Layout
from hengjian.archive.receipt import Receipt
from hengjian.archive.snapshot import last_states
from hengjian.standard.records import Records

_TOLD = ("source", "cases", "new", "changed", "events", "register_rows", "refused")


def read_log(layout: Layout) -> tuple[DeltaTable, pl.DataFrame]:
    """The table of batches as it is now, and the last state of each; a batch that a killed writer left
    unfinished is logged as such."""
    log = tables.opened(layout.batches)
    states = _states(layout, log)
    seq = _unfinished(layout)
    if seq is None:
        return log, states
    if seq not in states["seq"].to_list():
        record(layout, log, seq, "", "abandoned", None, datetime.now(UTC))
        log = tables.opened(layout.batches)
        states = _states(layout, log)
    layout.pending.unlink(missing_ok=True)
    return log, states


def _states(layout: Layout, log: DeltaTable) -> pl.DataFrame:
    return last_states(tables.collected(tables.scan(layout.batches, table=log), layout.batches))


def _unfinished(layout: Layout) -> int | None:
    try:
        return int(json.loads(layout.pending.read_text(encoding="utf-8"))["seq"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):  # killed before it had written anything else
        layout.pending.unlink(missing_ok=True)
        return None


@contextmanager
def claimed(layout: Layout, log: DeltaTable, states: pl.DataFrame, identity: str) -> Iterator[int]:
    """The number of the next batch, which no other writer takes.

    Raises ArchiveBusyError where another took it since the log was read.
    """
    seq = max([0, *states["seq"].to_list()]) + 1
    new = layout.root / f".pending.{os.getpid()}.new"
    with new.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"seq": seq, "batch_id": identity}))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(new, layout.pending)
    except FileExistsError:
        raise tables.overtaken() from None
    finally:
        new.unlink()
    if tables.has_grown(layout.batches, log.version()):
        layout.pending.unlink()
        raise tables.overtaken()
    yield seq
    # Reached only if nothing failed: else the next writer logs the batch as abandoned.
    layout.pending.unlink(missing_ok=True)


def record(
    layout: Layout,
    log: DeltaTable,
    seq: int,
    identity: str,
    state: str,
    receipt: Receipt | None,
    at: datetime,
) -> None:
    """Write the state of a batch; the row *accepted* is what makes its rows count."""
    row = dict.fromkeys(BATCHES) | {
        "seq": seq,
        "batch_id": identity,
        "state": state,
        "accepted_at": at.astimezone(UTC),
        "root": identity,
    }
    if receipt is not None:
        row |= {name: getattr(receipt, name) for name in _TOLD}
    tables.append_after(log, layout.batches, pl.DataFrame([row], schema=BATCHES), seq)


def accepted_before(states: pl.DataFrame, identity: str) -> Receipt | None:
    """The receipt of the same batch, if it was accepted earlier."""
    same = states.filter((pl.col("batch_id") == identity) & (pl.col("state") == "accepted"))
    if same.is_empty():
        return None
    return Receipt.of(same.row(0, named=True), again=True)


def accepted_before_in_old_form(states: pl.DataFrame, records: Records) -> Receipt | None:
    """The receipt of the same batch, if software that knew batches by another hash accepted it.

    That hash takes long; it is asked for only if a batch of as many cases and events was accepted.
    """
    old = states.filter(
        pl.col("cases") == records.case_count,
        pl.col("events") == records.event_count,
        pl.col("state") == "accepted",
    )
    return None if old.is_empty() else accepted_before(states, batch_id_of(records))
