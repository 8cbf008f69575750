"""A form is sent, answered, returned, merged and signed by another person; what is signed stays."""

from datetime import timedelta
from typing import Any

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.notices.models import Notice
from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.duties.arising.actions import yearly_due
from hengjian.domain.supervision.duties.models import Duty
from hengjian.domain.supervision.reports import access, actions, tasks
from hengjian.domain.supervision.reports.digest import digest_of
from hengjian.domain.supervision.reports.filling import actions as filling
from hengjian.domain.supervision.reports.merging import actions as merging
from hengjian.domain.supervision.reports.merging.parts import sealed_of
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportTask
from hengjian.domain.supervision.reports.tests.little_report import LittleReport, filled


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind).count()


def test_each_unit_is_told_and_the_number_has_no_gap(little: LittleReport) -> None:
    planned = little.planned()
    first, second = little.sent(), little.sent(little.city.bureau_a)
    assert (planned.number, first.number, second.number) == (
        "",
        "报表〔2026〕1号",
        "报表〔2026〕2号",
    )
    # two bureaus and a body, then one bureau again: each has one post that fills in
    assert told("reports.asked") == 4


def test_nothing_is_sent_to_nobody(little: LittleReport) -> None:
    task = actions.plan_task(
        little.design, title="", period=(little.day, little.day), due_on=little.day,
        by=little.city.city, at=little.at,
    )  # fmt: skip
    with pytest.raises(PlainError, match="还没有选定填报单位"):
        actions.send(task, seen=task.version, by=little.city.city, at=little.at)


def test_it_is_merged_when_all_have_answered_and_signed_by_another(little: LittleReport) -> None:
    task = little.sent()
    little.submit(task, little.city.bureau_a, total=3, fines="100.10", words="无")
    little.submit(task, little.city.bureau_b, total=5, items=[{"what": "砂石", "number": "2"}])
    assert told("reports.complete") == 0
    little.submit(
        task, little.city.body_a, total=7, fines="0.05", items=[{"what": "烟花", "number": "1"}]
    )
    assert told("reports.complete") == 1
    merged = little.merge(task)
    assert merged.merged is not None
    values = merged.merged["values"]
    assert (values["total"], values["fines"]) == ("15", "100.15")
    assert values["items"] == [
        {"what": "砂石", "number": "2", "_unit": "乙县司法局"},
        {"what": "烟花", "number": "1", "_unit": "甲县市场监督管理局"},
    ]
    assert values["words"] == "甲县司法局：无"
    with pytest.raises(RefusedError, match="汇总人不能审签"):
        little.sign(task, by=little.city.city)
    signed = little.sign(task)
    entry = LedgerEntry.objects.get(kind="report.sign")
    assert signed.digest == digest_of(sealed_of(signed)) == entry.payload["sha256"]


def test_what_is_signed_stays(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a)
    answer = little.submit(task, little.city.bureau_a)
    little.merge(task)
    signed = little.sign(task)
    for deed in (
        lambda: little.back(task, little.city.bureau_a),
        lambda: little.merge(task),
        lambda: little.sign(task),
        lambda: actions.cancel(
            signed, words="不需要了", seen=signed.version, by=little.city.city, at=little.at
        ),
        lambda: filling.save_draft(
            answer, filled(), {}, seen=answer.version, by=little.city.county_a, at=little.at
        ),
    ):
        with pytest.raises(PlainError):
            deed()
    signed.refresh_from_db()
    assert signed.digest == digest_of(sealed_of(signed))


def test_a_unit_is_missing_only_with_a_reason(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a, little.city.bureau_b)
    with pytest.raises(PlainError, match="还没有单位报送"):
        little.merge(task)
    little.submit(task, little.city.bureau_a)
    with pytest.raises(PlainError, match="还有 1 个单位没有报送：乙县司法局"):
        little.merge(task)
    merged = little.merge(task, without="乙县机构改革，另行补报")
    assert merged.merged is not None
    assert merged.merged["missing"] == ["乙县司法局"]
    # who answers after all makes the merger old
    little.submit(task, little.city.bureau_b)
    merged.refresh_from_db()
    assert (merged.state, merged.merged) == (ReportTask.State.RUNNING, None)


