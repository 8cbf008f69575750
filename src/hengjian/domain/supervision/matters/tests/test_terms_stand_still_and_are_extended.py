"""A term of a matter stands still while something is awaited, and is extended once by the head of the bureau."""

from datetime import timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.duties.models import Duty
from hengjian.domain.supervision.matters.models import Matter, MatterTerm
from hengjian.domain.supervision.matters.tests.little_matter import LittleMatter
from hengjian.domain.supervision.matters.timing.actions import extend_term, resume_term, stop_term
from hengjian.domain.supervision.refusing import ChangedError

WHY = "等待上级机关答复。"


def open_term(matter: Matter) -> MatterTerm:
    return matter.terms.get(state__in=["running", "stopped"], of_body=False)


def test_days_that_it_stood_still_are_not_counted(matters: LittleMatter) -> None:
    matter, by = matters.opened("lost_case"), matters.case.first
    term = open_term(matter)
    due, others = term.due_on, matter.terms.filter(of_body=True).get().due_on
    stop_term(matter, term.term, reason=WHY, seen=1, by=by, at=matters.at)
    matter.refresh_from_db()
    assert matter.due_on == others
    assert (open_term(matter).state, matter.version) == ("stopped", 2)
    matters.wait(9)
    resume_term(matter, term.term, seen=2, by=by, at=matters.at)
    matter.refresh_from_db()
    assert open_term(matter).due_on - due == timedelta(days=9)
    assert "扣除 9 日" in open_term(matter).sum
    assert [one.step for one in matter.steps.all()] == ["open", "stop_term", "resume_term"]
    entries = LedgerEntry.objects.filter(kind="matter.step", subject_id=str(matter.pk))
    assert entries.count() == 2


def test_the_head_extends_it_once_and_by_no_more_than_it_had(matters: LittleMatter) -> None:
    matter, head = matters.opened("lost_case"), matters.case.head
    term = open_term(matter)

    def extended(more: int, **other: object) -> MatterTerm:
        given = {"reason": WHY, "seen": matter.version, "by": head, "at": matters.at, **other}
        return extend_term(matter, term.term, more=more, **given)  # type: ignore[arg-type]

    with pytest.raises(RefusedError, match="负责人批准"):
        extended(10, by=matters.case.first)
    for more in (0, (term.due_on - term.start).days + 1):
        with pytest.raises(PlainError, match="延长的日数须在 1 至"):
            extended(more)
    with pytest.raises(PlainError, match="请写明理由"):
        extended(10, reason="  ")
    with pytest.raises(PlainError, match="已经届满"):
        extended(10, at=matters.at + timedelta(days=200))
    assert extended(10).due_on >= term.due_on + timedelta(days=10)
    matter.refresh_from_db()
    with pytest.raises(PlainError, match="已经延长过一次"):
        extended(10)


def test_its_duty_is_due_with_it(matters: LittleMatter) -> None:
    other, matter, by = matters.opened("lost_case"), matters.opened("lost_case"), matters.case.first
    term, duties = open_term(matter), Duty.objects.filter(about_type=matter._meta.label_lower)
    duty, untouched = duties.get(about_id=matter.pk), duties.get(about_id=other.pk)
    assert duty.due_on == term.due_on
    for change, paused, days in ((stop_term, True, 0), (resume_term, False, 9)):
        why = {"reason": WHY} if change is stop_term else {}
        change(matter, term.term, **why, seen=matter.version, by=by, at=matters.at)  # type: ignore[operator]
        matter.refresh_from_db()
        now = duties.get(pk=duty.pk)
        assert (now.paused, now.due_on - duty.due_on) == (paused, timedelta(days=days))
        matters.wait(9)
    head, seen = matters.case.head, matter.version
    extended = extend_term(
        matter, term.term, more=10, reason=WHY, seen=seen, by=head, at=matters.at
    )
    now = duties.get(pk=duty.pk)
    assert (now.due_on, now.sum) == (extended.due_on, extended.sum)
    assert duties.get(pk=untouched.pk).due_on == untouched.due_on


def test_a_duty_rests_while_the_body_mends_what_it_filed(matters: LittleMatter) -> None:
    matter = matters.opened("entrustment")
    duties = Duty.objects.filter(event="entrustment_filed", about_id=matter.pk)
    due = duties.get().due_on
    for code in ("examine", "ask_correction"):
        matters.take(matter, code)
    matters.wait(40)
    assert duties.get().paused
    matters.take(matter, "correct", scope="写明了监督方式。")
    assert not duties.get().paused
    assert duties.get().due_on == open_term(matter).due_on > due
    matters.take(matter, "examine")
    matters.take(matter, "file")
    assert duties.get().state == Duty.State.DONE


def test_a_stopped_term_is_late_for_nobody_and_ends_with_its_step(matters: LittleMatter) -> None:
    matter, by = matters.opened("lost_case"), matters.case.first
    term = open_term(matter)
    stop_term(matter, term.term, reason=WHY, seen=1, by=by, at=matters.at)
    matter.refresh_from_db()
    matters.wait(300)
    matters.take(matter, "feed_back")
    matters.take(matter, "close")
    term.refresh_from_db()
    assert term.state == MatterTerm.State.MET


def test_only_the_bureau_stops_it_and_who_comes_second_is_told(matters: LittleMatter) -> None:
    matter, case = matters.opened("lost_case"), matters.case
    code = open_term(matter).term
    with pytest.raises(RefusedError):
        stop_term(matter, code, reason=WHY, seen=1, by=case.clerk, at=matters.at)
    with pytest.raises(PlainError, match="没有中止"):
        resume_term(matter, code, seen=1, by=case.first, at=matters.at)
    with pytest.raises(PlainError, match="没有在计算"):
        stop_term(matter, "nothing", reason=WHY, seen=1, by=case.first, at=matters.at)
    stop_term(matter, code, reason=WHY, seen=1, by=case.first, at=matters.at)
    with pytest.raises(ChangedError, match="中止期限"):
        stop_term(matter, code, reason=WHY, seen=1, by=case.second, at=matters.at)


def test_the_reason_does_not_tell_who_complained(matters: LittleMatter) -> None:
    matter = matters.opened("complaint", person="欧阳铁柱", phone="13904530987")
    code = matter.terms.filter(of_body=False, state="running").first()
    assert code is not None
    with pytest.raises(PlainError, match="反映人"):
        stop_term(
            matter, code.term, reason="等 13904530987 回电", seen=1, by=matters.case.first,
            at=matters.at,
        )  # fmt: skip
