"""A corrected case is a new version; the old one stays; a reader may look back."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.archive import Archive, Receipt
from hengjian.archive.nesting import nest, unnested
from hengjian.archive.tests.conftest import NOON, fines, told
from hengjian.standard.records import Records

Accept = Callable[..., Receipt]


def test_the_newest_version_counts_and_the_old_one_stays(archive: Archive, accept: Accept) -> None:
    accept(told("C1", "C2"))
    receipt = accept(told("C2", fine=700))
    assert (receipt.new, receipt.changed) == (0, 1)
    assert fines(archive) == {"C1": 100, "C2": 700}
    assert fines(archive, up_to=1) == {"C1": 100, "C2": 100}
    assert archive.snapshot().versions(0).height == 3


def test_a_correction_goes_to_the_bucket_of_the_first_version(
    archive: Archive, accept: Accept
) -> None:
    accept(told("C1", "C2", "C3", "C4"))
    accept(told("C1", "C4", "C5", fine=9))
    snapshot = archive.snapshot()
    placed = {bucket: set(snapshot.cases(bucket)["case_id"]) for bucket in snapshot.buckets}
    assert placed == {0: {"C1", "C2", "C3"}, 1: {"C4", "C5"}}


def test_it_finds_cases_by_their_keys_in_whatever_bucket(archive: Archive, accept: Accept) -> None:
    accept(told("C1", "C2", "C3", "C4"))
    accept(told("C4", fine=5))
    wanted = pl.DataFrame({"body_id": ["B1", "B1", "B1"], "case_id": ["C1", "C4", "none"]})
    found = archive.snapshot().cases_of(wanted)
    assert dict(zip(found["case_id"], found["fine"], strict=True)) == {"C1": 100, "C4": 5}


def test_a_folder_put_back_from_a_copy_is_read_as_it_is_then(
    archive: Archive, accept: Accept, tmp_path: Path
) -> None:
    root, copy = archive.layout.root, tmp_path / "copy"
    accept(told("C1"))
    shutil.copytree(root, copy)
    accept(told("C1", fine=7))
    assert fines(archive) == {"C1": 7}
    shutil.rmtree(root)
    copy.rename(root)
    assert fines(archive) == {"C1": 100}
    accept(told("C1", fine=9))  # as many commits as before, other ones
    assert fines(archive) == {"C1": 9}


@pytest.mark.parametrize("height", [1, 2, 100])
def test_slices_hold_each_current_version_once(
    archive: Archive, accept: Accept, height: int
) -> None:
    accept(told("C1", "C2", "C3", "C4"))
    accept(told("C3", "C1", fine=9))
    accept(told("C5", "C1", fine=11))
    for snapshot in (archive.snapshot(), archive.snapshot(2), archive.snapshot(1)):
        for bucket in snapshot.buckets:
            slices = list(snapshot.slices(bucket, height))
            assert all(0 < part.height <= height for part in slices)
            whole = snapshot.cases(bucket).sort("case_id")
            assert pl.concat(slices).sort("case_id").equals(whole)


def test_a_register_entry_has_versions_too(archive: Archive, accept: Accept) -> None:
    accept(told("C1"))
    renamed = told("C2")["bodies"].with_columns(pl.lit("新名").alias("name"))
    accept(Records.of({"bodies": renamed}))
    assert archive.snapshot().registers["bodies"]["name"].to_list() == ["新名"]
    assert archive.snapshot(1).registers["bodies"]["name"].to_list() == ["B1"]


def test_compaction_changes_nothing_that_a_reader_sees(archive: Archive, accept: Accept) -> None:
    for fine in range(1, 10):
        accept(told("C1", "C2", fine=fine))
    before = archive.snapshot().versions(0)
    assert archive.compact(min_files=5) == [0]
    assert archive.snapshot().versions(0).equals(before)
    assert fines(archive) == {"C1": 9, "C2": 9}
    assert archive.compact(min_files=5) == []


def test_only_superseded_versions_are_let_go(archive: Archive, accept: Accept) -> None:
    accept(told("C1", "C2"))
    accept(told("C2", fine=700))
    assert archive.let_go(before=NOON) == 0
    assert archive.let_go(before=NOON + timedelta(days=1)) == 1
    assert fines(archive) == {"C1": 100, "C2": 700}
    assert archive.snapshot().versions(0).height == 2


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=0, max_size=8))
def test_nesting_loses_no_event(counts: list[int]) -> None:
    base = told(*(f"C{n}" for n in range(len(counts))))
    template = base["events"]
    rows = [
        template.head(1).with_columns(
            pl.lit(f"C{n}").alias("case_id"), pl.lit(seq).cast(pl.Int64).alias("seq")
        )
        for n, count in enumerate(counts)
        for seq in range(count)
    ]
    events = pl.concat(rows) if rows else template.clear()
    records = Records.of({**base.frames, "events": events})
    nested = nest(records)
    assert nested["events"].list.len().to_list() == counts
    frames, _ = unnested(nested).tables()
    assert frames["events"].sort("case_id", "seq").equals(events.sort("case_id", "seq"))
