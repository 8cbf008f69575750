"""A batch is accepted as a whole and once; a mended one is another; half a case is refused."""

import json
import random
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.archive import (
    Archive,
    ArchiveError,
    Batch,
    Receipt,
    batch_id_of,
    identity,
    store,
)
from hengjian.archive.identity import identity_of
from hengjian.archive.nesting import arranged, nest
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


def known_by(records: Records) -> str:
    return identity_of(arranged(records), records)


both_forms = pytest.mark.parametrize("known_by", [known_by, batch_id_of])
Known = Callable[[Records], str]


@both_forms
def test_the_order_of_rows_and_files_does_not_make_another_batch(known_by: Known) -> None:
    records = told("C1", "C2", "C3")
    turned = Records.of({name: rows.reverse() for name, rows in records.frames.items()})
    assert known_by(turned) == known_by(records)


@both_forms
@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("cases", pl.lit(99, dtype=pl.Int64).alias("fine")),
        ("cases", pl.lit(None, dtype=pl.String).alias("procedure")),
        ("events", pl.lit(["P1"]).alias("officers")),
        ("events", pl.lit(True).alias("party_present")),
        ("documents", pl.lit("x").alias("doc_no")),
        ("bodies", pl.lit("x").alias("name")),
    ],
)
def test_any_change_of_a_value_makes_another_batch(
    known_by: Known, table: str, change: pl.Expr
) -> None:
    records = told("C1")
    changed = Records.of({**records.frames, table: records[table].with_columns(change)})
    assert known_by(changed) != known_by(records)


@both_forms
def test_a_value_that_moves_to_the_next_row_makes_another_batch(known_by: Known) -> None:
    first, second = told("C1", "C2"), told("C1", "C2")
    names = frame(
        "cases",
        [
            {"body_id": "B1", "case_id": c, "kind": "penalty", "fact": f}
            for c, f in (("C1", "甲"), ("C2", None))
        ],
    )
    other = names.with_columns(pl.Series("fact", [None, "甲"], dtype=pl.String))
    assert known_by(Records.of({**first.frames, "cases": names})) != known_by(
        Records.of({**second.frames, "cases": other})
    )


@pytest.mark.parametrize(
    ("one", "another"),
    [
        (["甲\x1f", "乙"], ["甲", "\x1f乙"]),
        (["甲乙", ""], ["甲", "乙"]),
        (["", None], [None, ""]),
        (["", "甲"], [None, "甲"]),
    ],
)
def test_texts_that_only_look_alike_when_joined_make_another_batch(
    one: list[str | None], another: list[str | None]
) -> None:
    records = told("C1", "C2")

    def with_facts(facts: list[str | None]) -> Records:
        told = pl.Series("fact", facts, dtype=pl.String)
        return Records.of({**records.frames, "cases": records["cases"].with_columns(told)})

    assert known_by(with_facts(one)) != known_by(with_facts(another))


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ([["P1", "P2"], None], [["P1"], ["P2"]]),
        ([["P1"], []], [["P1"], None]),
        ([["P1", ""], ["P2"]], [["P1"], ["", "P2"]]),
        ([["P1"], [None]], [["P1"], []]),
    ],
)
def test_lists_that_only_look_alike_when_joined_make_another_batch(
    one: list[list[str | None] | None], another: list[list[str | None] | None]
) -> None:
    records = told("C1")

    def with_officers(officers: list[list[str | None] | None]) -> Records:
        told = pl.Series("officers", officers, dtype=pl.List(pl.String))
        return Records.of({**records.frames, "events": records["events"].with_columns(told)})

    assert known_by(with_officers(one)) != known_by(with_officers(another))


def test_an_event_that_moves_to_another_case_makes_another_batch() -> None:
    records = told("C1", "C2")
    events = records["events"].with_columns(seq=pl.int_range(pl.len(), dtype=pl.Int64))
    moved = events.with_columns(case_id=pl.Series(["C1", "C1", "C1", "C2"]))
    assert known_by(Records.of({**records.frames, "events": events})) != known_by(
        Records.of({**records.frames, "events": moved})
    )


def _loose(since: date | None, owner: str | None = None) -> pl.DataFrame:
    return frame(
        "recordings",
        [{"recording_id": "R1", "body_id": "B1", "case_id": owner, "since_day": since}],
    )


def test_recordings_of_no_case_count() -> None:
    bare = told("C1")
    forms = [
        known_by(Records.of({**bare.frames, "recordings": rows}))
        for rows in (_loose(None), _loose(date(2026, 2, 3)), _loose(None, "C1"))
    ]
    assert len({*forms, known_by(bare)}) == 4


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12), st.integers(1, 5))
def test_neither_the_order_nor_the_pieces_of_rows_make_another_batch(
    chance: random.Random, cases: int, pieces: int
) -> None:
    records = told(*(f"C{number}" for number in range(cases)))
    officers = pl.Series(
        [chance.choice([None, [], ["P1"], ["P1", "P2"]]) for _ in range(2 * cases)],
        dtype=pl.List(pl.String),
    )
    notes = pl.Series(
        [chance.choice([None, "", "甲", "乙\x1f"]) for _ in range(2 * cases)], dtype=pl.String
    )
    events = records["events"].with_columns(officers.alias("officers"), notes.alias("note"))
    whole = Records.of({**records.frames, "events": events})

    def turned(rows: pl.DataFrame) -> pl.DataFrame:
        places = chance.sample(range(rows.height), rows.height)
        cut = [places[n::pieces] for n in range(pieces)]
        return pl.concat([rows[part] for part in cut], rechunk=False)

    other = Records.of({name: turned(rows) for name, rows in whole.frames.items()})
    assert known_by(other) == known_by(whole)
    assert nest(other).equals(nest(whole))


def test_a_large_batch_is_known_by_the_same_however_it_is_hashed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records = told("C1", "C2", "C3")
    texts = records["documents"].with_columns(
        sha256=pl.Series(["a" * 64, None, "c" * 64]),
        fields=pl.Series([["x", "y"], [], None], dtype=pl.List(pl.String)),
    )
    whole = Records.of({**records.frames, "documents": texts})
    before = known_by(whole)
    monkeypatch.setattr(identity, "AT_ONCE", 1)
    assert known_by(whole) == before


def test_a_batch_that_older_software_accepted_is_known(
    archive: Archive, accept: Accept, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(store, "identity_of", lambda laid, records: batch_id_of(records))
        first = accept(told("C1", "C2"))
    again = accept(told("C1", "C2"))
    assert (again.again, again.seq, again.batch_id) == (True, 1, first.batch_id)
    assert not accept(told("C1", "C3")).again  # as many cases and events


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
