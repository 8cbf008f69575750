"""Findings are raised as leads: numbered without a gap, one for each body, seen by whom they concern."""

import pytest

from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.duties import RefusedError
from hengjian.domain.findings import actions
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.tests.checked import AT, Checked, archived, checked
from hengjian.domain.findings.tests.test_rows_follow_what_stands import counted, tallied
from hengjian.domain.supervision.access import leads_seen
from hengjian.domain.supervision.actions import open_lead, raise_as_lead
from hengjian.domain.supervision.models import Lead

__all__ = ["archived", "checked"]


def rows_of(division: str, number: int) -> list[Finding]:
    rows = Finding.objects.filter(body__unit__division__code=division, person=False)
    return list(rows.order_by("pk")[:number])


def test_each_body_gets_one_lead_with_its_findings(checked: Checked) -> None:
    rows = rows_of("990101", 12)
    bodies = {row.body_id for row in rows}
    assert len(bodies) > 1
    told = raise_as_lead(
        [(row, 1) for row in rows], words="情况属实", by=checked.city.county_a, at=AT
    )
    assert {one.lead.body_id for one in told if one.lead} == bodies
    assert [lead.number for lead in Lead.objects.order_by("serial")] == [
        f"线索〔2026〕{number:04d}号" for number in range(1, len(bodies) + 1)
    ]
    assert sum(lead.findings.count() for lead in Lead.objects.all()) == len(rows)
    assert set(
        Finding.objects.filter(pk__in=[r.pk for r in rows]).values_list("state", flat=True)
    ) == {"raised"}
    assert LedgerEntry.objects.filter(kind="lead.opened").count() == len(bodies)
    assert {lead.unit for lead in Lead.objects.all()} == {checked.city.bureau_a}
    assert tallied() == counted()


def test_each_bureau_counts_its_own(checked: Checked) -> None:
    for by, number in ((checked.city.county_a, 1), (checked.city.city, 1), (checked.city.city, 2)):
        lead = open_lead(source=Lead.Source.FINDING, title="事由", body=None, by=by, at=AT)
        assert lead.serial == number
    assert Lead.objects.filter(bureau=checked.city.bureau).count() == 2


def test_what_another_has_decided_stays_out_and_costs_no_number(checked: Checked) -> None:
    (row,) = rows_of("990101", 1)
    actions.dismiss(row, seen=1, reason="lawful", by=checked.city.city, at=AT)
    (told,) = raise_as_lead([(row, 1)], words="情况属实", by=checked.city.county_a, at=AT)
    assert told.lead is None
    assert "林一" in told.outcomes[0].error
    lead = open_lead(
        source=Lead.Source.FINDING, title="事由", body=None, by=checked.city.county_a, at=AT
    )
    assert lead.serial == 1


def test_those_about_persons_are_raised_one_by_one(checked: Checked) -> None:
    rows = rows_of("990101", 2)
    Finding.objects.filter(pk=rows[0].pk).update(person=True)
    rows[0].refresh_from_db()
    told = raise_as_lead(
        [(row, 1) for row in rows],
        words="情况属实",
        looked="已核对",
        by=checked.city.county_a,
        at=AT,
    )
    errors = {out.finding.pk: out.error for one in told for out in one.outcomes}
    assert "逐条" in errors[rows[0].pk]
    assert errors[rows[1].pk] == ""


def test_a_body_opens_no_lead_and_sees_none_about_itself(checked: Checked) -> None:
    (row,) = rows_of("990101", 1)
    raise_as_lead([(row, 1)], words="情况属实", by=checked.city.county_a, at=AT)
    city = checked.city
    with pytest.raises(RefusedError):
        open_lead(source=Lead.Source.FINDING, title="事由", body=None, by=city.clerk_a, at=AT)
    seen = {
        name: leads_seen(post=getattr(city, name), at=AT).count()
        for name in ("county_a", "city", "leader", "county_b", "clerk_a", "audit_admin")
    }
    assert seen == {
        "county_a": 1, "city": 1, "leader": 1, "county_b": 0, "clerk_a": 0, "audit_admin": 0
    }  # fmt: skip