def test_it_is_returned_with_a_reason_and_every_edition_is_kept(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a)
    little.submit(task, little.city.bureau_a, total=3)
    with pytest.raises(PlainError, match="须写明理由"):
        little.back(task, little.city.bureau_a, words="错")
    row = little.back(task, little.city.bureau_a)
    assert row.state == ReportAnswer.State.BACK
    assert row.values["total"] == "3"
    assert told("reports.returned") == 1
    again = little.submit(task, little.city.bureau_a, total=4)
    kept = list(again.editions.order_by("number"))
    assert [(one.number, one.values["total"]) for one in kept] == [(1, "3"), (2, "4")]
    assert kept[0].back_words == "合计与上月不符"
    merged = little.merge(task).merged
    assert merged is not None
    assert merged["values"]["total"] == "4"
    assert merged["of"][0]["edition"] == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"total": ""}, "“合计”：必填"),
        ({"total": "三"}, "“合计”：“三”不是数字"),
        ({"total": "3.5"}, "“合计”：3.5 应当是整数"),
        ({"total": "-1"}, "“合计”：-1 小于 0"),
        ({"simple": "2"}, "“合计”应当等于“简易程序”、“普通程序”之和（3 与 4）"),
        ({"rate": "100.1"}, "“公开率”：100.1 大于 100"),
        ({"fines": "1.005"}, "最多 2 位小数"),
        ({"on": "2026-02-30"}, "“2026-02-30”不是日期"),
        ({"how": "口头"}, "“口头”不在选项里，应当是：网站、公告栏"),
        ({"told": "也许"}, "不是“是”或者“否”"),
        (
            {"items": [{"what": "甲", "number": "1"}, {"number": "2"}]},
            "“重点事项·事项”第 2 行：必填",
        ),
        ({"items": [{"what": "甲", "number": "9"}]}, "重点事项不应多于合计（9 与 3）"),
        ({"officers": "8"}, "“执法人员”：系统数是 0，改动的请写明原因"),
    ],
)
def test_a_fault_is_named_and_nothing_is_submitted(
    little: LittleReport, values: dict[str, Any], said: str
) -> None:
    task = little.sent(little.city.bureau_a)
    row = little.answer(task, little.city.bureau_a)
    given = {**filled(), **values}
    with pytest.raises(PlainError) as refused:
        filling.submit(row, given, {}, seen=row.version, by=little.city.county_a, at=little.at)
    assert said in str(refused.value)
    # the same without the fault is taken
    little.submit(task, little.city.bureau_a)


def test_a_draft_keeps_what_was_typed_faults_and_all(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a)
    row = little.answer(task, little.city.bureau_a)
    typed = {"total": "三件", "simple": "１，０００", "on": "2026年3月2日", "told": "是"}
    filling.save_draft(row, typed, {}, seen=row.version, by=little.city.county_a, at=little.at)
    row.refresh_from_db()
    assert row.values == {"total": "三件", "simple": "1000", "on": "2026-03-02", "told": "yes"}
    assert row.state == ReportAnswer.State.WAITING
    assert not access.reads_values(little.city.city, row, at=little.at)


@pytest.mark.parametrize("name", ["officers", "*"])
def test_a_figure_is_changed_with_a_reason(little: LittleReport, name: str) -> None:
    task = little.sent(little.city.bureau_a)
    row = little.answer(task, little.city.bureau_a)
    edition = filling.submit(
        row, filled(officers="8"), {name: "含借调人员"}, seen=row.version, by=little.city.county_a,
        at=little.at,
    )  # fmt: skip
    assert (edition.figures, edition.reasons) == ({"officers": "0"}, {name: "含借调人员"})


def test_the_second_of_two_is_told(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a)
    row = little.answer(task, little.city.bureau_a)
    little.submit(task, little.city.bureau_a)
    with pytest.raises(PlainError, match="现在是“已报送”，不能报送"):
        filling.submit(row, filled(), {}, seen=row.version, by=little.city.county_a, at=little.at)
    little.back(task, little.city.bureau_a)
    old = little.answer(task, little.city.bureau_a)
    filling.save_draft(old, filled(), {}, seen=old.version, by=little.city.county_a, at=little.at)
    with pytest.raises(PlainError, match="这里已经被改动过（王二）"):
        filling.submit(old, filled(), {}, seen=old.version, by=little.city.county_a, at=little.at)


def test_a_return_is_refused_where_the_answer_was_renewed_in_between(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a)
    seen = little.submit(task, little.city.bureau_a).version
    little.back(task, little.city.bureau_a)
    little.submit(task, little.city.bureau_a, total=4)
    row = little.answer(task, little.city.bureau_a)
    with pytest.raises(PlainError, match="没有保存您的操作"):
        filling.send_back(
            row, words="数字不对", due_on=little.day, seen=seen, by=little.city.city, at=little.at
        )


