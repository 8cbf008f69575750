"""Facts of a sheet: what all rows say alike is held once, and everything reads as if it were not."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hengjian.facts.sheet import Numbered, Plain, Sheet, Single, below

WORDS = pl.Series("word", ["听证", "告知", None])


def sheet(numbers: list[int], same: str | None = "罚款") -> Sheet:
    """A number and a text of three for each row, beside something that all rows say."""
    return Sheet(
        len(numbers),
        {
            "number": Plain(pl.Series("number", numbers, dtype=pl.Int64)),
            "word": Numbered(pl.Series("word", [n % 3 for n in numbers], dtype=pl.UInt8), WORDS),
            "same": Single(pl.Series("same", [same], dtype=pl.String)),
        },
    )


def plain(numbers: list[int], same: str | None = "罚款") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "number": numbers,
            "word": [WORDS[n % 3] for n in numbers],
            "same": [same] * len(numbers),
        },
        schema={"number": pl.Int64, "word": pl.String, "same": pl.String},
    )


ROWS = st.lists(st.integers(0, 50), max_size=6)


@given(ROWS)
def test_every_row_has_what_all_say(numbers: list[int]) -> None:
    assert sheet(numbers).frame().equals(plain(numbers))
    assert sheet(numbers).frame(["same", "word"]).equals(plain(numbers).select("same", "word"))


@given(st.lists(ROWS, min_size=1, max_size=4), st.data())
def test_sheets_stand_one_below_the_other(parts: list[list[int]], data: st.DataObject) -> None:
    whole = below([sheet(numbers) for numbers in parts])
    rows = [number for numbers in parts for number in numbers]
    assert whole.height == len(rows)
    assert len(whole.column("same")) == 1
    places = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=5)) if rows else []
    at = pl.Series(places, dtype=pl.UInt32)
    assert whole.at(at).frame().equals(plain(rows)[at])
    assert whole.frame().equals(plain(rows))


def test_what_differs_between_sheets_is_told_row_by_row() -> None:
    whole = below([sheet([1, 2], "罚款"), sheet([3]), sheet([4, 5], None)])
    assert whole.frame()["same"].to_list() == ["罚款", "罚款", "罚款", None, None]


def test_texts_stay_numbers_where_they_stand_one_below_the_other() -> None:
    """Also below and above a single text that all rows of a part have, or lack."""
    parts = [sheet([1, 2, 4], "罚款"), sheet([3], "警告"), sheet([5, 0], None)]
    told = [one.frame()["word"].to_list() for one in parts]
    mixed = [
        Sheet(one.height, {"word": one.held["word" if place % 2 else "same"]})
        for place, one in enumerate(parts)
    ]
    for sheets, words in (
        (parts, [*told[0], *told[1], *told[2]]),
        (mixed, ["罚款"] * 3 + told[1] + [None] * 2),
    ):
        whole = below(sheets)
        numbered = whole.numbered("word")
        assert numbered is not None
        assert numbered.written.to_list() == words
        assert whole.column("word").to_list() == words
    several = below([parts[0], Sheet(1, {**parts[1].held, "word": Plain(pl.Series(["听证"]))})])
    assert several.numbered("word") is None
    assert several.column("word").to_list() == [*told[0], "听证"]


def test_columns_that_are_one_are_put_together_once() -> None:
    def twice(numbers: list[int]) -> Sheet:
        held = sheet(numbers).held["number"]
        return Sheet(len(numbers), {"number": held, "again": held})

    whole = below([twice([1, 2]), twice([3])])
    assert whole.held["number"] is whole.held["again"]
    assert whole.cells == 3
    assert whole.frame().columns == ["number", "again"]
    some = whole.at(pl.Series([2, 0]))
    assert some.held["number"] is some.held["again"]
    assert some.frame()["again"].to_list() == [3, 1]


def test_of_one_row_nothing_is_left_where_none_is_asked() -> None:
    one = sheet([7])
    assert one.at(pl.Series([], dtype=pl.UInt32)).frame().height == 0
    assert one.at(pl.Series([0, 0], dtype=pl.UInt32)).frame().equals(plain([7, 7]))


def test_some_rows_in_a_span() -> None:
    assert sheet([1, 2, 3, 4]).span(1, 2).frame().equals(plain([2, 3]))


def test_a_frame_is_a_sheet() -> None:
    frame = plain([1, 2, 3])
    assert Sheet.of(frame).frame().equals(frame)
    assert Sheet.of(frame).columns == frame.columns
