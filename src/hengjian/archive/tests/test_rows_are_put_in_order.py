"""Moving runs of rows gives the order that sorting gives, however the rows come."""

import random
from datetime import date
from typing import Any

import polars as pl
import pytest
from deltalake import QueryBuilder

from hengjian.archive import Archive, Batch, batch_id_of, tables
from hengjian.archive.identity import identity_of
from hengjian.archive.nesting import arranged, nest
from hengjian.archive.order import OWNER, ordered
from hengjian.archive.tests.conftest import NOON, frame, told
from hengjian.standard.records import Records

CASES = pl.DataFrame({"body_id": ["B2", "B1", "B1", "B3"], "case_id": ["C1", "C2", "C1", "C9"]})


def _rows(chance: random.Random, *, together: bool) -> pl.DataFrame:
    """Rows of known cases and of one that is not known, some without a day, in any order or case by case."""
    rows = [
        (body, case, chance.choice([None, 1, 2, 3]), number)
        for body, case in [*CASES.rows(), ("B1", "C3")]
        for number in range(chance.randint(0, 4))
    ]
    chance.shuffle(rows)
    if together:
        rows.sort(key=lambda row: (row[1], row[0]))
    return pl.DataFrame(
        rows,
        schema={**dict.fromkeys(OWNER, pl.String()), "day": pl.Int64(), "number": pl.Int64()},
        orient="row",
    )


def _placing(owners: pl.DataFrame) -> pl.Series:
    known = CASES.with_row_index("place")
    return owners.join(known, on=OWNER, how="left", maintain_order="left")["place"]


@pytest.mark.parametrize("together", [True, False])
def test_it_is_the_order_of_a_sort(together: bool) -> None:
    for seed in range(60):
        rows = _rows(random.Random(seed), together=together)
        order = ordered(rows, _placing, ["day", "number"])
        placed = rows.with_columns(_placing(rows.select(OWNER)).alias("place"))
        expected = placed.drop_nulls("place").sort("place", "day", "number")
        got = pl.DataFrame([order.of(placed[name]) for name in placed.columns])
        assert got.equals(expected), seed
        assert order.places.tolist() == expected["place"].to_list()


def test_rows_that_stand_in_order_are_not_moved() -> None:
    rows = _rows(random.Random(1), together=False)
    placed = rows.with_columns(_placing(rows.select(OWNER)).alias("place")).drop_nulls("place")
    in_order = placed.sort("place", "day", "number").drop("place")
    assert ordered(in_order, _placing, ["day", "number"]).rows is None
    assert ordered(in_order.reverse(), _placing, ["day", "number"]).rows is not None


def test_events_are_nested_by_time_whatever_their_numbers() -> None:
    def event(case: str, seq: int, day: int) -> dict[str, Any]:
        return {"body_id": "B1", "case_id": case, "seq": seq, "moment_day": date(2026, 1, day)}

    mixed = [event("C2", 1, 9), event("C1", 2, 5), event("C2", 2, 8), event("C1", 1, 5)]
    whole = told("C1", "C2", "C3")
    rows = nest(Records.of({**whole.frames, "events": frame("events", mixed)}))
    numbers = rows["events"].list.eval(pl.element().struct.field("seq")).to_list()
    assert dict(zip(rows["case_id"], numbers, strict=True)) == {
        "C1": [1, 2],
        "C2": [2, 1],
        "C3": [],
    }


def test_the_identity_of_a_batch_does_not_change_with_the_software() -> None:
    records = told("C1", "C2")
    assert (
        identity_of(arranged(records), records)
        == "0b234bcf9932fb3d6323624655a85328872171e7f693227fbdd443b4f8d7a6f4"
    )
    # By this hash batches were known at first; old archives hold it.
    assert (
        batch_id_of(told("C1", "C2"))
        == "7269411d02da5f76bc2d58492c6cc36b3d86e97f1cf8ecf771acf4338065010c"
    )


def test_other_readers_of_delta_tables_find_the_same_rows(archive: Archive) -> None:
    archive.accept(Batch(told("C1", "C2", "C3", "C4"), "a"), at=NOON)
    asked = "select bucket, case_id, events[2]['seq'] as seq from cases order by case_id"
    found = QueryBuilder().register("cases", tables.opened(archive.layout.cases)).execute(asked)
    assert pl.DataFrame(found.read_all()).rows() == [
        (0, "C1", 1), (0, "C2", 1), (0, "C3", 1), (1, "C4", 1),
    ]  # fmt: skip
