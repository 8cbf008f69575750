"""Whatever is returned and answered again in whatever order, a merger is the sum of what stands last."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hengjian.domain.supervision.reports.answering import all_written, decimal_of, plain
from hengjian.domain.supervision.reports.merging.adding import Part, column_total, merged
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportTask
from hengjian.domain.supervision.reports.tests.little_report import DESIGN, LittleReport

NUMBERS = st.one_of(st.just(""), st.decimals(0, 10**9, places=2).map(plain))
ROWS = st.lists(
    st.fixed_dictionaries({"what": st.sampled_from("甲乙丙"), "number": NUMBERS}), max_size=4
)
VALUES = st.fixed_dictionaries({"total": NUMBERS, "fines": NUMBERS, "rate": NUMBERS, "items": ROWS})
PARTS = st.lists(VALUES, max_size=6).map(
    lambda given: [
        Part(number, f"第{number}县", all_written(DESIGN, values))
        for number, values in enumerate(given)
    ]
)


def exact(parts: list[Part], name: str) -> Decimal:
    found = (decimal_of(one.values.get(name)) for one in parts)
    return sum((one for one in found if one is not None), Decimal(0))


@given(PARTS)
def test_numbers_are_added_exactly_and_rows_stacked(parts: list[Part]) -> None:
    made = merged(DESIGN, parts)
    for name in ("total", "fines"):
        assert (decimal_of(made.get(name)) or Decimal(0)) == exact(parts, name)
    assert "rate" not in made
    rows = [row for one in parts for row in one.values.get("items", [])]
    assert len(made.get("items", [])) == len(rows)
    assert all(row["_unit"].startswith("第") for row in made.get("items", []))
    assert column_total(made.get("items", []), "number") == column_total(rows, "number")


@given(PARTS, st.randoms())
def test_the_order_of_the_parts_is_nothing(parts: list[Part], chance: Any) -> None:
    turned = list(parts)
    chance.shuffle(turned)
    assert merged(DESIGN, turned) == merged(DESIGN, parts)


@given(PARTS, st.integers(0, 6))
def test_merging_in_two_tiers_gives_the_same_sums(parts: list[Part], cut: int) -> None:
    counties = [
        Part(n, f"县{n}", merged(DESIGN, some)) for n, some in enumerate((parts[:cut], parts[cut:]))
    ]
    once, twice = merged(DESIGN, parts), merged(DESIGN, counties)
    for name in ("total", "fines"):
        assert once.get(name, "") == twice.get(name, "")
    assert len(once.get("items", [])) == len(twice.get("items", []))


STEPS = st.lists(
    st.tuples(st.sampled_from(["submit", "back", "merge"]), st.integers(0, 2), st.integers(1, 50)),
    max_size=12,
)


@settings(max_examples=12, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(STEPS)
def test_any_history_of_answers_and_returns_merges_to_what_stands(
    little: LittleReport, steps: list[tuple[str, int, int]]
) -> None:
    city = little.city
    task, units = little.sent(), [city.bureau_a, city.bureau_b, city.body_a]
    stands: dict[int, int] = {}
    for deed, place, number in steps:
        answer = little.answer(task, units[place])
        if deed == "submit" and answer.is_open:
            little.submit(task, units[place], total=number)
            stands[place] = number
        elif deed == "back" and answer.state == ReportAnswer.State.SUBMITTED:
            little.back(task, units[place])
            stands.pop(place)
        elif deed == "merge" and stands:
            made = little.merge(task, without="先行汇总，以后补报").merged
            assert made is not None
            assert int(made["values"]["total"]) == sum(stands.values())
            assert len(made["of"]) == len(stands)
    row = ReportTask.objects.get(pk=task.pk)
    if row.state == ReportTask.State.MERGED:
        assert row.merged is not None
        assert int(row.merged["values"]["total"]) == sum(stands.values())
