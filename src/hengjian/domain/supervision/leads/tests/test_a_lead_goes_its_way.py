"""A lead is entered, checked in its term, and decided: by whom it is for, one at a time."""

from datetime import date

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.notices.models import Notice
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Role
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.access import leads_seen
from hengjian.domain.supervision.cases import actions as cases
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.duties.models import OPEN, Duty
from hengjian.domain.supervision.leads import access, actions
from hengjian.domain.supervision.leads.reporting import actions as reporting
from hengjian.domain.supervision.leads.reporting.actions import Told
from hengjian.domain.supervision.leads.tests.little_lead import WHO, LittleLead
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.refusing import ChangedError

pytestmark = pytest.mark.django_db


def owed(event: str) -> int:
    return Duty.objects.filter(event=event, state__in=OPEN).count()


def proposed(leads: LittleLead, lead: Lead) -> Case:
    return cases.propose(
        title=lead.title, facts=lead.summary, body=lead.body, bureau=lead.bureau, unit=lead.unit,
        leads=[lead], by=leads.case.first, at=leads.at,
    )  # fmt: skip


def test_it_is_entered_with_its_terms_and_duties(leads: LittleLead) -> None:
    lead = leads.entered()
    assert lead.state == "new"
    assert lead.check_due == date(2026, 3, 5)  # three working days
    assert lead.due_on == lead.check_due
    (reporter,) = lead.reporters.all()
    assert reporter.due_on == date(2026, 5, 6)  # sixty days end on a holiday
    assert "60" in reporter.sum
    assert [owed(one) for one in ("lead_opened", "ticket_received", "complaint_received")] == [
        1,
        1,
        1,
    ]
    assert LedgerEntry.objects.filter(kind="lead.ticket_entered").count() == 1


def test_it_is_checked_and_refused_with_the_reason(leads: LittleLead) -> None:
    lead = leads.entered()
    with pytest.raises(PlainError, match="不能“不予立案”"):
        leads.take(lead, "refuse")
    leads.take(lead, "check")
    assert lead.handler == leads.case.first
    with pytest.raises(PlainError, match="请写明"):
        leads.take(lead, "refuse", words=" ")
    leads.take(lead, "refuse", words="不涉及行政执法行为。")
    assert (lead.state, lead.outcome) == ("refused", "不涉及行政执法行为。")
    assert owed("lead_opened") == owed("ticket_received") == 0
    assert owed("complaint_received") == 1  # who reported it must still be told
    assert lead.due_on == lead.reporters.get().due_on


def test_who_reported_it_is_answered_once(leads: LittleLead) -> None:
    lead = leads.entered()
    leads.take(lead, "check")
    (reporter,) = lead.reporters.all()
    given = {"words": "已告知处理情况。", "on": None, "at": leads.at}
    with pytest.raises(RefusedError):
        reporting.answer(reporter, by=leads.case.second, **given)
    reporting.answer(reporter, by=leads.case.first, **given)
    with pytest.raises(ChangedError, match="答复过"):
        reporting.answer(reporter, by=leads.case.first, **given)
    assert owed("complaint_received") == 0


def test_a_case_decides_it(leads: LittleLead) -> None:
    lead = leads.entered()
    leads.take(lead, "check")
    case = proposed(leads, lead)
    lead.refresh_from_db()
    assert lead.state == "proposed"
    with pytest.raises(PlainError, match="不能提请立案"):
        proposed(leads, lead)
    leads.case.take(case, "approve_opening")
    lead.refresh_from_db()
    assert lead.state == "case"
    assert owed("lead_opened") == 0


def test_a_case_that_is_not_opened_ends_it_until_the_head_takes_it_up_again(
    leads: LittleLead,
) -> None:
    lead = leads.entered()
    leads.take(lead, "check")
    leads.case.take(proposed(leads, lead), "refuse_opening")
    lead.refresh_from_db()
    assert lead.state == "refused"
    with pytest.raises(RefusedError):
        leads.take(lead, "reopen")
    leads.take(lead, "reopen", by=leads.case.head)
    assert (lead.state, lead.outcome) == ("checked", "")
    assert owed("lead_opened") == 1


def test_the_second_of_two_is_told_who_was_first(leads: LittleLead) -> None:
    lead = leads.entered()
    seen = lead.version
    leads.take(lead, "check")
    with pytest.raises(ChangedError, match=f"{leads.case.first.person.name}已办理“登记初核情况”"):
        leads.take(lead, "check", seen=seen)


