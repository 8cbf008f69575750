"""What people do with findings: each deed with its refusals, and two of them at one finding."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.files.guard import WRITTEN, look_at
from hengjian.core.notices.models import Notice
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import SINCE
from hengjian.domain.findings import actions, queries
from hengjian.domain.findings.models import Finding, Step
from hengjian.domain.findings.tests.checked import AT, DAY, Checked
from hengjian.domain.findings.tests.test_rows_follow_what_stands import counted, tallied


@pytest.fixture
def one(checked: Checked) -> Finding:
    """Of county A, about no person."""
    return checked.of("990101", person=False)


@pytest.fixture
def about_a_person(checked: Checked) -> Finding:
    found = Finding.objects.filter(body__unit__division__code="990101").exclude(case_id="").last()
    assert found is not None
    Finding.objects.filter(pk=found.pk).update(person=True)
    found.refresh_from_db()
    return found


@pytest.fixture
def clerk(one: Finding) -> Post:
    return clerk_of(one)


def clerk_of(finding: Finding) -> Post:
    assert finding.body is not None
    person = enrol_person("clerk_of_it", "甲一", password="平安是福-2026", by=None, at=AT)
    return give_post(person, finding.body.unit, Role.BODY_CLERK, since=SINCE, by=None, at=AT)


def kinds(finding: Finding) -> list[str]:
    return list(finding.steps.order_by("id").values_list("kind", flat=True))


def test_a_dismissal_gives_its_reason(checked: Checked, one: Finding) -> None:
    by = checked.city.county_a
    with pytest.raises(PlainError, match="没有选择"):
        actions.dismiss(one, seen=one.version, reason="whatever", by=by, at=AT)
    with pytest.raises(PlainError, match="太短"):
        actions.dismiss(one, seen=one.version, reason="other", words="无", by=by, at=AT)
    done = actions.dismiss(one, seen=one.version, reason="lawful", by=by, at=AT)
    assert (done.state, done.version) == ("dismissed", 2)
    assert tallied() == counted()
    assert LedgerEntry.objects.filter(kind="finding.dismissed", subject_id=str(one.pk)).exists()


def test_the_second_of_two_is_told_who_was_quicker(checked: Checked, one: Finding) -> None:
    first, second = checked.city.county_a, checked.city.city
    actions.dismiss(one, seen=1, reason="lawful", by=first, at=AT)
    with pytest.raises(
        actions.StaleFindingError, match="王二（甲县司法局）已于 11-20 10:00 办理：不予处理"
    ):
        actions.ask(one, seen=1, question="请说明理由", by=second, at=AT)
    assert kinds(one) == ["dismissed"]
    actions.reopen(one, seen=2, words="还需核实", by=second, at=AT)
    actions.ask(one, seen=3, question="请说明理由", by=second, at=AT)


def test_of_many_only_those_are_refused_that_somebody_was_quicker_with(checked: Checked) -> None:
    rows = list(Finding.objects.filter(body__unit__division__code="990101", person=False)[:3])
    actions.dismiss(rows[1], seen=1, reason="lawful", by=checked.city.city, at=AT)
    told = actions.dismiss_all(
        [(row, 1) for row in rows], reason="data", by=checked.city.county_a, at=AT
    )
    assert [bool(each.error) for each in told] == [False, True, False]
    assert "林一" in told[1].error
    assert tallied() == counted()


def test_a_body_is_asked_answers_and_appeals(checked: Checked, one: Finding, clerk: Post) -> None:
    by = checked.city.county_a
    asked = actions.ask(one, seen=1, question="请说明立案依据", by=by, at=AT)
    assert (asked.state, asked.told, asked.due_on) == ("asked", True, date(2026, 12, 4))
    notice = Notice.objects.get(kind="findings.asked")
    assert (notice.post, notice.facts["due"]) == (clerk, "2026-12-04")
    with pytest.raises(RefusedError):
        actions.answer(one, seen=2, words="已经说明", by=by, at=AT)
    answered = actions.answer(one, seen=2, words="材料已补交", by=clerk, at=AT)
    assert (answered.state, answered.due_on) == ("answered", None)
    told = Notice.objects.get(kind="findings.answered")
    assert told.post == by
    assert told.facts["number"] == f"{one.rule} {one.case_id}".strip()
    actions.appeal(one, seen=3, words="计算起点有误", by=clerk, at=AT)
    with pytest.raises(PlainError, match="不能办理"):
        actions.uphold(one, seen=4, words="理由成立", by=clerk, at=AT)
    upheld = actions.uphold(one, seen=4, words="理由成立", by=by, at=AT)
    assert upheld.state == "dismissed"
    assert queries.false_hits(one.rule) == {"wrong": 1, "decided": 1}
    assert kinds(one) == ["asked", "answered", "appealed", "upheld"]
    assert Notice.objects.get(kind="findings.decided").post == clerk
    assert tallied() == counted()


def test_a_rejected_appeal_leaves_the_finding_to_the_supervisor(
    checked: Checked, one: Finding, clerk: Post
) -> None:
    by = checked.city.county_a
    actions.ask(one, seen=1, question="请说明立案依据", by=by, at=AT)
    actions.appeal(one, seen=2, words="计算起点有误", by=clerk, at=AT)
    done = actions.reject(one, seen=3, words="起点以受理为准", by=by, at=AT)
    assert done.state == "answered"
    assert queries.false_hits(one.rule) == {"wrong": 0, "decided": 0}


def test_nobody_is_asked_by_a_day_that_is_over(checked: Checked, one: Finding) -> None:
    with pytest.raises(PlainError, match="已经过去"):
        actions.ask(
            one, seen=1, question="请说明立案依据", due=date(2026, 11, 19),
            by=checked.city.county_a, at=AT,
        )  # fmt: skip


def test_a_leader_and_a_clerk_do_not_dismiss(checked: Checked, one: Finding, clerk: Post) -> None:
    for by in (checked.city.leader, clerk, checked.city.system_admin):
        with pytest.raises(RefusedError):
            actions.dismiss(one, seen=1, reason="lawful", by=by, at=AT)


def test_what_is_about_a_person_is_looked_at_first(
    checked: Checked, about_a_person: Finding
) -> None:
    by, given = checked.city.county_a, {"question": "请说明证件情况", "at": AT}
    with pytest.raises(PlainError, match="涉及个人"):
        actions.ask(about_a_person, seen=1, by=by, **given)  # type: ignore[arg-type]
    other = checked.of("990101", person=False)
    told = actions.ask_all(
        [(about_a_person, 1), (other, 1)], question="请说明证件情况", due=None,
        looked="已核对证件", by=by, at=AT,
    )  # fmt: skip
    assert ["逐条" in each.error for each in told] == [True, False]
    done = actions.ask(about_a_person, seen=1, looked="已核对证件", by=by, **given)  # type: ignore[arg-type]
    assert done.state == "asked"
    step = about_a_person.steps.get()
    assert step.looked == "已核对证件"


def test_a_person_is_heard_before_a_lead(checked: Checked, about_a_person: Finding) -> None:
    by, clerk = checked.city.county_a, clerk_of(about_a_person)
    raised: dict[str, Any] = {"words": "情况属实", "looked": "已核对证件", "by": by}
    with pytest.raises(PlainError, match="先听取"):
        actions.mark_raised(about_a_person, seen=1, at=AT, **raised)
    actions.ask(about_a_person, seen=1, question="请说明证件", looked="已核对证件", by=by, at=AT)
    with pytest.raises(PlainError, match="先听取"):
        actions.mark_raised(about_a_person, seen=2, at=AT, **raised)
    actions.answer(about_a_person, seen=2, words="证件正在换发", by=clerk, at=AT)
    assert actions.mark_raised(about_a_person, seen=3, at=AT, **raised).state == "raised"


def test_who_lets_the_day_pass_was_heard(checked: Checked, about_a_person: Finding) -> None:
    by = checked.city.county_a
    actions.ask(about_a_person, seen=1, question="请说明证件", looked="已核对证件", by=by, at=AT)
    done = actions.mark_raised(
        about_a_person, seen=2, words="逾期未说明", looked="已核对证件", by=by, at=AT + 30 * DAY
    )
    assert done.state == "raised"


def test_a_dismissal_erases_what_was_suspected_of_a_person(
    checked: Checked, about_a_person: Finding
) -> None:
    by = checked.city.county_a
    done = actions.dismiss(about_a_person, seen=1, reason="lawful", by=by, at=AT)
    assert (done.says, done.evidence, done.parameters, done.sum) == ("", [], [], "")
    checked.check(at=AT + DAY)
    about_a_person.refresh_from_db()
    assert (about_a_person.state, about_a_person.says) == ("dismissed", "")
    with pytest.raises(PlainError, match="不能“重新打开”"):
        actions.reopen(about_a_person, seen=2, words="还要再看", by=by, at=AT)


def test_a_finding_settled_by_the_data_waits_for_nobody(checked: Checked, one: Finding) -> None:
    Finding.objects.filter(pk=one.pk).update(stands=False)
    with pytest.raises(PlainError, match="不能“不予处理”"):
        actions.dismiss(one, seen=1, reason="lawful", by=checked.city.county_a, at=AT)
    assert not Step.objects.filter(finding=one).exists()


def test_a_saved_filter_is_ones_own(checked: Checked) -> None:
    by = checked.city.county_a
    first = actions.save_filter("致命", "severity=F", default=True, by=by, at=AT)
    again = actions.save_filter(" 致命 ", "severity=F&state=open", default=True, by=by, at=AT)
    other = actions.save_filter("本周", "age=week", default=True, by=by, at=AT)
    first.refresh_from_db()
    assert (again.pk, first.query, first.default) == (first.pk, "severity=F&state=open", False)
    assert other.default
    with pytest.raises(PlainError, match="没有写名称"):
        actions.save_filter("  ", "", by=by, at=AT)


def test_an_answer_brings_files(
    checked: Checked, one: Finding, clerk: Post, settings: Any, tmp_path: Path
) -> None:
    settings.ATTACHMENTS = str(tmp_path)
    actions.ask(one, seen=one.version, question="请说明情况", by=checked.city.county_a, at=AT)
    one.refresh_from_db()
    proof = look_at("证据.pdf", b"%PDF-1.4 proof", WRITTEN)
    actions.answer(one, seen=one.version, words="已经纠正", files=[proof], by=clerk, at=AT)
    file = one.steps.get(kind="answered").files.get()
    assert (file.name, file.data()) == ("证据.pdf", proof.data)
    entry = LedgerEntry.objects.get(kind="finding.answered")
    assert entry.payload["files"] == [file.sha256]
