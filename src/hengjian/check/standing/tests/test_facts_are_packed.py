"""Kept facts come back as they were written, or are said to be damaged; never anything else."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengjian.archive import DamagedError
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.packed import SUFFIX, columns_in

ROWS = st.lists(
    st.tuples(
        st.text(max_size=3),
        st.none() | st.booleans(),
        st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        st.none() | st.lists(st.none() | st.text(max_size=20), max_size=3),
    ),
    max_size=20,
)
SCHEMA: dict[str, pl.DataType] = {
    "case_id": pl.String(),
    "told": pl.Boolean(),
    "on": pl.Date(),
    "named": pl.List(pl.String()),
}


def assert_kept(store: FactsStore, facts: pl.DataFrame, *some: str) -> None:
    """They come back as they were, all of them and ``some`` of their columns."""
    store.add("case", 0, 1, {(): facts})
    ((_, kept),) = store.read("case", 0)
    assert kept.equals(facts)
    assert kept.schema == facts.schema
    ((_, few),) = store.read("case", 0, lambda _: [*some])
    assert few.equals(facts.select(some))


@given(rows=ROWS)
def test_facts_are_read_as_they_were_kept(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]]
) -> None:
    store = FactsStore(tmp_path_factory.mktemp("facts"))
    facts = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    store.add("case", 0, 1, {("penalty", None): facts})
    ((sort, kept),) = store.read("case", 0)
    assert (sort, kept.equals(facts)) == (("penalty", None), True)
    ((_, some),) = store.read("case", 0, lambda _: ["on", "case_id"])
    assert some.equals(facts.select("on", "case_id"))


def test_what_is_the_same_in_every_row_is_kept_once(tmp_path: Path) -> None:
    store = FactsStore(tmp_path)
    facts = pl.DataFrame(
        {
            "moved": [None] * 500,
            "case_id": [f"C{n}" for n in range(500)],
            "kind": ["penalty"] * 500,
            "told": [False] * 500,
            "heard": [None] * 499 + [True],
        },
        schema_overrides={"moved": pl.Date, "heard": pl.Boolean},
    )
    assert_kept(store, facts, "told", "moved")
    (file,) = tmp_path.rglob(f"*{SUFFIX}")
    assert columns_in(file) == facts.columns
    assert file.read_bytes().count(b"penalty") == 1


def test_what_another_fact_says_too_is_kept_once(tmp_path: Path) -> None:
    store = FactsStore(tmp_path)
    days = [
        None if n % 9 == 4 else date(2026, 1, 1) + timedelta(days=n * 37 % 400)
        for n in range(2_000)
    ]
    names = [f"第{n * 7919 % 2000}号" for n in range(2_000)]
    facts = pl.DataFrame(
        {
            "accepted.on": days,
            "filed.on": days,
            "filed.last_on": [*days[:-1], date(2027, 1, 1)],
            "case_id": names,
            "decision_no": names,
            "told": [n % 3 == 0 for n in range(2_000)],
            "heard": [n % 3 == 0 for n in range(2_000)],
            "half": [n / 2 for n in range(2_000)],
            "number": range(2_000),
            "half_again": [n / 2 for n in range(2_000)],
        }
    )
    assert_kept(store, facts, "filed.on", "heard")
    sheet = store.kept("case", 0).of(())
    held = [len({id(sheet.held[name]) for name in pair}) for pair in (
        ("accepted.on", "filed.on"), ("case_id", "decision_no"), ("told", "heard"),
        ("half", "half_again"), ("accepted.on", "filed.last_on"), ("number", "half"),
    )]  # fmt: skip
    assert held == [1, 1, 1, 1, 2, 2]


@pytest.mark.parametrize(
    "value",
    [
        date(1899, 12, 31),
        datetime(2026, 2, 28, 23, 59, 59, 999_999, tzinfo=UTC),
        -(2**62),
        1.5,
        float("inf"),
        "“甲”\n\u0000",
        False,
    ],
)
def test_whatever_all_rows_say_comes_back(tmp_path: Path, value: object) -> None:
    store = FactsStore(tmp_path)
    dtype = pl.Datetime("us", "UTC") if isinstance(value, datetime) else None
    facts = pl.DataFrame(
        {"n": [1, 2], "all": pl.Series([value] * 2, dtype=dtype), "none": [None] * 2}
    )
    assert_kept(store, facts, "all")


@pytest.mark.parametrize("rows", [999, 1_000, 70_000])
@pytest.mark.parametrize("texts", [2, 300, 60_000])
def test_texts_that_are_one_of_few_are_kept_once(tmp_path: Path, rows: int, texts: int) -> None:
    store = FactsStore(tmp_path)
    named = [None if n % 7 == 3 else f"第{n % texts:05d}号" for n in range(rows)]
    facts = pl.DataFrame({"case_id": range(rows), "named": named, "called": ["", *named[1:]]})
    assert_kept(store, facts, "called")


@pytest.mark.parametrize("place", [0, 40, 200, -1])
def test_a_single_changed_byte_is_told(tmp_path: Path, place: int) -> None:
    store = FactsStore(tmp_path)
    rows = [(f"C{n}", n % 2 == 0, date(2026, 1, 1), ["a"]) for n in range(50)]
    store.add("case", 0, 1, {(): pl.DataFrame(rows, schema=SCHEMA, orient="row")})
    (file,) = tmp_path.rglob(f"*{SUFFIX}")
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    with pytest.raises(DamagedError, match=file.name):
        list(store.read("case", 0))
