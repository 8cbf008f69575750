"""A case from its proposal to the archive; what stands in its way, and who may not take a step."""

from datetime import date, timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.cases import actions
from hengjian.domain.supervision.cases.approvals.actions import enter_approval
from hengjian.domain.supervision.cases.bars.actions import end_bar, enter_bar
from hengjian.domain.supervision.cases.handlers.actions import ask_recusal, decide_recusal
from hengjian.domain.supervision.cases.hearings.actions import ask_beneficiary, enter_heard
from hengjian.domain.supervision.cases.models import Case, Deadline
from hengjian.domain.supervision.cases.objections.actions import decide_objection, object_to
from hengjian.domain.supervision.cases.terms.actions import extend_whole, start_clock, stop_clock
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.refusing import ChangedError

pytestmark = pytest.mark.django_db


def _due(case: Case, step: str) -> date:
    return case.deadlines.get(step=step, state="running").due_on


def test_it_is_opened_notified_explained_corrected_and_closed(little: LittleCase) -> None:
    case = little.opened()
    assert case.number == "甲县监督〔2026〕1号"
    assert _due(case, "notify") == date(2026, 3, 9)  # five working days
    little.take(case, "notify")
    assert _due(case, "explain") == date(2026, 3, 16)
    little.take(case, "explain")
    little.take(case, "conclude")
    little.take(case, "give_opinion")
    assert _due(case, "rectify") == date(2026, 4, 1)
    assert case.due_on == date(2026, 4, 1)  # to object is a right: nobody is late with it
    assert _due(case, "ask_review") == date(2026, 3, 16)
    little.wait(20)
    little.take(case, "report")
    little.take(case, "accept")
    little.take(case, "close", by=little.head)
    little.take(case, "archive")
    assert case.state == "archived"
    assert not case.deadlines.filter(state__in=("running", "stopped")).exists()
    told = [entry.kind for entry in LedgerEntry.objects.filter(subject_type="supervision.case")]
    assert told[0] == "case.propose"
    assert told[-1] == "case.archive"
    assert len(told) == case.steps.count()


def test_what_was_refused_has_no_number_and_leaves_no_gap(little: LittleCase) -> None:
    refused = little.proposed()
    little.take(refused, "refuse_opening")
    assert refused.number is None
    first, second = little.opened(), little.opened()
    assert [first.number, second.number] == ["甲县监督〔2026〕1号", "甲县监督〔2026〕2号"]


def test_two_certified_supervisors_are_needed(little: LittleCase) -> None:
    case = little.proposed()
    little.take(case, "approve_opening")
    little.appoint(case, little.first, leading=True)
    with pytest.raises(PlainError, match="两名"):
        little.take(case, "notify")
    little.appoint(case, little.second)
    card = little.cards[little.second.pk]
    card.suspended_from = day_of(little.at)
    card.save()
    with pytest.raises(PlainError, match="有效的 1 名"):
        little.take(case, "notify")
    card.suspended_from = None
    card.save()
    assert little.take(case, "notify").to == "notified"


def test_a_step_is_taken_by_whom_it_is_for_only(little: LittleCase) -> None:
    case = little.opened()
    for stranger in (little.third, little.clerk, little.city.county_b, little.city.audit_admin):
        with pytest.raises(RefusedError):
            little.take(case, "notify", by=stranger)
    little.take(case, "notify")
    with pytest.raises(RefusedError):
        little.take(case, "explain", by=little.first)


def test_who_comes_second_is_told_who_was_first(little: LittleCase) -> None:
    case = little.opened()
    seen = case.version
    little.take(case, "notify")
    with pytest.raises(ChangedError, match=r"王二.*通知被监督机关"):
        actions.take(case, "withdraw", seen=seen, words="不必", by=little.head, at=little.at)


def test_the_body_may_be_silent_and_the_case_goes_on(little: LittleCase) -> None:
    case = little.opened()
    little.take(case, "notify")
    with pytest.raises(PlainError, match="说明期限"):
        little.take(case, "go_on_unexplained")
    little.wait(15)
    little.take(case, "go_on_unexplained")
    assert case.deadlines.get(step="explain").state == Deadline.State.MISSED


def test_a_decision_passes_the_government(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "ask_government")
    with pytest.raises(PlainError, match="政府"):
        little.take(case, "decide")
    enter_approval(
        case, document="甲政批〔2026〕9号", dated_on=day_of(little.at), by=little.head, at=little.at
    )
    little.take(case, "decide")
    assert case.state == "executing"
    assert _due(case, "report_decision") == date(2026, 4, 1)


def test_an_act_before_the_court_bars_a_decision(little: LittleCase) -> None:
    case = little.deliberated()
    bar = enter_bar(
        case, kind="lawsuit", number="（2026）黑1行初2号", since=day_of(little.at),
        by=little.first, at=little.at,
    )  # fmt: skip
    with pytest.raises(PlainError, match="行初2号"):
        little.take(case, "ask_government")
    end = {"bar": bar, "until": day_of(little.at), "by": little.first, "at": little.at}
    with pytest.raises(PlainError, match="日期不对"):
        end_bar(**{**end, "until": day_of(little.at) + timedelta(days=1)}, upheld=True)
    bar = end_bar(**end, upheld=True)
    with pytest.raises(ChangedError, match="已经登记"):
        end_bar(**end, upheld=False)
    with pytest.raises(PlainError, match="行初2号"):
        little.take(case, "ask_government")
    bar.upheld = False
    bar.save()
    assert little.take(case, "ask_government").to == "passing"


