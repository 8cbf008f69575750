"""Joint supervision: partners see the case and do their parts; the leading bureau alone issues papers."""

from datetime import date

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.cases import access as cases
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.modes import actions
from hengjian.domain.supervision.modes.actions import Given, Task
from hengjian.domain.supervision.modes.models import ModeRequest
from hengjian.domain.supervision.modes.tests.little_mode import LittleMode
from hengjian.domain.supervision.modes.workflow import Mode, State
from hengjian.domain.supervision.papers import actions as drafts
from hengjian.domain.supervision.papers.access import papers_seen
from hengjian.domain.supervision.papers.owners import owner_of

pytestmark = pytest.mark.django_db


def joined(two: LittleMode, case: Case) -> ModeRequest:
    task = Task(two.city.bureau_b, "核查乙县的同类案件", date(2026, 3, 20))
    request = two.asked(case, Mode.JOINT, given=Given(tasks=[task], plan="三月核查，四月报告。"))
    return two.take(request, "convene", by=two.chief)


def seen(two: LittleMode, case: Case) -> bool:
    return cases.case_seen(case.pk, post=two.b, at=two.at) is not None


def test_partners_see_the_case_from_the_decision_on_and_no_longer_than_they_work(
    two: LittleMode,
) -> None:
    case = two.little.opened()
    assert not seen(two, case)
    request = joined(two, case)
    assert cases.case_seen(case.pk, post=two.b, at=two.at).why == "joint"  # type: ignore[union-attr]
    assert "appoint" in [one.move for one in cases.steps_seen(case, post=two.b)]
    actions.answer(request, joins=True, seen=request.version, by=two.head_b, at=two.at)
    request.refresh_from_db()
    actions.finish_part(request, words="查了三件。", seen=request.version, by=two.b, at=two.at)
    two.take(request, "report", by=two.little.first)
    two.take(request, "end", by=two.chief)
    assert not seen(two, case)


def test_the_leading_bureau_has_it_and_alone_issues_papers(two: LittleMode) -> None:
    case = two.little.opened()
    joined(two, case)
    case.refresh_from_db()
    assert case.bureau == two.city.bureau_a
    assert owner_of(case).may_draft(two.little.first)
    assert not owner_of(case).may_draft(two.b)
    with pytest.raises(RefusedError):
        two.little.take(case, "notify", by=two.b)


def test_a_partner_that_declines_says_why_and_sees_no_more(two: LittleMode) -> None:
    case = two.little.opened()
    request = joined(two, case)
    with pytest.raises(PlainError, match="理由"):
        actions.answer(request, joins=False, seen=request.version, by=two.head_b, at=two.at)
    actions.answer(
        request, joins=False, words="人手不足", seen=request.version, by=two.head_b, at=two.at
    )
    assert not seen(two, case)


def test_it_does_not_end_while_a_task_is_open(two: LittleMode) -> None:
    case = two.little.opened()
    request = joined(two, case)
    two.take(request, "report", by=two.little.first)
    with pytest.raises(PlainError, match="未完成 1 个"):
        two.take(request, "end", by=two.chief)
    request.refresh_from_db()
    with pytest.raises(RefusedError):
        actions.finish_part(
            request, words="x", seen=request.version, by=two.little.first, at=two.at
        )
    actions.finish_part(request, words="查了。", seen=request.version, by=two.head_b, at=two.at)
    assert two.take(request, "end", by=two.chief).state == State.ENDED


def test_the_leading_bureau_changes_who_does_what(two: LittleMode) -> None:
    case = two.little.opened()
    request = joined(two, case)
    given = Given(tasks=[Task(two.city.bureau, "协调市级部门")], others="示例市人民检察院")
    with pytest.raises(RefusedError):
        actions.plan(request, given, seen=request.version, by=two.head_b, at=two.at)
    request = actions.plan(request, given, seen=request.version, by=two.little.first, at=two.at)
    assert {one.unit for one in request.parts.filter(until=None)} == {
        two.city.bureau_a, two.city.bureau
    }  # fmt: skip
    assert request.others == "示例市人民检察院"
    assert not seen(two, case)


def test_it_needs_somebody_to_join(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.asked(case, Mode.JOINT)
    with pytest.raises(PlainError, match="参加协同的监督机关 0 个"):
        two.take(request, "convene", by=two.chief)


def test_a_city_convenes_its_own_counties(two: LittleMode) -> None:
    case = two.little.opened()
    two.handed(case, Mode.ESCALATED)
    request = case.modes.get()
    two.take(request, "receive", by=two.city_general)
    case.refresh_from_db()
    request.state = State.ENDED
    request.save()
    asked = two.asked(case, Mode.JOINT, by=two.city_general,
                      given=Given(tasks=[Task(two.city.bureau_b, "核查")]))  # fmt: skip
    assert asked.superior == two.city.bureau
    assert two.take(asked, "convene", by=two.chief).state == State.HANDLING


def test_a_bureau_that_had_the_case_reads_on_where_it_joins(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.moved(case)
    two.take(request, "report", by=two.b)
    request.refresh_from_db()
    request.state = State.ENDED
    request.save()
    assert not cases.reads_now(case, two.little.first)
    asked = two.asked(case, Mode.JOINT, by=two.b,
                      given=Given(tasks=[Task(two.city.bureau_a, "提供本县的情况")]))  # fmt: skip
    two.take(asked, "convene", by=two.chief)
    assert cases.reads_now(case, two.little.first)
    paper = drafts.draft(case, "supervision-notice", move="notify", by=two.b, at=two.at)
    assert paper in papers_seen(post=two.little.first, at=two.at)
