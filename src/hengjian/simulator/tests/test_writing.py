"""The folder that is written: what a body would hand in, and what the standard takes in whole."""

from pathlib import Path

import polars as pl
import pytest

from hengjian.content import Content
from hengjian.simulator import City, simulate, write_city
from hengjian.simulator.writing import FORMATS, submitted
from hengjian.standard.reading.intake import take_in


@pytest.fixture(scope="module")
def city() -> City:
    return simulate(1_500)


@pytest.mark.parametrize("form", FORMATS)
def test_it_is_taken_in_without_a_refusal(city: City, form: str, tmp_path: Path) -> None:
    write_city(city, tmp_path, form)
    taken = take_in(tmp_path, Content())
    assert taken.refused_rows == 0
    assert taken.problems.total == 0
    for name, frame in city.tables.items():
        assert taken.records[name].select(frame.columns).equals(frame), name


def test_it_writes_sums_dates_and_lists_as_the_standard_asks(city: City, tmp_path: Path) -> None:
    write_city(city, tmp_path)
    cases = pl.read_csv(tmp_path / "cases.csv", infer_schema=False)
    assert cases["fine"].drop_nulls().str.contains(r"^\d+\.\d{2}$").all()
    assert cases["found_on"].drop_nulls().str.contains(r"^\d{4}-\d{2}-\d{2}$").all()
    assert cases["penalty_kinds"].drop_nulls().str.contains(";").any()
    events = pl.read_csv(tmp_path / "events.csv", infer_schema=False)
    assert events["moment"].str.contains(r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$").all()
    assert (events["moment"].str.len_chars() == 10).any()
    assert "moment_day" not in events.columns


def test_it_writes_moments_as_a_clock_on_the_wall_shows_them(city: City) -> None:
    events, written = city.tables["events"], submitted(city.tables["events"], "events")
    for name in ("moment", "until"):
        clock = events[name].dt.convert_time_zone("Asia/Shanghai").dt.strftime("%Y-%m-%d %H:%M")
        there = events[name].is_not_null()
        assert there.any()
        assert written[name].filter(there).equals(clock.filter(there))
        day = events[f"{name}_day"].filter(~there).dt.to_string("%Y-%m-%d")
        assert written[name].filter(~there).equals(day.alias(name))


def test_it_keeps_the_truth_apart(city: City, tmp_path: Path) -> None:
    write_city(city, tmp_path)
    truth = pl.read_csv(tmp_path / "truth" / "truth.csv", infer_schema=False)
    assert truth.columns == ["rule", "subject", "occurrence", "verdict", "how"]
    assert truth.equals(city.truth)


def test_it_refuses_an_unknown_format(city: City, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pdf"):
        write_city(city, tmp_path, "pdf")