def test_who_benefits_is_heard_first(little: LittleCase) -> None:
    case = little.deliberated()
    hearing = ask_beneficiary(case, whom="某商行", by=little.first, at=little.at)
    with pytest.raises(PlainError, match="受益人"):
        little.take(case, "ask_government")
    enter_heard(hearing, waived=True, words="书面放弃", by=little.first, at=little.at)
    assert little.take(case, "ask_government").to == "passing"


def test_an_opinion_that_was_not_followed_leads_to_a_decision(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "give_opinion")
    with pytest.raises(PlainError, match="整改期限"):
        little.take(case, "ask_government")
    with pytest.raises(PlainError, match="整改期限"):
        little.take(case, "urge")
    little.wait(31)
    little.take(case, "urge")
    assert little.take(case, "ask_government").to == "passing"


def test_a_rejected_correction_goes_back_with_a_new_term(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "give_opinion")
    little.take(case, "report")
    little.take(case, "reject", days=10)
    assert case.state == "rectifying"
    assert _due(case, "rectify") == date(2026, 3, 12)


@pytest.mark.parametrize("management", ["vertical", "dual"])
def test_a_body_led_from_above_is_told_of_to_its_superior(
    small_city: object, management: str
) -> None:
    little = LittleCase.ready(small_city, management)  # type: ignore[arg-type]
    case = little.deliberated()
    if management == "vertical":
        with pytest.raises(PlainError, match="垂直"):
            little.take(case, "give_opinion")
    little.take(case, "tell_superior")
    little.take(case, "superior_answered")
    assert case.state == "closing"


def test_a_local_body_has_no_superior_to_be_told(little: LittleCase) -> None:
    case = little.deliberated()
    with pytest.raises(PlainError, match="垂直"):
        little.take(case, "tell_superior")


def test_the_closing_is_approved_by_another_than_the_handlers(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "terminate")
    little.city.county_a.role = "leader"
    little.city.county_a.save()
    with pytest.raises(PlainError, match="承办人以外"):
        little.take(case, "close", by=little.city.county_a)
    assert little.take(case, "close").to == "closed"


@pytest.mark.parametrize(
    ("before", "last", "state", "term"),
    [
        ((), "withdraw", "open", "notify"),
        (("notify",), "withdraw", "notified", "explain"),
        (
            ("notify", "explain", "conclude", "give_opinion", "report"),
            "accept",
            "reported",
            "whole",
        ),
    ],
)
def test_a_returned_closing_goes_back_to_where_it_came_from(
    little: LittleCase, before: tuple[str, ...], last: str, state: str, term: str
) -> None:
    case = little.opened()
    for code in (*before, last, "reopen"):
        little.take(case, code)
    assert case.state == state
    assert case.deadlines.filter(step=term, state="running").exists()
    if state == "reported":
        little.take(case, "reject")
        assert case.state == "rectifying"


def test_a_recused_handler_handles_no_longer(little: LittleCase) -> None:
    case = little.opened()
    handler = case.handlers.get(post=little.second)
    asked = ask_recusal(handler, ground="近亲属在该机关任职", by=little.second, at=little.at)
    with pytest.raises(PlainError, match="回避"):
        little.take(case, "notify")
    decide_recusal(asked, granted=True, why="情况属实", by=little.head, at=little.at)
    with pytest.raises(PlainError, match="承办人 1 名"):
        little.take(case, "notify")
    little.appoint(case, little.third)
    assert little.take(case, "notify").to == "notified"


def test_an_objection_is_reviewed_by_others_and_does_not_stay_the_term(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "give_opinion")
    due = _due(case, "rectify")
    case.refresh_from_db()
    objection = object_to(
        case, words="认定事实有误", seen=case.version, by=little.clerk, at=little.at
    )
    assert _due(case, "rectify") == due
    assert _due(case, "answer_review") == date(2026, 3, 23)
    kept = type(objection).Result.KEPT
    with pytest.raises(RefusedError):
        decide_objection(objection, kept, why="维持", by=little.first, at=little.at)
    little.take(case, "report")
    little.take(case, "accept")
    with pytest.raises(PlainError, match="异议"):
        little.take(case, "close")
    decide_objection(objection, kept, why="事实清楚", by=little.third, at=little.at)
    assert little.take(case, "close").to == "closed"


def test_an_objection_comes_in_time_or_not_at_all(little: LittleCase) -> None:
    case = little.deliberated()
    little.take(case, "give_opinion")
    little.wait(15)
    case.refresh_from_db()
    with pytest.raises(PlainError, match="期限"):
        object_to(case, words="晚了", seen=case.version, by=little.clerk, at=little.at)


def test_a_stopped_clock_moves_the_last_day(little: LittleCase) -> None:
    case = little.opened()
    whole = case.deadlines.get(step="whole")
    was = whole.due_on
    stop_clock(whole, reason="委托鉴定", by=little.first, at=little.at)
    little.wait(7)
    start_clock(whole, by=little.first, at=little.at)
    whole.refresh_from_db()
    assert (whole.due_on - was).days >= 7
    assert "委托鉴定" in whole.sum
    case.refresh_from_db()
    extend_whole(case, reason="案情复杂", seen=case.version, by=little.head, at=little.at)
    case.refresh_from_db()
    with pytest.raises(PlainError, match="一次"):
        extend_whole(case, reason="再次", seen=case.version, by=little.head, at=little.at)
