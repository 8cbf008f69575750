"""Whatever steps people take in whatever order, leads keep their promises."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hengjian.content.errors import PlainError
from hengjian.domain.supervision.cases.tests.little_case import AT
from hengjian.domain.supervision.duties.models import OPEN, Duty
from hengjian.domain.supervision.leads import actions
from hengjian.domain.supervision.leads.access import reporters_of
from hengjian.domain.supervision.leads.merging.actions import merge, unmerge
from hengjian.domain.supervision.leads.reporting import actions as reporting
from hengjian.domain.supervision.leads.tests.little_lead import LittleLead
from hengjian.domain.supervision.leads.workflow import CHECK_RUNS, MOVES, State
from hengjian.domain.supervision.models import Lead

pytestmark = pytest.mark.django_db
PLAIN = [code for code in MOVES if code not in ("assign", "merge", "unmerge")]
STEPS = st.tuples(st.sampled_from(PLAIN + ["assign", "merge", "unmerge", "answer", "stale"] * 2),
                  st.integers(0, 2), st.integers(0, 2))  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEPS, min_size=5, max_size=18))
def test_they_keep_their_promises(leads: LittleLead, history: list[tuple[str, int, int]]) -> None:
    leads.case.at = AT
    made = [leads.entered(title=f"第 {place} 件") for place in range(3)]
    dates = {one.pk: one.reporters.get().due_on for one in made}
    for code, place, other in history:
        steps = made[place].steps.count()
        with suppress(PlainError):
            _do(leads, made[place], made[other], code)
        for one in made:
            one.refresh_from_db()
            _holds(one, dates[one.pk])
        assert made[place].steps.count() >= steps


def _do(leads: LittleLead, lead: Lead, other: Lead, code: str) -> None:
    given = {"words": "理由。", "seen": lead.version, "by": leads.case.head, "at": leads.at}
    if code == "merge":
        merge(lead, other, **given)  # type: ignore[arg-type]
    elif code == "unmerge":
        unmerge(lead, **given)  # type: ignore[arg-type]
    elif code == "assign":
        actions.assign(lead, leads.case.second, **given)  # type: ignore[arg-type]
    elif code == "answer":
        for one in reporters_of(lead):
            reporting.answer(one, words="答复", on=None, by=leads.case.head, at=leads.at)
    elif code == "stale":
        actions.take(lead, "note", **(given | {"seen": lead.version - 1}))  # type: ignore[arg-type]
    else:
        actions.take(lead, code, receiver="甲县纪委监委", **given)  # type: ignore[arg-type]


def _holds(lead: Lead, answer_due: object) -> None:
    """A merged one has a main lead that is none itself; its reporter keeps his day; the next day is the
    earliest of what is owed; and somebody owes the check as long as it is not decided."""
    assert (lead.state == State.MERGED) is (lead.into_id is not None)
    if lead.into is not None:
        assert lead.into.state != State.MERGED
    (reporter,) = lead.reporters.all()
    assert reporter.due_on == answer_due
    days = [one.due_on for one in reporters_of(lead) if one.waits]
    if lead.state in CHECK_RUNS:
        days.append(lead.check_due)
    assert lead.due_on == min((day for day in days if day is not None), default=None)
    owed = Duty.objects.filter(
        event="lead_opened", about_type="supervision.lead", about_id=lead.pk, state__in=OPEN
    )
    assert owed.count() == (1 if lead.state in CHECK_RUNS else 0)
