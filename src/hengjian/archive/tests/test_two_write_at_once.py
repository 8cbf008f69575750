"""Two processes write although only one may: one of them is refused plainly, and nothing is mixed up.

The lease is switched off in the other process, as on a network disk that knows no locks.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hengjian.archive import Archive, ArchiveBusyError, ArchiveError, Batch, Receipt, store, tables
from hengjian.archive.tests.conftest import NOON, fines, told

Accept = Callable[..., Receipt]
MOMENTS = ("before it claims a number", "before it writes cases", "before it commits")


def _unleased(root: Path, moment: str, here: Connection) -> None:
    """Accept a batch of C1 and CX without the lease, and wait at a moment for a word."""
    store.writing = lambda *arguments, **options: nullcontext()  # type: ignore[assignment]

    def pausing(name: str) -> None:
        real = getattr(store, name)

        def paused(*arguments: Any, **options: Any) -> Any:
            here.send("paused")
            here.recv()
            return real(*arguments, **options)

        setattr(store, name, paused)

    match moment:
        case "before it claims a number":
            pausing("claimed")
        case "before it commits":
            pausing("record")
        case _:
            write = store.Archive._write_registers

            def paused(*arguments: Any) -> int:
                here.send("paused")
                here.recv()
                return write(*arguments)

            store.Archive._write_registers = paused  # type: ignore[method-assign]
    try:
        archive = Archive.open(root)
        receipt = archive.accept(Batch(told("C1", "CX", fine=7), "other"), at=NOON)
        here.send(f"accepted {receipt.seq}")
    except ArchiveError as error:
        here.send(f"{error.message} {error.remedy}")


@contextmanager
def other_writer(root: Path, moment: str) -> Iterator[Callable[[], str]]:
    """Another process, stopped at a moment; yields how to let it go on and hear what it says."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["hengjian.archive.tests.test_two_write_at_once"])
    here, there = context.Pipe()
    process = context.Process(target=_unleased, args=(root, moment, there))
    process.start()
    assert here.poll(30)
    assert here.recv() == "paused"

    def goes_on() -> str:
        here.send("go on")
        assert here.poll(30)
        return str(here.recv())

    try:
        yield goes_on
    finally:
        process.join(30)
    assert process.exitcode == 0


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_one_that_comes_late_is_refused_and_can_come_again(
    archive: Archive, accept: Accept, moment: str
) -> None:
    accept(told("C1"), source="first")
    with other_writer(archive.layout.root, moment) as goes_on:
        mine = accept(told("CX", "CY", fine=5), source="mine")
        said = goes_on()
    assert "另一个进程同时在写入" in said
    assert "再导入这一批" in said
    assert fines(archive) == {"C1": 100, "CX": 5, "CY": 5}
    accepted = archive.snapshot().batches.filter(state="accepted")
    assert accepted["source"].to_list() == ["first", "mine"]
    assert accepted["seq"].to_list() == [1, mine.seq]
    receipt = accept(told("C1", "CX", fine=7), source="other")
    assert (receipt.again, receipt.new, receipt.changed) == (False, 0, 2)
    assert fines(archive) == {"C1": 7, "CX": 7, "CY": 5}


def test_a_second_process_that_claims_at_the_same_time_is_told(
    archive: Archive, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have read the log, and the other one claims its number first."""
    with other_writer(archive.layout.root, "before it writes cases") as goes_on:
        log = tables.opened(archive.layout.batches)
        states = archive.snapshot().batches
        with monkeypatch.context() as patch:
            patch.setattr(store, "read_log", lambda layout: (log, states))
            with pytest.raises(ArchiveBusyError, match="另一个进程"):
                accept(told("CX", "CY", fine=5))
        assert goes_on() == "accepted 1"
    assert fines(archive) == {"C1": 7, "CX": 7}


@pytest.mark.parametrize("work", ["compact", "let_go"])
def test_a_batch_that_comes_in_while_rows_are_rewritten_is_not_lost(
    archive: Archive, accept: Accept, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    accept(told("C1", "C2"))
    accept(told("C2", fine=6))
    collected, came = tables.collected, []

    def with_another(lazy: pl.LazyFrame, path: Path) -> pl.DataFrame:
        rows = collected(lazy, path)
        if path == archive.layout.cases and not came:
            came.append(path)
            monkeypatch.setattr(store, "writing", lambda *a, **o: nullcontext())
            Archive.open(archive.layout.root).accept(Batch(told("C3", fine=9), "late"), at=NOON)
        return rows

    monkeypatch.setattr(tables, "collected", with_another)
    if work == "compact":
        assert archive.compact(min_files=1) == [0]
    else:
        assert archive.let_go(before=NOON.replace(year=2030)) == 1
    assert came
    assert fines(archive) == {"C1": 100, "C2": 6, "C3": 9}
