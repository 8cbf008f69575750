"""Leads about one matter are put together and parted again; each reporter keeps his answer date."""

from datetime import timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.duties.models import OPEN, Duty
from hengjian.domain.supervision.leads.access import reporters_of
from hengjian.domain.supervision.leads.alike import alike
from hengjian.domain.supervision.leads.merging.actions import merge, unmerge
from hengjian.domain.supervision.leads.reporting import actions as reporting
from hengjian.domain.supervision.leads.reporting.actions import Told
from hengjian.domain.supervision.leads.tests.little_lead import LittleLead
from hengjian.domain.supervision.models import Lead

pytestmark = pytest.mark.django_db
OTHER = Told(name="赵云山", phone="13700005678", words="邻居的秤也被拿走。", place="东风路 20 号")


def pair(leads: LittleLead) -> tuple[Lead, Lead]:
    """The main lead, and a later one about the same."""
    main = leads.entered()
    leads.case.wait(14)
    return main, leads.entered(title="扣押计量器具没有出具清单", reporters=[OTHER])


def merged(leads: LittleLead, own: Lead, main: Lead, **more: object) -> Lead:
    own.refresh_from_db()
    told = {"words": "同一次检查。", "seen": own.version, "by": leads.case.first, "at": leads.at}
    return merge(own, main, **(told | more))  # type: ignore[arg-type]


def test_each_reporter_keeps_his_answer_date(leads: LittleLead) -> None:
    main, own = pair(leads)
    days = {one.due_on for lead in (main, own) for one in lead.reporters.all()}
    assert len(days) == 2
    merged(leads, own, main)
    assert {one.due_on for one in reporters_of(main)} == days
    leads.take(main, "check")
    leads.take(main, "refuse", words="已经改正。")
    assert main.due_on == min(days)
    reporting.answer(main.reporters.get(), words="答复", on=None, by=leads.case.first, at=leads.at)
    main.refresh_from_db()
    assert main.due_on == max(days)
    reporting.answer(own.reporters.get(), words="答复", on=None, by=leads.case.first, at=leads.at)
    assert not Duty.objects.filter(event="complaint_received", state__in=OPEN).exists()


def test_it_stands_alone_again_where_it_stood(leads: LittleLead) -> None:
    main, own = pair(leads)
    leads.take(own, "check")
    merged(leads, own, main)
    own.refresh_from_db()
    assert own.state == "merged"
    duties = Duty.objects.filter(event="lead_opened", state__in=OPEN)
    assert duties.count() == 1
    unmerge(own, words="不是同一次检查。", seen=own.version, by=leads.case.first, at=leads.at)
    own.refresh_from_db()
    assert (own.state, own.into) == ("checked", None)
    assert duties.count() == 2
    assert {one.lead for one in reporters_of(main)} == {main}


def test_what_would_lose_something_is_refused(leads: LittleLead) -> None:
    main, own = pair(leads)
    third = leads.entered(title="第三件", kind=Lead.Kind.RETALIATION)
    with pytest.raises(PlainError, match="自己"):
        merged(leads, main, main)
    with pytest.raises(PlainError, match="打击报复"):
        merged(leads, third, main)
    with pytest.raises(PlainError, match="理由"):
        merged(leads, own, main, words="")
    with pytest.raises(RefusedError):
        merged(leads, own, main, by=leads.case.city.county_b)
    merged(leads, own, main)
    with pytest.raises(PlainError, match="主线索"):
        merged(leads, leads.entered(title="第四件"), own)
    with pytest.raises(PlainError, match="反过来"):
        merged(leads, main, third)


def test_likely_ones_are_suggested(leads: LittleLead) -> None:
    main, own = pair(leads)
    leads.entered(title="许可逾期没有答复", summary="申请材料收取以后没有受理决定。", reporters=[])
    found = alike(own, post=leads.case.first, at=leads.at)
    assert [one.lead for one in found] == [main]
    assert found[0].percent >= 50
    leads.case.at += timedelta(days=200)
    late = leads.entered(title=own.title)
    assert not alike(late, post=leads.case.first, at=leads.at)
