"""The terms of a case: until when, kept or not, with stops and extensions; and certificates on their day."""

from datetime import date
from typing import Any

import pytest

from hengjian.content import Content
from hengjian.core.notices.quiet import calendar
from hengjian.domain.records.officers import acting_in
from hengjian.domain.records.periods import DECISION, Acts, Period, merged, periods
from hengjian.domain.records.story import Event
from hengjian.domain.registry.actions import enter_row
from hengjian.domain.registry.registers import CERTIFICATES
from hengjian.domain.registry.tests.register import AT, LittleRegister, card

TODAY = date(2025, 12, 31)


def run(label: str, days: dict[str, str], today: date = TODAY, **more: Any) -> Period:
    """The one term of this name in a case with these days."""
    told = {name: [date.fromisoformat(day) for day in text.split()] for name, text in days.items()}
    case = {
        "kind": "penalty",
        "procedure": "ordinary",
        "party_kind": "citizen",
        **more.pop("case", {}),
    }
    acts = Acts(told, case=case, sector=more.pop("sector", "transport"), **more)
    found = periods(acts, Content.installed(), calendar(), today=today)
    return next(one for one in found if one.label == label)


DECIDED = "立案 → 处罚决定"


@pytest.mark.parametrize(
    ("days", "today", "state", "due"),
    [
        ({"filed": "2025-01-06", DECISION: "2025-04-06"}, TODAY, "kept", "2025-04-06"),
        ({"filed": "2025-01-06", DECISION: "2025-04-08"}, TODAY, "late", "2025-04-06"),
        ({"filed": "2025-01-06", DECISION: "2025-04-07"}, TODAY, "disputed", "2025-04-06"),
        ({"filed": "2025-01-06"}, TODAY, "overdue", "2025-04-06"),
        ({"filed": "2025-01-06"}, date(2025, 2, 1), "running", "2025-04-06"),
        ({"filed": "2025-01-06", "closed": "2025-06-01"}, TODAY, "moot", "2025-04-06"),
    ],
)
def test_ninety_days_from_the_filing(
    days: dict[str, str], today: date, state: str, due: str
) -> None:
    period = run(DECIDED, days, today)
    assert (period.state, period.due) == (state, date.fromisoformat(due))
    assert "90 日" in period.sum
    assert "行政处罚法" in period.basis


def test_stops_and_extensions_move_the_last_day() -> None:
    days = {"filed": "2025-01-06", DECISION: "2025-04-20"}
    stopped = run(DECIDED, days, stops=((date(2025, 2, 1), date(2025, 2, 10), "检测"),))
    assert stopped.due == date(2025, 4, 16)
    extended = run(DECIDED, days, extensions={"decision_extended": 30})
    assert (extended.due, extended.state, extended.extended) == (date(2025, 5, 6), "kept", 30)


def test_a_stop_without_an_end_leaves_the_term_open() -> None:
    period = run(DECIDED, {"filed": "2025-01-06"}, stops=((date(2025, 2, 1), None, "鉴定"),))
    assert (period.state, period.due) == ("stopped", None)


def test_a_sector_with_a_term_of_its_own_goes_by_it() -> None:
    days = {"clue_received": "2025-03-03", "filed": "2025-03-25"}
    assert run("收到线索 → 决定是否立案", days, sector="market").due == date(2025, 3, 24)
    with pytest.raises(StopIteration):
        run("收到线索 → 决定是否立案", days, sector="transport")


def test_a_simple_case_has_no_ninety_days() -> None:
    with pytest.raises(StopIteration):
        run(DECIDED, {"filed": "2025-01-06"}, case={"procedure": "simple"})


def test_a_number_that_nobody_verified_is_not_drawn() -> None:
    days = {"clue_received": "2025-03-03", "filed": "2025-03-25"}
    with pytest.raises(StopIteration):
        run("收到线索 → 决定是否立案", days, sector="environment")


@pytest.mark.parametrize(
    ("stops", "told"),
    [
        ([("2025-01-05", "2025-01-09"), ("2025-01-01", "2025-01-04")], [("2025-01-01", "2025-01-09")]),
        ([("2025-01-01", "2025-01-09"), ("2025-01-03", "2025-01-04")], [("2025-01-01", "2025-01-09")]),
        ([("2025-01-01", "2025-01-02"), ("2025-01-05", None)], [("2025-01-01", "2025-01-02"), ("2025-01-05", None)]),
        ([("2025-01-01", None), ("2025-01-05", "2025-01-06")], [("2025-01-01", None)]),
    ],
)  # fmt: skip
def test_stops_that_meet_are_one(stops: list[Any], told: list[Any]) -> None:
    def days(pairs: list[Any]) -> list[Any]:
        return [(date.fromisoformat(a), b and date.fromisoformat(b)) for a, b in pairs]

    found = merged([(since, until, "") for since, until in days(stops)])
    assert [one[:2] for one in found] == days(told)


# --- certificates on their day -------------------------------------------------------------------------------


def event(day: str, *officers: str, needed: bool = True) -> Event:
    marks = ("needs_cert",) if needed else ()
    return Event(date.fromisoformat(day), None, "inquired", "询问", officers, (), "", marks)


@pytest.mark.parametrize(
    ("day", "state"),
    [("2025-06-01", "valid"), ("2023-12-31", "early"), ("2029-01-01", "expired"), ("2025-03-05", "suspended")],
)  # fmt: skip
def test_a_certificate_is_judged_on_the_day_of_the_act(
    little: LittleRegister, day: str, state: str
) -> None:
    values = card("C9", "P2", suspended_from="2025-03-01", suspended_to="2025-03-10")
    enter_row(CERTIFICATES, values, by=None, at=AT)
    (one,) = acting_in([event(day, "P2")])
    assert one.state == state
    assert (one.tone == "good") == (state == "valid")


def test_whom_no_register_knows_is_said_to_be_unknown(little: LittleRegister) -> None:
    unknown, bare = acting_in([event("2025-06-01", "X9", "P2")])
    assert (unknown.state, unknown.name) == ("unregistered", "X9")
    assert bare.state == "none"
    assert bare.tone == "bad"


def test_an_act_that_wants_no_certificate_lacks_none(little: LittleRegister) -> None:
    (one,) = acting_in([event("2025-06-01", "P2", needed=False)])
    assert (str(one.words), one.tone) == ("所办活动不须证件", "quiet")
    assert one.bad_acts == []
