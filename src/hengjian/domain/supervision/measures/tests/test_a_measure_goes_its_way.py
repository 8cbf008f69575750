"""A talk, a circular, a suggestion and a transfer from the proposal to the end, and what is refused."""

from datetime import date, timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.duties.models import Duty
from hengjian.domain.supervision.measures import actions
from hengjian.domain.supervision.measures.actions import Proposal
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.tests.little_measure import TODAY, LittleMeasure
from hengjian.domain.supervision.measures.workflow import (
    MOVES,
    PAPERS,
    POWERS,
    TABLE,
    Kind,
    State,
    moves_of,
)
from hengjian.domain.supervision.papers import actions as papers
from hengjian.domain.supervision.papers.documents import exists
from hengjian.domain.supervision.papers.queries import papers_of
from hengjian.domain.supervision.refusing import ChangedError

pytestmark = pytest.mark.django_db
SOON = date(2026, 4, 1)


def test_a_talk_is_notified_held_promised_reported_and_checked(desk: LittleMeasure) -> None:
    measure = desk.held(("（一）补办三件答复", SOON))
    assert (measure.state, measure.due_on, measure.number) == ("held", SOON, "甲县约谈〔2026〕1号")
    duty = Duty.objects.get(event="talk_held")
    assert (duty.power, duty.body, duty.state) == ("talks", desk.little.body, "open")
    with pytest.raises(PlainError, match="承诺事项都填报了落实情况"):
        desk.take(measure, "report")
    promise = measure.promises.get()
    actions.keep_promise(
        promise, done="已补办", seen=measure.version, by=desk.little.clerk, at=desk.little.at
    )
    desk.take(measure, "report")
    desk.take(measure, "check_undone", on=date(2026, 4, 9))
    assert (measure.state, measure.due_on) == ("held", date(2026, 4, 9))
    desk.take(measure, "report")
    with pytest.raises(PlainError, match="约谈记录已经成文入卷"):
        desk.take(measure, "check_done")
    record = papers.draft(measure, "talk-record", by=desk.little.first, at=desk.little.at)
    assert record.fields["problems"] == measure.facts
    assert "补办三件答复" in record.fields["promises"]
    papers.drop(record, words="另写", seen=1, by=desk.little.first, at=desk.little.at)
    _file_record(desk, measure)
    desk.take(measure, "check_done")
    duty.refresh_from_db()
    assert (measure.state, duty.state) == ("closed", "done")
    kinds = set(
        LedgerEntry.objects.filter(subject_type="supervision.measure").values_list(
            "kind", flat=True
        )
    )
    assert {"measure.propose", "measure.hold", "measure.kept", "measure.check_done"} <= kinds


def _file_record(desk: LittleMeasure, measure: Measure) -> None:
    from hengjian.domain.supervision.papers.documents import form
    from hengjian.domain.supervision.papers.founding.actions import _plain

    made = papers.draft(
        measure, "talk-record", fields=_plain(form("talk-record").sample().values),
        by=desk.little.first, at=desk.little.at,
    )  # fmt: skip
    papers.file_record(made, seen=1, by=desk.little.first, at=desk.little.at)


def test_the_talk_is_not_notified_without_its_paper_nor_held_before_its_moment(
    desk: LittleMeasure,
) -> None:
    measure = desk.approved()
    moment = desk.little.at + timedelta(days=2)
    with pytest.raises(PlainError, match="《约谈通知书》已经签发"):
        desk.take(measure, "notify", moment=moment, place="会议室")
    notice = desk.paper(measure)
    assert notice.fields["body"] == desk.little.body.name
    assert list(papers_of(measure)) == [notice]
    desk.take(measure, "notify", moment=moment, place="会议室")
    with pytest.raises(PlainError, match="约谈时间已到"):
        desk.take(measure, "hold")


def test_a_circular_needs_the_government_s_consent(desk: LittleMeasure) -> None:
    measure = desk.proposed(Kind.CIRCULAR)
    with pytest.raises(PlainError, match="本级政府同意通报"):
        desk.take(measure, "approve")
    desk.take(measure, "enter_consent", on=TODAY, words="甲县政函〔2026〕3号")
    desk.take(measure, "approve")
    desk.paper(measure)
    desk.take(measure, "issue")
    desk.take(measure, "close")
    assert measure.state == State.CLOSED


def test_nobody_approves_what_he_proposed_and_only_the_head_does(desk: LittleMeasure) -> None:
    measure = desk.proposed()
    with pytest.raises(RefusedError, match="负责人"):
        desk.take(measure, "approve", by=desk.little.second)
    desk.take(measure, "approve")
    assert measure.approved_by == desk.little.head


@pytest.mark.parametrize("kind", [Kind.DISCIPLINE, Kind.CARD])
def test_a_person_is_heard_and_a_human_gives_the_reason(desk: LittleMeasure, kind: Kind) -> None:
    with pytest.raises(PlainError, match="须由您写明理由"):
        desk.proposed(kind, reason="见发现")
    measure = desk.proposed(kind)
    with pytest.raises(PlainError, match="已经听取本人"):
        desk.take(measure, "approve")
    desk.take(measure, "hear", on=TODAY, words="当时执法记录仪没有电。")
    assert measure.heard == "当时执法记录仪没有电。"
    assert not measure.steps.filter(words__contains="记录仪").exists()
    desk.take(measure, "approve")
    assert measure.state == State.APPROVED