def test_a_county_asks_its_own_units_and_answers_with_their_merger(little: LittleReport) -> None:
    city = little.city
    task = little.sent(city.bureau_a)
    row = little.answer(task, city.bureau_a)
    below = filling.pass_on(
        row, [city.body_a], due_on=little.day + timedelta(days=5), seen=row.version,
        by=city.county_a, at=little.at,
    )  # fmt: skip
    row.refresh_from_db()
    with pytest.raises(PlainError, match="还没有汇总审签"):
        filling.take_over(row, seen=row.version, by=city.county_a, at=little.at)
    with pytest.raises(PlainError, match="已经转发"):
        filling.pass_on(
            row, [city.body_a], due_on=little.day, seen=row.version, by=city.county_a, at=little.at
        )
    little.submit(below, city.body_a, total=9, items=[{"what": "砂石", "number": "2"}])
    little.merge(below, by=city.county_a)
    little.sign(below, by=little.head_a)
    assert told("reports.merged_below") == 1
    row.refresh_from_db()
    taken = filling.take_over(row, seen=row.version, by=city.county_a, at=little.at)
    assert (taken.values["total"], taken.values["items"][0]["_unit"]) == ("9", "甲县市场监督管理局")
    filling.submit(taken, taken.values, {}, seen=taken.version, by=city.county_a, at=little.at)
    merged = little.merge(task).merged
    assert merged is not None
    assert merged["values"]["items"][0]["_unit"] == "甲县司法局·甲县市场监督管理局"


def test_who_has_not_answered_is_urged_once_a_day(little: LittleReport) -> None:
    task = little.sent()
    little.submit(task, little.city.bureau_a)
    for number in (2, 0):
        row = ReportTask.objects.get(pk=task.pk)
        assert actions.urge(row, seen=row.version, by=little.city.city, at=little.at) == number
    assert told("reports.urged") == 2


def test_units_are_reminded_before_on_and_after_the_day(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a)
    due = task.due_on
    found = []
    for days in (-5, -1, -1, 0, 1, 1):
        at = little.at + timedelta(days=10 + days)
        assert day_of(at) == due + timedelta(days=days)
        counts = tasks.told(at)
        found.append(next((name for name, number in counts.items() if number), ""))
    assert found == ["", "soon", "", "today", "late", ""]
    assert told("reports.missing") == 1


def test_a_longer_term_is_reminded_of_anew(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a)
    later = task.due_on + timedelta(days=7)
    with pytest.raises(PlainError, match="新期限应当晚于"):
        actions.extend(
            task,
            task.due_on,
            words="假期顺延",
            seen=task.version,
            by=little.city.city,
            at=little.at,
        )
    actions.extend(
        task, later, words="假期顺延", seen=task.version, by=little.city.city, at=little.at
    )
    assert little.answer(task, little.city.bureau_a).due_on == later


def test_a_unit_that_began_is_not_taken_off(little: LittleReport) -> None:
    task = little.sent()
    little.submit(task, little.city.bureau_a)
    task.refresh_from_db()
    rest = [little.city.body_a, little.city.bureau_b]
    with pytest.raises(PlainError, match="甲县司法局已经开始填报"):
        actions.choose(task, rest, seen=task.version, by=little.city.city, at=little.at)
    kept = [little.city.bureau_a, little.city.bureau_b]
    actions.choose(task, kept, seen=task.version, by=little.city.city, at=little.at)
    assert set(task.answers.values_list("unit", flat=True)) == {one.pk for one in kept}


def test_signing_the_yearly_statistics_does_the_duty_of_the_year(little: LittleReport) -> None:
    from datetime import UTC, date, datetime

    little.at = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)
    yearly_due(by=None, at=little.at)
    owed = Duty.objects.get(unit=little.city.bureau, power="statistics", event="yearly")
    assert owed.is_open
    little.design = little.design.model_copy(update={"fulfils": "statistics"})
    task = actions.plan_task(
        little.design, title="2026 年统计年报", period=(date(2026, 1, 1), date(2026, 12, 31)),
        due_on=date(2027, 1, 20), by=little.city.city, at=little.at,
    )  # fmt: skip
    task = actions.choose(
        task, [little.city.bureau_a], seen=task.version, by=little.city.city, at=little.at
    )
    actions.send(task, seen=task.version, by=little.city.city, at=little.at)
    little.submit(task, little.city.bureau_a)
    little.merge(task)
    owed.refresh_from_db()
    assert owed.is_open
    little.sign(task)
    owed.refresh_from_db()
    assert (owed.state, owed.ended_by) == (Duty.State.DONE, little.city.leader)


def test_a_merger_that_another_does_not_sign_is_made_anew(little: LittleReport) -> None:
    task = little.sent(little.city.bureau_a)
    little.submit(task, little.city.bureau_a)
    row = little.merge(task)
    with pytest.raises(RefusedError):
        merging.reject(
            row, words="漏了一个单位", seen=row.version, by=little.city.city, at=little.at
        )
    row = merging.reject(
        row, words="漏了一个单位", seen=row.version, by=little.city.leader, at=little.at
    )
    assert row.state == ReportTask.State.RUNNING
    little.merge(task)
    little.sign(task)
