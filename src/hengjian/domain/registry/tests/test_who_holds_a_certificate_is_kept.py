"""`carded_through` of every officer is what his certificates say, whatever happened to them."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hengjian.core.clock import day_of
from hengjian.domain.registry import access
from hengjian.domain.registry.actions import (
    amend_row,
    end_row,
    enter_rows,
    remove_rows,
)
from hengjian.domain.registry.models import NEVER, Certificate, Officer
from hengjian.domain.registry.queries import Wanted, listed
from hengjian.domain.registry.registers import CERTIFICATES, OFFICERS
from hengjian.domain.registry.tests.register import AT, LittleRegister, card, entered, officer

TODAY = day_of(AT)


def said(holder: Officer) -> date:
    """The last day that any certificate good today, and not yet limited, lasts."""
    good = [
        one.valid_to
        for one in holder.certificates.all()
        if one.valid_from <= TODAY <= one.valid_to
        and one.withdrawn_on is None
        and (one.suspended_from is None or (one.suspended_to and one.suspended_to < TODAY))
    ]
    return max(good, default=NEVER)


def covered(holder: Officer, day: date) -> bool:
    """By the words of the law: a certificate in its term, not withdrawn, not suspended."""
    return any(
        one.valid_from <= day <= one.valid_to
        and not (one.withdrawn_on and one.withdrawn_on <= day)
        and not (
            one.suspended_from
            and one.suspended_from <= day
            and (one.suspended_to is None or one.suspended_to >= day)
        )
        for one in holder.certificates.all()
    )


def check(little: LittleRegister) -> None:
    """What is kept is what is said; and both lists are right on this day and on days to come."""
    post = little.city.city
    for holder in Officer.objects.prefetch_related("certificates"):
        assert holder.carded_through == said(holder), holder.code
    for ahead in (0, 1, 5, 40, 400):
        day = TODAY + timedelta(days=ahead)
        rows = access.listable(OFFICERS, post=post, at=AT)
        shown = {
            state: set(listed(OFFICERS, rows, Wanted(state=state), day=day).values_list("code", flat=True))
            for state in ("carded", "uncarded")
        }  # fmt: skip
        assert shown["carded"] == {one.code for one in Officer.objects.all() if covered(one, day)}
        assert shown["uncarded"] == {
            one.code for one in Officer.objects.all() if not covered(one, day)
        }


def of(little: LittleRegister) -> Certificate:
    return Certificate.objects.get(pk=little.card.pk)


def change(little: LittleRegister, **changes: Any) -> None:
    row = of(little)
    amend_row(CERTIFICATES, row, changes, seen=row.version, since=None, by=None, at=AT)


def test_it_is_kept_when_a_certificate_is_entered(little: LittleRegister) -> None:
    little.officer.refresh_from_db()
    assert little.officer.carded_through == date(2028, 12, 31)
    check(little)


@pytest.mark.parametrize(
    ("changes", "through"),
    [
        ({"valid_to": "2027-01-31"}, date(2027, 1, 31)),
        ({"suspended_from": "2026-12-01"}, NEVER),
        ({"suspended_from": "2026-01-01", "suspended_to": "2026-02-01"}, date(2028, 12, 31)),
        ({"valid_to": "2026-11-19"}, NEVER),
    ],
)
def test_it_is_kept_when_one_changes(
    little: LittleRegister, changes: dict[str, str], through: date
) -> None:
    change(little, **changes)
    little.officer.refresh_from_db()
    assert little.officer.carded_through == through
    check(little)


def test_it_is_kept_when_one_is_withdrawn(little: LittleRegister) -> None:
    end_row(CERTIFICATES, of(little), TODAY + timedelta(days=10), seen=1, by=None, at=AT)
    check(little)


def test_it_is_kept_for_both_when_one_moves(little: LittleRegister) -> None:
    change(little, officer_id="P2")
    for holder, through in ((little.officer, NEVER), (little.stranger, date(2028, 12, 31))):
        holder.refresh_from_db()
        assert holder.carded_through == through
    check(little)


def test_it_is_kept_when_one_is_taken_off(little: LittleRegister) -> None:
    remove_rows(CERTIFICATES, [of(little)], by=None, at=AT)
    little.officer.refresh_from_db()
    assert little.officer.carded_through == NEVER
    check(little)


DAYS = st.integers(-60, 60).map(lambda ahead: (TODAY + timedelta(days=ahead)).isoformat())
TERMS = st.tuples(DAYS, DAYS).map(sorted)


@given(
    st.lists(
        st.tuples(TERMS, st.none() | TERMS, st.booleans(), st.none() | DAYS),
        min_size=1, max_size=4,
    )
)  # fmt: skip
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_he_holds(little: LittleRegister, cards: list[Any]) -> None:
    Certificate.objects.all().delete()
    Officer.objects.filter(code="Q").delete()
    entered(OFFICERS, **officer("Q", "A1"))
    rows = [
        card(
            f"D{number}", "Q", valid_from=term[0], valid_to=term[1], withdrawn_on=withdrawn,
            suspended_from=off and off[0], suspended_to=off[1] if off and ends else None,
        )
        for number, (term, off, ends, withdrawn) in enumerate(cards)
    ]  # fmt: skip
    whole = [{one.name: row.get(one.name) for one in CERTIFICATES.fields} for row in rows]
    enter_rows(CERTIFICATES, whole, by=None, at=AT)
    little.officer.refresh_from_db()
    Officer.objects.filter(code="P1").update(carded_through=NEVER)
    check(little)
