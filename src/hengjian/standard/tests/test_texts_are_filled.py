"""Texts with values: every place filled, missing values said, columns in several chunks too."""

from datetime import date

import polars as pl

from hengjian.standard.wording import filled, places


def test_it_fills_every_place_and_keeps_the_rest() -> None:
    frame = pl.DataFrame({"a": ["甲", None], "n": [1, 2]})
    text = frame.select(t=filled("{a}有 {n} 件（{n}）", {"a": pl.col("a"), "n": pl.col("n")}))["t"]
    assert text.to_list() == ["甲有 1 件（1）", None]
    assert places("{a}有 {n} 件") == ["a", "n"]


def test_a_text_without_places_is_itself() -> None:
    assert pl.DataFrame({"a": [1, 2]}).select(pl.col("a"), t=filled("无", {}))["t"].to_list() == [
        "无",
        "无",
    ]


def test_columns_in_several_chunks_are_read_right() -> None:
    days = [pl.Series("d", [date(2024, 1, n)]) for n in (1, 2)]
    frame = pl.DataFrame({"d": pl.concat(days, rechunk=False)})
    shown = pl.col("d").dt.to_string("%Y-%m-%d").fill_null("无")
    assert frame.select(t=filled("{d} {e}", {"d": shown, "e": shown}))["t"].to_list() == [
        "2024-01-01 2024-01-01",
        "2024-01-02 2024-01-02",
    ]
