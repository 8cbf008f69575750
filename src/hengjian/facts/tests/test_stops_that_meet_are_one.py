"""Stops of the clock that meet or overlap are one stop; an open end stays open."""

from datetime import date, timedelta

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hengjian.facts.stops import met

Stop = tuple[int, date | None, date | None]
START = date(1969, 12, 25)
DAYS = st.one_of(st.none(), st.integers(0, 14).map(lambda days: START + timedelta(days=days)))


def _merged(stops: list[Stop]) -> dict[int, list[tuple[date | None, date | None]]]:
    rows = pl.DataFrame(
        stops, schema={"case": pl.Int32, "moment_day": pl.Date, "until_day": pl.Date}, orient="row"
    )
    found = met(rows["case"].to_numpy(), rows)
    return {case: list(zip(since, until, strict=True)) for case, since, until in found.iter_rows()}


def _one_by_one(stops: list[Stop]) -> dict[int, list[tuple[date | None, date | None]]]:
    """The same told slowly: a stop joins the last one unless it begins a day after its end, or more."""
    told: dict[int, list[tuple[date | None, date | None]]] = {}
    reached: dict[int, date] = {}
    for case, since, until in stops:
        runs, last = told.setdefault(case, []), reached.get(case, date.min)
        if not runs or since is None or since > last + timedelta(days=1):
            runs.append((since, until))
        else:
            first, end = runs[-1]
            ends = None if end is None or until is None else max(end, until)
            runs[-1] = (first or since, ends)
        reached[case] = max(last, until or date(9999, 12, 30))
    return told


@given(st.lists(st.tuples(st.sampled_from([7, 0, 4]), DAYS, DAYS), max_size=9))
def test_they_are_merged_case_by_case_in_whatever_order_cases_come(stops: list[Stop]) -> None:
    cases = [case for case, *_ in stops]
    in_order = sorted(stops, key=lambda stop: (cases.index(stop[0]), stop[1] or date.min))
    assert _merged(in_order) == _one_by_one(in_order)


def test_the_day_after_an_end_is_met_and_the_next_is_not() -> None:
    first, second, third = (START + timedelta(days=days) for days in (0, 5, 6))
    assert _merged([(1, first, second), (1, third, None)]) == {1: [(first, None)]}
    fourth = third + timedelta(days=1)
    assert _merged([(1, first, second), (1, fourth, None)]) == {
        1: [(first, second), (fourth, None)]
    }
    assert met(np.empty(0, dtype=np.int32), pl.DataFrame(schema={
        "moment_day": pl.Date, "until_day": pl.Date})).is_empty()  # fmt: skip