def test_it_is_assigned_and_only_then_its_handler_works_on_it(leads: LittleLead) -> None:
    lead, second = leads.entered(), leads.case.second
    actions.assign(lead, second, seen=lead.version, by=leads.case.head, at=leads.at)
    assert Notice.objects.filter(post=second, kind="leads.assigned").count() == 1
    with pytest.raises(RefusedError):
        leads.take(lead, "check")
    leads.take(lead, "check", by=second)
    stranger = leads.case.city.county_b
    told = actions.assign_all([(lead, lead.version)], stranger, by=leads.case.head, at=leads.at)
    assert "本机关" in told[0].error


def test_many_are_assigned_and_each_is_told_of(leads: LittleLead) -> None:
    first, second = leads.entered(), leads.entered(title="另一件")
    leads.take(first, "check")
    leads.take(first, "refuse")
    given = [(first, first.version), (second, second.version)]
    told = actions.assign_all(given, leads.case.third, by=leads.case.head, at=leads.at)
    assert [bool(one.error) for one in told] == [True, False]
    second.refresh_from_db()
    assert second.handler == leads.case.third


def test_it_is_transferred_but_not_to_whom_it_is_about(leads: LittleLead) -> None:
    lead = leads.entered()
    leads.take(lead, "check")
    with pytest.raises(PlainError, match="所反映的单位"):
        leads.take(lead, "transfer", unit=leads.case.body.unit)
    with pytest.raises(PlainError, match="所反映的单位"):
        leads.take(lead, "transfer", receiver=leads.case.body.name)
    leads.take(lead, "transfer", receiver="甲县纪委监委")
    assert (lead.state, lead.receiver) == ("transferred", "甲县纪委监委")


def test_what_others_read_does_not_tell_who_reported_it(leads: LittleLead) -> None:
    for field, text in (("title", "沈岚反映扣秤"), ("summary", "请回电 139-0000-1234。"),
                        ("summary", "东风路18号老沈烧烤 被扣秤")):  # fmt: skip
        with pytest.raises(PlainError, match="反映人"):
            leads.entered(**{field: text})
    lead = leads.entered()
    with pytest.raises(PlainError, match="反映人"):
        actions.rewrite_summary(
            lead, "沈岚说秤被扣了", seen=lead.version, by=leads.case.first, at=leads.at
        )
    with pytest.raises(PlainError, match="反映人"):
        reporting.enter_reporter(
            lead, Told(name="清单"), seen=lead.version, by=leads.case.first, at=leads.at
        )
    assert not any("沈岚" in (one.content or "") for one in LedgerEntry.objects.all())


def test_a_township_collects_and_the_county_has_it(
    leads: LittleLead, small_city: SmallCity
) -> None:
    from hengjian.core.organisation.actions import add_division, add_unit
    from hengjian.core.organisation.models import Level, UnitKind
    from hengjian.core.people.actions import enrol_person, give_post
    from hengjian.core.tests.small_city import SINCE

    town = add_division("990101001", "一镇", Level.TOWNSHIP, parent=small_city.county_a_division,
                        by=None, at=leads.at)  # fmt: skip
    station = add_unit(UnitKind.JUSTICE_STATION, "一镇司法所", division=town, by=None, at=leads.at)
    person = enrol_person("station", "司一", by=None, at=leads.at)
    officer = give_post(person, station, Role.STATION_OFFICER, since=SINCE, by=None, at=leads.at)
    lead = leads.entered(by=officer, source=Lead.Source.FIELD)
    assert lead.bureau == small_city.bureau_a
    with pytest.raises(RefusedError):
        leads.take(lead, "check", by=officer)
    with pytest.raises(RefusedError):
        leads.entered(by=leads.case.clerk)
    alone = leads.entered(by=officer, body=None, kind=Lead.Kind.RETALIATION)
    seen = leads_seen(post=officer, at=leads.at)
    assert {one.pk: one.why for one in seen}[alone.pk] == "entered"  # type: ignore[attr-defined]
    assert not access.reads_words(officer, alone)


def test_retaliation_is_urgent_and_hidden_from_the_side_that_it_is_about(leads: LittleLead) -> None:
    lead = leads.entered(kind=Lead.Kind.RETALIATION)
    told = Notice.objects.filter(kind="leads.urgent").values_list("post", flat=True)
    assert leads.case.head.pk in set(told)
    city = leads.case.city
    seen = {
        name: leads_seen(post=post, at=leads.at).filter(pk=lead.pk).exists()
        for name, post in (
            ("first", leads.case.first), ("city", city.city), ("leader", city.leader),
            ("other county", city.county_b), ("clerk", leads.case.clerk),
        )
    }  # fmt: skip
    assert seen == {
        "first": True, "city": True, "leader": True, "other county": False, "clerk": False
    }  # fmt: skip
    assert WHO.name not in lead.shown_words