def test_a_measure_about_a_person_that_is_given_up_keeps_none_of_its_words(
    desk: LittleMeasure,
) -> None:
    measure = desk.proposed(Kind.DISCIPLINE)
    desk.take(measure, "hear", on=TODAY, words="情况不属实。")
    desk.take(measure, "refuse", words="证据不足。")
    assert measure.state == State.REFUSED
    assert (measure.facts, measure.heard, measure.reason) == ("（已清除）", "", "（已清除）")
    assert not measure.steps.filter(words__contains="不足").exists()


def test_a_suggestion_is_answered_in_its_term_and_its_duty_ends(desk: LittleMeasure) -> None:
    measure = desk.sent()
    assert measure.due_on == date(2026, 4, 1)
    duty = Duty.objects.get(event="suggestion_sent")
    assert desk.officer.name not in duty.words
    with pytest.raises(PlainError, match="接收机关已经反馈"):
        desk.take(measure, "close")
    desk.take(measure, "urge", words="请尽快反馈。")
    desk.take(measure, "enter_answer", on=TODAY, adopted=True, words="已给予批评教育。")
    duty.refresh_from_db()
    assert (measure.state, measure.due_on, duty.state) == ("answered", None, "done")
    desk.take(measure, "close")
    assert measure.state == State.CLOSED


def test_what_the_issuer_decided_comes_into_the_register_within_its_limit(
    desk: LittleMeasure,
) -> None:
    measure = desk.sent(Kind.CARD)
    desk.take(measure, "enter_answer", on=TODAY, adopted=True, words="同意暂扣。")
    with pytest.raises(PlainError, match="证件台账已经按发证机关的决定登记"):
        desk.take(measure, "close")
    with pytest.raises(PlainError, match="暂扣最长 6 个月：从 2026-03-02 起至迟到 2026-09-01"):
        desk.take(measure, "carry_out", term=(TODAY, date(2026, 9, 2)))
    desk.take(measure, "carry_out", term=(TODAY, date(2026, 9, 1)))
    desk.card.refresh_from_db()
    assert (desk.card.suspended_from, desk.card.suspended_to) == (TODAY, date(2026, 9, 1))
    desk.take(measure, "close")
    assert measure.state == State.CLOSED


def test_one_that_was_not_adopted_changes_no_card(desk: LittleMeasure) -> None:
    measure = desk.sent(Kind.CARD)
    desk.take(measure, "enter_answer", on=TODAY, adopted=False, words="不予暂扣。")
    with pytest.raises(PlainError, match="采纳了建议"):
        desk.take(measure, "carry_out", term=(TODAY, SOON))
    desk.take(measure, "close")
    desk.card.refresh_from_db()
    assert desk.card.suspended_from is None


def test_a_transfer_has_its_receipt(desk: LittleMeasure) -> None:
    measure = desk.approved(Kind.TRANSFER)
    desk.paper(measure)
    with pytest.raises(PlainError, match="交接回执"):
        desk.take(measure, "hand_over", receipt=" ")
    desk.take(measure, "hand_over", receipt="县监委案管室 2026-03-02 收")
    assert measure.state == State.HANDED


def test_advice_is_answered_by_a_letter(desk: LittleMeasure) -> None:
    little = desk.little
    said = Proposal(
        kind=Kind.ADVICE, title="甲县检建〔2026〕1号检察建议", facts="建议规范告知。",
        receiver="甲县人民检察院", body=little.body,
    )  # fmt: skip
    with pytest.raises(PlainError, match="今天以后"):
        actions.receive_advice(said, received_on=SOON, by=little.first, at=little.at)
    measure = actions.receive_advice(said, received_on=TODAY, by=little.first, at=little.at)
    assert measure.due_on is not None
    assert Duty.objects.get(event="suggestion_received").state == "open"
    with pytest.raises(PlainError, match="《建议答复函》"):
        desk.take(measure, "reply", on=TODAY)
    desk.paper(measure)
    desk.take(measure, "reply", on=TODAY, words="已采纳。")
    assert measure.state == State.CLOSED
    assert Duty.objects.get(event="suggestion_received").state == "done"


def test_of_two_who_act_the_second_is_told(desk: LittleMeasure) -> None:
    measure = desk.proposed()
    desk.take(measure, "approve")
    with pytest.raises(ChangedError, match="何十已办理“批准”"):
        desk.take(measure, "refuse", seen=1)


def test_strangers_propose_nothing(desk: LittleMeasure) -> None:
    with pytest.raises(RefusedError):
        desk.proposed(by=desk.little.clerk)
    with pytest.raises(RefusedError, match="监督范围"):
        desk.proposed(by=desk.little.city.county_b)


# --- the table --------------------------------------------------------------------------------------------


def test_every_kind_ends_from_wherever_it_stands() -> None:
    for kind in Kind:
        begun = State.RECEIVED if kind == Kind.ADVICE else State.PROPOSED
        reached, todo = {begun}, [begun]
        while todo:
            here = todo.pop()
            for move in moves_of(kind, here):
                if move.to is not None and move.to not in reached:
                    reached.add(move.to)
                    todo.append(move.to)
        assert State.CLOSED in reached, kind
        for state in reached - {State.CLOSED, State.REFUSED, State.WITHDRAWN}:
            assert any(move.to for move in moves_of(kind, state)), (kind, state)


def test_the_table_names_documents_and_conditions_that_there_are() -> None:
    from hengjian.domain.supervision.measures.conditions import _CHECKS

    assert all(exists(one) for kinds in PAPERS.values() for one in kinds)
    assert {need for move in TABLE for need in move.needs} <= set(_CHECKS)
    assert set(POWERS) == set(Kind)
    assert len(MOVES) == len(TABLE)
