"""A term of a matter stands still while something is awaited, and is extended once by the head of the bureau."""

from datetime import timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.duties import RefusedError
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
