"""A batch is accepted as a whole and once; a mended one is another; half a case is refused."""

import json
from collections.abc import Callable

import polars as pl
import pytest

from hengjian.archive import Archive, ArchiveError, Batch, Receipt, batch_id_of
from hengjian.archive.tests.conftest import NOON, fines, frame, told
from hengjian.standard.records import Records

Accept = Callable[..., Receipt]


def test_it_stores_every_case_and_gives_a_receipt(archive: Archive, accept: Accept) -> None:
    receipt = accept(told("C1", "C2"))
    assert (receipt.seq, receipt.cases, receipt.new, receipt.changed) == (1, 2, 2, 0)
    assert (receipt.events, receipt.register_rows) == (4, 1)
    assert fines(archive) == {"C1": 100, "C2": 100}
    written = json.loads((archive.layout.receipts / "000001.json").read_text())
    assert written["batch_id"] == receipt.batch_id


def test_the_same_rows_again_are_not_stored_twice(archive: Archive, accept: Accept) -> None:
    first = accept(told("C1", "C2"))
    again = accept(told("C1", "C2"), source="b.xlsx")
    assert again.again
    assert (again.seq, again.batch_id, again.accepted_at) == (1, first.batch_id, first.accepted_at)
    assert archive.snapshot().versions(0).height == 2


def test_the_order_of_rows_and_files_does_not_make_another_batch() -> None:
    records = told("C1", "C2", "C3")
    turned = Records.of({name: rows.reverse() for name, rows in records.frames.items()})
    assert batch_id_of(turned) == batch_id_of(records)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("cases", pl.lit(99, dtype=pl.Int64).alias("fine")),
        ("cases", pl.lit(None, dtype=pl.String).alias("procedure")),
        ("events", pl.lit(["P1"]).alias("officers")),
        ("events", pl.lit(True).alias("party_present")),
        ("documents", pl.lit("x").alias("doc_no")),
    ],
)
def test_any_change_of_a_value_makes_another_batch(table: str, change: pl.Expr) -> None:
    records = told("C1")
    changed = Records.of({**records.frames, table: records[table].with_columns(change)})
    assert batch_id_of(changed) != batch_id_of(records)


def test_a_value_that_moves_to_the_next_row_makes_another_batch() -> None:
    first, second = told("C1", "C2"), told("C1", "C2")
    names = frame(
        "cases",
        [
            {"body_id": "B1", "case_id": c, "kind": "penalty", "fact": f}
            for c, f in (("C1", "甲"), ("C2", None))
        ],
    )
    other = names.with_columns(pl.Series("fact", [None, "甲"], dtype=pl.String))
    assert batch_id_of(Records.of({**first.frames, "cases": names})) != batch_id_of(
        Records.of({**second.frames, "cases": other})
    )


def test_events_of_a_case_that_was_not_handed_in_are_refused(archive: Archive) -> None:
    whole = told("C1", "C2")
    half = Records.of({**whole.frames, "cases": whole["cases"].head(1)})
    with pytest.raises(ArchiveError, match="C2"):
        archive.accept(Batch(half, "half.xlsx"), at=NOON)
    assert archive.snapshot().buckets == []


def test_a_batch_of_registers_only_is_accepted(archive: Archive, accept: Accept) -> None:
    receipt = accept(Records.of({"bodies": told(bodies=("B1", "B2"))["bodies"]}))
    assert (receipt.cases, receipt.register_rows) == (0, 2)
    assert archive.snapshot().registers["bodies"]["body_id"].to_list() == ["B1", "B2"]
