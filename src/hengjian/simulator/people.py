"""The people of the bodies: enforcement officers, reviewers, auxiliaries, supervisors; their cards.

Serves the stories, which draw two handlers, a host and a reviewer for each case, and the plants,
which add a person with a certain fault. Nobody here is real: names are numbers that say 模拟.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from hengjian.simulator.bodies import NO_SUBJECTS, Body
from hengjian.simulator.days import Ints
from hengjian.standard.records import schema_of, shaped
from hengjian.standard.tables import CERTIFICATES, OFFICERS, TRAINING

EMPLOYED_FROM = date(2018, 7, 2)
EXAM_PASSED_ON = date(2018, 7, 21)
_TRAINED_FROM = 2021
_HOURS = 60
_EXAMINED = ("enforcement", "supervisor")
CARDS = ((date(2018, 8, 1), date(2023, 7, 31)), (date(2023, 8, 1), date(2028, 7, 31)))
_REVIEWER_SHARE = 0.09
"""Well above the 5 % of 国办发〔2018〕118号（十一）, whichever way one counts."""

_CASES_PER_OFFICER = 60
_OUTSIDERS = 4
"""Persons of a body that enforces nothing; none of them has a card."""


@dataclass
class People:
    """Officers in the order of their ids. ``first``/``count`` give each body's enforcers."""

    bodies: list[Body]
    officers: list[dict[str, Any]] = field(default_factory=list)
    certificates: list[dict[str, Any]] = field(default_factory=list)
    hours: dict[tuple[int, int], int] = field(default_factory=dict)
    first: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    count: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    first_reviewer: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    reviewers: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        self._by_id = {body.id: body for body in self.bodies}

    def hire(self, body: Body, kind: str = "enforcement", **fields: Any) -> int:
        """A person more; their row number. A reviewer is qualified unless told otherwise."""
        number = len(self.officers)
        reviewer = kind == "reviewer"
        self.officers.append(
            {
                "officer_id": f"P{number + 1:06d}",
                "body_id": body.id,
                "name": f"模拟人员{number + 1:06d}",
                "kind": kind,
                "legal_qualification": reviewer,
                "reviewer_since": EMPLOYED_FROM if reviewer else None,
                "exam_passed_on": EXAM_PASSED_ON if kind in _EXAMINED else None,
                "employed_from": EMPLOYED_FROM,
                "employed_to": None,
                **fields,
            }
        )
        return number

    def certify(self, number: int, valid_from: date, valid_to: date, **fields: Any) -> None:
        """A card for the person with this row number."""
        officer = self.officers[number]
        body = self._by_id[officer["body_id"]]
        supervision = officer["kind"] == "supervisor"
        self.certificates.append(
            {
                "cert_no": f"99{len(self.certificates) + 1:08d}",
                "officer_id": officer["officer_id"],
                "kind": "supervision" if supervision else "enforcement",
                "sector": body.sector,
                "division": body.division,
                "valid_from": valid_from,
                "valid_to": valid_to,
                **fields,
            }
        )

    def balance(self) -> None:
        """Hire reviewers where plants brought so many officers that 5 % are no longer there."""
        enforcers: Counter[str] = Counter()
        reviewers: Counter[str] = Counter()
        for officer in self.officers:
            if officer["kind"] in ("enforcement", "auxiliary"):
                enforcers[officer["body_id"]] += 1
            elif officer["kind"] == "reviewer":
                reviewers[officer["body_id"]] += 1
        for body in self.bodies:
            wanted = int(np.ceil(enforcers[body.id] * _REVIEWER_SHARE))
            if body.staff is None:
                for _ in range(wanted - reviewers[body.id]):
                    self.hire(body, "reviewer")

    def ids(self) -> pl.Series:
        return pl.Series("officer_id", [row["officer_id"] for row in self.officers])

    def training(self, as_of: date) -> pl.DataFrame:
        """The accepted table of training: sixty hours a year and more for everybody with a card."""
        rows = [
            {
                "officer_id": officer["officer_id"],
                "year": year,
                "hours": self.hours.get((number, year), _HOURS + (number * 7 + year * 5) % 33),
            }
            for number, officer in enumerate(self.officers)
            if officer["kind"] in _EXAMINED
            for year in range(
                max(_TRAINED_FROM, officer["employed_from"].year),
                (officer["employed_to"] or as_of).year + 1,
            )
        ]
        return shaped(pl.DataFrame(rows), TRAINING)

    def tables(self, as_of: date) -> dict[str, pl.DataFrame]:
        """The accepted tables of officers, certificates and training."""
        return {
            "training": self.training(as_of),
            "officers": pl.DataFrame(
                self.officers, schema=schema_of(OFFICERS), infer_schema_length=None
            ),
            "certificates": pl.DataFrame(
                self.certificates, schema=schema_of(CERTIFICATES), infer_schema_length=None
            ),
        }


def made(bodies: list[Body], cases: int) -> People:
    """Staff in proportion to each body's share of ``cases``; everybody in post since 2018."""
    people = People(bodies)
    total = sum(body.weight for body in bodies if not body.key)
    first, count, first_reviewer, reviewers = [], [], [], []
    for body in bodies:
        if body.kind in NO_SUBJECTS:
            first.append(len(people.officers))
            count.append(_OUTSIDERS)
            first_reviewer.append(len(people.officers))
            reviewers.append(1)
            for _ in range(_OUTSIDERS):
                people.hire(body, "other")
            continue
        enforcers, reviewing = _posts(body, cases * body.weight / total)
        first.append(len(people.officers))
        count.append(enforcers)
        for place in range(enforcers):
            _issue_cards(people, people.hire(body), renewed=place % 3 != 0)
        first_reviewer.append(len(people.officers))
        reviewers.append(reviewing)
        for _ in range(reviewing):
            people.hire(body, "reviewer")
        if body.staff is None and enforcers:
            people.hire(body, "auxiliary")
            _former(people, body)
        for _ in range(body.supervisors):
            card = people.hire(body, "supervisor")
            people.certify(card, date(2024, 1, 1), date(2028, 12, 31))
    people.first, people.count = np.array(first), np.array(count)
    people.first_reviewer, people.reviewers = np.array(first_reviewer), np.array(reviewers)
    return people


def _posts(body: Body, cases: float) -> tuple[int, int]:
    if body.supervisors:
        return 0, 0
    if body.staff is not None:
        return body.staff
    enforcers = int(min(400, max(9, cases / _CASES_PER_OFFICER)))
    return enforcers, max(1, int(np.ceil((enforcers + 2) * _REVIEWER_SHARE)))


def _issue_cards(people: People, number: int, *, renewed: bool) -> None:
    if renewed:
        for valid_from, valid_to in CARDS:
            people.certify(number, valid_from, valid_to)
    else:
        people.certify(number, CARDS[0][0], CARDS[-1][1])


def _former(people: People, body: Body) -> None:
    """Somebody who left before the first case, and whose card was withdrawn."""
    left = date(2021, 6, 30)
    number = people.hire(body, employed_to=left)
    people.certify(number, CARDS[0][0], date(2023, 7, 31), withdrawn_on=left + timedelta(days=1))
