"""What a case's deadlines are: whose they are, which of them is only a right, when they stood still."""

from datetime import date

from hengjian.domain.supervision.cases.models import Deadline
from hengjian.terms import Stop

OF_BODY = frozenset({"explain", "rectify", "report_decision", "ask_review", "report_rectified"})
"""Steps that the supervised body must take in time; all others are the supervisors'."""
RIGHTS = frozenset({"ask_review"})
"""What the body may do and need not: it lapses, and is late for nobody."""


def stops_of(deadline: Deadline) -> list[Stop]:
    """The days on which a deadline did not run, as `counted` takes them."""
    return [
        Stop(
            date.fromisoformat(one["since"]),
            date.fromisoformat(one["until"]) if one["until"] else None,
            one["reason"],
        )
        for one in deadline.stops
    ]
