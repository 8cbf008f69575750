"""Correction rate and recurrence by body and rule, counted by hand and by the query."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hengjian.core.clock import day_of
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.findings.models import Finding
from hengjian.domain.supervision.cases.models import Case, CaseStep
from hengjian.domain.supervision.cases.tests.little_case import AT, LittleCase
from hengjian.domain.supervision.correcting.queries import (
    ASKS,
    Wanted,
    by_body_and_rule,
    cases_of,
    rate,
    recurrence_days,
    whole,
)
from hengjian.domain.supervision.models import Lead

pytestmark = pytest.mark.django_db
YEAR = Wanted(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def little(small_city: SmallCity) -> LittleCase:
    return LittleCase.ready(small_city)


class Book:
    """Cases with findings, corrections asked for and accepted on days."""

    def __init__(self, little: LittleCase) -> None:
        self.little, self.number = little, 0

    def finding(self, rule: str, on: date, **more: Any) -> Finding:
        self.number += 1
        values = {
            "code": f"X{self.number}", "rule": rule, "title": "超期", "severity": "S", "weight": 1,
            "nature": "violation", "subject": "case", "body": self.little.body, "occurrence": "o",
            "on": on, "says": "", "values": "v", "appeared_at": AT, "changed_at": AT, **more,
        }  # fmt: skip
        return Finding.objects.create(**values)

    def case(self, *rules: str, asked: datetime, accepted: datetime | None = None) -> Case:
        case = self.little.proposed()
        self.number += 1
        lead = Lead.objects.create(
            bureau=case.bureau, year=2026, serial=900 + self.number, number=f"线索{self.number}",
            source="finding", title="超期", body=case.body, unit=case.bureau, opened_at=AT,
        )  # fmt: skip
        for rule in rules:
            lead.findings.add(self.finding(rule, day_of(asked) - timedelta(days=30)))
        case.leads.add(lead)
        self.step(case, "give_opinion", asked)
        if accepted is not None:
            self.step(case, "accept", accepted)
        return case

    def step(self, case: Case, move: str, at: datetime) -> None:
        CaseStep.objects.create(case=case, move=move, power="instruments", at=at)

    def lines(self, wanted: Wanted = YEAR) -> dict[str, tuple[int, int, int]]:
        rows = by_body_and_rule(wanted, post=self.little.first, at=AT)
        return {one["rule"]: (one["asked"], one["corrected"], one["recurred"]) for one in rows}


def test_what_is_asked_for_is_told_by_the_table() -> None:
    assert {"give_opinion", "suggest", "decide", "corrected_at_once"} <= ASKS
    assert "reject" not in ASKS
    assert recurrence_days() == 365


def test_it_counts_cases_by_body_and_rule_and_a_case_once_in_the_whole(little: LittleCase) -> None:
    book = Book(little)
    book.case("F08", "G01", asked=AT, accepted=AT + timedelta(days=20))
    book.case("F08", "F08", asked=AT)
    assert book.lines() == {"F08": (2, 1, 0), "G01": (1, 1, 0)}
    assert whole(YEAR, post=little.first, at=AT) == {"asked": 2, "corrected": 1, "recurred": 0}
    assert (rate(1, 2), rate(0, 0)) == ("50.0%", "—")


def test_it_came_again_only_after_the_acceptance_within_the_days_and_the_same_rule(
    little: LittleCase,
) -> None:
    book = Book(little)
    accepted = AT + timedelta(days=20)
    case = book.case("F08", asked=AT, accepted=accepted)
    day = day_of(accepted)
    book.finding("F08", day)  # on the very day: not after it
    book.finding("G01", day + timedelta(days=3))
    book.finding("F08", day + timedelta(days=366))
    book.finding("F08", day + timedelta(days=3), state=Finding.State.DISMISSED)
    book.finding("F08", day + timedelta(days=3), stands=False)
    book.finding("F08", day + timedelta(days=3), person=True)
    assert book.lines() == {"F08": (1, 1, 0)}
    book.finding("F08", day + timedelta(days=365))
    assert book.lines() == {"F08": (1, 1, 1)}
    (one,) = cases_of(YEAR, post=little.first, at=AT)
    assert (one["case_pk"], one["again"]) == (case.pk, True)


def test_without_an_acceptance_nothing_comes_again(little: LittleCase) -> None:
    book = Book(little)
    book.case("F08", asked=AT)
    book.finding("F08", day_of(AT) + timedelta(days=9))
    assert book.lines() == {"F08": (1, 0, 0)}


def test_it_is_narrowed_by_period_rule_tier_and_body(little: LittleCase) -> None:
    book = Book(little)
    book.case("F08", asked=AT)
    day = day_of(AT)
    assert book.lines(Wanted(day, day)) == {"F08": (1, 0, 0)}
    assert book.lines(Wanted(day + timedelta(days=1), YEAR.last)) == {}
    assert book.lines(Wanted(YEAR.first, YEAR.last, rule="G01")) == {}
    assert book.lines(Wanted(YEAR.first, YEAR.last, level="city")) == {}
    assert book.lines(Wanted(YEAR.first, YEAR.last, body=little.body.pk, level="county"))


def test_a_stranger_county_counts_nothing(little: LittleCase) -> None:
    Book(little).case("F08", asked=AT)
    assert not by_body_and_rule(YEAR, post=little.city.county_b, at=AT)
