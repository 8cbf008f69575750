"""Each decision's number stands beside those before it in the series of its body."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hengjian.facts import Bucket
from hengjian.facts.alike import _numbered
from hengjian.standard.records import Records

Decision = tuple[str, str, str, int, date]
DECISIONS = st.lists(
    st.tuples(
        st.sampled_from(["甲", "乙"]),
        st.sampled_from(["罚号", "许号"]),
        st.sampled_from(["", "0"]),
        st.integers(1, 3),
        st.integers(0, 3).map(lambda days: date(1969, 12, 30) + timedelta(days=days)),
    ),
    max_size=9,
)


def _told(decisions: list[Decision]) -> list[tuple[int, date | None, str | None]]:
    rows = [
        (body, f"C{n}", series, number, day, f"{series}{zero}{number}")
        for n, (body, series, zero, number, day) in enumerate(decisions)
    ]
    names = ["body_id", "case_id", "series", "position", "dated_on", "decision_no"]
    types = [pl.String, pl.String, pl.String, pl.Int64, pl.Date, pl.String]
    dated = pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")
    found = _numbered(Bucket(Records.of({})), dated.reverse())
    kept = {case: told for case, *told in found.select(
        "case_id", "same_number", "dated_before", "previous_no").iter_rows()}  # fmt: skip
    return [tuple(kept[f"C{n}"]) for n in range(len(decisions))]


def _expected(decisions: list[Decision]) -> list[tuple[int, date | None, str | None]]:
    told = []
    for n, (body, series, zero, number, day) in enumerate(decisions):
        near = [
            (other[3], other[4], m, other[2])
            for m, other in enumerate(decisions)
            if other[:2] == (body, series) and m != n
        ]
        before = sorted(one for one in near if one[:3] < (number, day, n))
        latest = max((one[1] for one in before), default=None)
        last = [one for one in before if one[1] == latest]
        previous = f"{series}{last[-1][3]}{last[-1][0]}" if last else None
        same = sum(one[0] == number and one[3] == zero for one in near)
        told.append((same, latest, previous))
    return told


@given(DECISIONS)
def test_each_is_told_what_comes_before_it_and_shares_its_number(
    decisions: list[Decision],
) -> None:
    assert _told(decisions) == _expected(decisions)
