"""Every figure that a ready form asks for is counted, for a body its own and for a bureau its whole place."""

from datetime import UTC, date, datetime

import pytest

from hengjian.content import Content
from hengjian.content.form_design import FormDesign
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.findings.models import Finding
from hengjian.domain.records.models import Record
from hengjian.domain.registry.models import Body, Certificate, Officer
from hengjian.domain.supervision.reports.figures import FIGURES, Scope, counted, unknown

FORMS = Content().forms
SINCE, UNTIL = date(2026, 1, 1), date(2026, 3, 31)
AT = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)
COMMON = {"version": 1, "changed_at": AT}


@pytest.mark.parametrize("design", FORMS.values(), ids=FORMS)
def test_a_ready_form_asks_for_nothing_that_nobody_counts(design: FormDesign) -> None:
    assert list(unknown(design)) == []


def test_there_are_enough_and_each_says_what_it_counts() -> None:
    assert len(FIGURES) >= 10
    assert len({str(one.says) for one in FIGURES.values()}) == len(FIGURES)


@pytest.fixture
def body(small_city: SmallCity) -> Body:
    return Body.objects.create(
        unit=small_city.body_a,
        code="B001",
        name="甲县市场监督管理局",
        kind="agency",
        level="county",
        **COMMON,
    )


def decided(
    body: Body,
    number: int,
    on: date,
    kind: str = "penalty",
    result: str = "penalised",
    fine: int = 0,
) -> None:
    Record.objects.create(
        body=body, case_id=f"C{number}", kind=kind, on=on, decided_on=on, fine=fine, result=result,
        bucket=0, batch=1, received_at=AT,
    )  # fmt: skip


def of(unit: object, code: str) -> int | str:
    found = FIGURES[code].count(Scope(unit, SINCE, UNTIL))  # type: ignore[arg-type]
    return int(found) if found == int(found) else str(found)


def test_records_are_counted_by_the_day_of_decision(small_city: SmallCity, body: Body) -> None:
    decided(body, 1, SINCE, fine=50_050)
    decided(body, 2, UNTIL, fine=100)
    decided(body, 3, date(2025, 12, 31), fine=9_999)
    decided(body, 4, date(2026, 4, 1), fine=9_999)
    decided(body, 5, SINCE, result="not_penalised")
    decided(body, 6, SINCE, kind="permit", result="granted")
    decided(body, 7, SINCE, kind="inspection", result="problem_found")
    decided(body, 8, SINCE, kind="inspection", result="no_problem")
    for unit, share in (
        (small_city.body_a, 1),
        (small_city.bureau_a, 1),
        (small_city.bureau, 1),
        (small_city.bureau_b, 0),
    ):
        assert of(unit, "penalty") == 2 * share
        assert of(unit, "fines") == ("501.5" if share else 0)
        assert of(unit, "not_penalised") == share
        assert of(unit, "permit_granted") == share
        assert (of(unit, "inspection"), of(unit, "inspection_problem")) == (2 * share, share)


def test_officers_and_cards_are_those_of_the_last_day(small_city: SmallCity, body: Body) -> None:
    for number, (since, until) in enumerate(
        [
            (None, None),
            (date(2020, 1, 1), UNTIL),
            (date(2026, 4, 1), None),
            (date(2020, 1, 1), date(2027, 1, 1)),
        ]
    ):
        one = Officer.objects.create(
            code=f"P{number}",
            body=body,
            name="某",
            kind="enforcement",
            employed_from=since,
            employed_to=until,
            **COMMON,
        )
        Certificate.objects.create(
            code=f"Z{number}", officer=one, body=body, kind="enforcement", valid_from=date(2025, 1, 1),
            valid_to=UNTIL if number else date(2026, 3, 30), **COMMON,
        )  # fmt: skip
    assert of(body.unit, "officers") == 3
    assert of(body.unit, "certified") == 3


def test_findings_are_counted_by_when_they_came_and_went(small_city: SmallCity, body: Body) -> None:
    def finding(code: str, severity: str, gone: datetime | None = None) -> None:
        Finding.objects.create(
            code=code, rule="F01", title="超期", severity=severity, weight=1, nature="violation", subject="case",
            body=body, occurrence="x", says="x", values="v", appeared_at=AT, changed_at=AT, vanished_at=gone,
            stands=gone is None,
        )  # fmt: skip

    finding("a", "F")
    finding("b", "S", AT)
    assert (
        of(body.unit, "findings"),
        of(body.unit, "findings_fatal"),
        of(body.unit, "findings_gone"),
    ) == (2, 1, 1)


def test_a_form_gets_the_figures_that_it_asks_for(small_city: SmallCity, body: Body) -> None:
    decided(body, 1, SINCE)
    found = counted(FORMS["statistics-yearly"], body.unit, SINCE, UNTIL)
    asked = {one.name for one in FORMS["statistics-yearly"].fields() if one.figure}
    assert found.keys() == asked
    assert found["penalty"] == "1"
