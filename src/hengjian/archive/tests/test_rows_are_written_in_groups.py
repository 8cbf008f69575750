"""Each group of rows is written with its own lists alone; how rows lie in memory changes none of them."""

from pathlib import Path

import polars as pl
import pytest
from arro3.core import ChunkedArray

from hengjian.archive.data_file import in_groups, write_data

ROWS = pl.DataFrame(
    {
        "case": ["C1", "C2", "C3", "C4", "C5"],
        "acts": [
            [{"kind": "立案", "by": ["P1", "P2"]}],
            [],
            [{"kind": None, "by": []}, None, {"kind": "决定", "by": None}],
            [],
            [{"kind": "送达", "by": ["P3"]}],
        ],
        "flags": [["a"], None, ["b", None], [], None],
    }
)
APART = pl.concat([ROWS[:2], ROWS[4:], ROWS[2:4]], rechunk=False)
SHAPES = [ROWS, ROWS[1:4], ROWS[3:], APART, APART[1:4], ROWS.filter(case="C3")]


@pytest.mark.parametrize("rows", SHAPES)
@pytest.mark.parametrize("height", [1, 2, 3, 9])
def test_they_are_the_same_rows(rows: pl.DataFrame, height: int) -> None:
    grouped = in_groups(rows, height)
    assert grouped.schema == rows.schema
    assert grouped.equals(rows)


def test_a_group_takes_no_more_room_among_many_than_among_few() -> None:
    few, many = (pl.concat([ROWS] * times).rechunk() for times in (2, 80))
    assert _room_of_first(in_groups(many, 5)) == _room_of_first(in_groups(few, 5))
    assert _room_of_first(many.slice(0, 5)) > _room_of_first(few.slice(0, 5))


def _room_of_first(rows: pl.DataFrame) -> int:
    return ChunkedArray(rows["acts"]).chunk(0).nbytes


@pytest.mark.parametrize("rows", SHAPES)
def test_a_file_has_them_in_groups_of_the_height_asked_for(
    rows: pl.DataFrame, tmp_path: Path
) -> None:
    file = tmp_path / "rows.parquet"
    write_data(rows, file, compression="zstd", rows_at_once=2)
    assert pl.read_parquet(file).equals(rows)
