"""The demo's report tasks are made by the actions: one signed, one to be signed, one with some missing."""

from datetime import timedelta

from hengjian.core.organisation.actions import add_unit
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Role
from hengjian.core.tests.small_city import AT, SINCE
from hengjian.domain.supervision.reports.founding.actions import found_reports
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportForm, ReportTask
from hengjian.domain.supervision.reports.tests.little_report import LittleReport

S = ReportTask.State


def test_each_stage_has_one(little: LittleReport) -> None:
    city = little.city
    section = add_unit(
        UnitKind.SECTION_GENERAL,
        "综合科",
        division=city.city_division,
        parent=city.bureau,
        by=None,
        at=AT,
    )
    person = enrol_person("general", "陈丙一", by=None, at=AT)
    sender = give_post(person, section, Role.SUPERVISOR, since=SINCE, by=None, at=AT)

    made = found_reports(at=AT + timedelta(days=100))
    assert [one.state for one in made] == [S.SIGNED, S.MERGED, S.RUNNING]
    assert {one.planned_by for one in made} == {sender}
    assert ReportForm.objects.get().state == ReportForm.State.READY
    answers = ReportAnswer.objects.filter(task=made[2])
    assert {one.state for one in answers} == set(ReportAnswer.State)


def test_a_city_without_a_general_section_founds_none(little: LittleReport) -> None:
    assert found_reports(at=AT) == []
