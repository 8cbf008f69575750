"""Designated and escalated supervision: grounds, the common superior, the file, its receipt, the way back."""

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.notices.models import Notice
from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.access import leads_seen
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases import access as cases
from hengjian.domain.supervision.cases.handlers.actions import appoint
from hengjian.domain.supervision.duties.models import Duty
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.modes import access
from hengjian.domain.supervision.modes.actions import Given
from hengjian.domain.supervision.modes.files import counts, listed
from hengjian.domain.supervision.modes.grounds import judged
from hengjian.domain.supervision.modes.tests.little_mode import LittleMode
from hengjian.domain.supervision.modes.workflow import PAPER, Mode, State
from hengjian.domain.supervision.papers import actions as papers
from hengjian.domain.supervision.papers.access import papers_in, papers_seen
from hengjian.domain.supervision.papers.owners import owner_of
from hengjian.domain.supervision.refusing import ChangedError

pytestmark = pytest.mark.django_db


def _grounds(two: LittleMode, mode: Mode, case: object) -> dict[str, bool | None]:
    found = judged(mode, case, words={}, at=two.at)  # type: ignore[arg-type]
    return {one.ground.code: one.seen.holds for one in found}


def test_grounds_are_told_with_what_was_seen(two: LittleMode) -> None:
    case = two.little.opened()
    assert _grounds(two, Mode.ESCALATED, case) == {
        "government": False, "head_involved": None, "over_counties": False, "great_effect": None,
        "late": False, "overturned": False, "lower_asks": None,
    }  # fmt: skip
    two.little.wait(20)
    two.little.take(case, "notify")
    (late,) = [one for one in judged(Mode.ESCALATED, case, words={}, at=two.at)
               if one.ground.code == "late"]  # fmt: skip
    assert late.seen.holds is True
    assert "逾期 1 次" in late.seen.words
    assert _grounds(two, Mode.DESIGNATED, case)["too_few"] is False


def test_a_ground_that_nobody_sees_needs_a_word(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.asked(case, Mode.ESCALATED, words={"late": "写了也不算"})
    with pytest.raises(PlainError, match="符合的条件 0 项"):
        two.take(request, "decide", by=two.chief)
    two.take(request, "withdraw", by=two.little.first)
    request = two.asked(case, Mode.ESCALATED)
    assert two.take(request, "decide", by=two.chief).state == State.DECIDED


def test_the_common_superior_decides_and_nobody_else(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.asked(case)
    assert request.superior == two.city.bureau
    for post in (two.little.head, two.head_b, two.city.city, two.city_general):
        with pytest.raises(RefusedError, match="共同上一级"):
            two.take(request, "decide", by=post)
    assert two.take(request, "decide", by=two.chief).target == two.city.bureau_b


def test_whoever_asked_does_not_decide(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.asked(case, by=two.chief)
    with pytest.raises(PlainError, match="不是提出申请的人"):
        two.take(request, "decide", by=two.chief)


def test_strangers_do_not_ask_and_the_highest_has_nobody_above(two: LittleMode) -> None:
    case = two.little.opened()
    for post in (two.b, two.little.clerk, two.city.audit_admin):
        with pytest.raises(RefusedError):
            two.asked(case, by=post)
    case.bureau = case.unit = two.city.bureau
    case.save()
    with pytest.raises(PlainError, match="没有上一级"):
        two.asked(case, Mode.ESCALATED, by=two.city_general)


def test_a_bureau_that_lacks_supervisors_is_not_designated(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.asked(case)
    two.b_second.until = two.b_second.since
    two.b_second.save()
    with pytest.raises(PlainError, match="监督人员 1 名"):
        two.take(request, "decide", by=two.chief)


def test_until_the_receipt_the_old_one_has_it_and_from_then_on_the_new_one(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.handed(case)
    case.refresh_from_db()
    assert case.bureau == two.city.bureau_a
    assert cases.case_seen(case.pk, post=two.b, at=two.at) is None
    two.take(request, "receive", by=two.head_b)
    case.refresh_from_db()
    assert (case.bureau, case.unit) == (two.city.bureau_b, two.city.bureau_b)
    assert cases.case_seen(case.pk, post=two.b, at=two.at).why == "holds"  # type: ignore[union-attr]
    with pytest.raises(RefusedError):
        two.little.take(case, "notify")
    with pytest.raises(RefusedError):
        two.little.appoint(case, two.little.third)
    for post in (two.b, two.b_second):
        case.refresh_from_db()
        appoint(case, post, two.little.cards[post.pk], seen=case.version,
                             by=two.head_b, at=two.at)  # fmt: skip
    assert two.little.take(case, "notify", by=two.b).to == "notified"


def test_the_leads_of_the_case_are_read_by_whoever_has_it(two: LittleMode) -> None:
    lead = open_lead(
        source=Lead.Source.FINDING,
        title="超期",
        body=two.little.body,
        by=two.little.first,
        at=two.at,
    )
    case = two.little.opened()
    case.leads.set([lead])
    request = two.handed(case)
    assert lead not in leads_seen(post=two.b, at=two.at)
    two.take(request, "receive", by=two.head_b)
    assert lead in leads_seen(post=two.b, at=two.at)
    assert lead in leads_seen(post=two.little.first, at=two.at)


def test_old_handlers_end_and_deadlines_run_on(two: LittleMode) -> None:
    case = two.little.opened()
    before = {one.step: one.due_on for one in case.deadlines.filter(state="running")}
    two.little.wait(2)
    two.moved(case)
    assert [one.post for one in case.handlers.filter(until=None)] == [two.b, two.b_second]
    running = case.deadlines.filter(state="running")
    assert {one.step: one.due_on for one in running} == before
    assert {one.owner for one in running} == {two.city.bureau_b}
    assert {
        one.unit for one in Duty.objects.filter(about_type="supervision.case", state="open")
    } == {two.city.bureau_b}
    assert [(one.bureau, one.until is None) for one in case.holdings.all()] == [
        (two.city.bureau_a, False), (two.city.bureau_b, True)
    ]  # fmt: skip


def test_the_list_is_of_the_whole_file_and_the_receipt_of_what_came_to_it(two: LittleMode) -> None:
    case = two.little.opened()
    two.little.take(case, "notify")
    request = two.handed(case)
    assert counts(request.handed)["step"] == case.steps.count()
    assert request.handed["digest"] == listed(case, at=two.at)["digest"]
    two.little.take(case, "explain")  # the body answers meanwhile: whom it answers does not matter
    request = two.take(request, "receive", by=two.head_b)
    assert counts(request.received)["step"] == counts(request.handed)["step"] + 1
    assert request.received["digest"] != request.handed["digest"]


def test_a_paper_half_done_stays_with_whom_began_it(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.asked(case)
    two.take(request, "decide", by=two.chief)
    paper = papers.draft(case, "supervision-notice", move="notify", by=two.little.first, at=two.at)
    with pytest.raises(PlainError, match="尚有 1 份"):
        two.take(request, "hand_over", by=two.little.head)
    papers.drop(paper, words="不用了", seen=paper.version, by=two.little.first, at=two.at)
    assert two.take(request, "hand_over", by=two.little.head).state == State.HANDED


def test_who_had_it_reads_until_then_and_no_further(two: LittleMode) -> None:
    case = two.little.opened()
    two.moved(case)
    two.little.wait(1)
    two.little.take(case, "notify", by=two.b)
    two.little.take(case, "inquire", by=two.b, words="询问了证人", inside=True)
    read = [one.move for one in cases.steps_seen(case, post=two.little.first)]
    assert read[-1] == "hand_over"
    assert "inquire" not in read
    assert not cases.reads_now(case, two.little.first)
    paper = papers.draft(case, "supervision-notice", move="notify", by=two.b, at=two.at)
    assert paper not in papers_seen(post=two.little.first, at=two.at)
    assert paper in papers_seen(post=two.b, at=two.at)
    assert paper in papers_seen(post=two.city.city, at=two.at)
    for post in (two.little.first, two.b, two.city.city):
        assert (
            paper in papers_in(case, post=post, at=two.at, annex=cases.reads_annex(case, post))
        ) == (post != two.little.first)
    for post in (two.b, two.city.city):
        assert "inquire" in [one.move for one in cases.steps_seen(case, post=post)]
        assert cases.reads_now(case, post)


def test_an_escalated_case_is_the_citys_and_its_section_handles_it(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.handed(case, Mode.ESCALATED)
    with pytest.raises(RefusedError):
        two.take(request, "receive", by=two.head_b)
    two.take(request, "receive", by=two.city_general)
    case.refresh_from_db()
    assert case.bureau == two.city.bureau
    assert case.unit == two.city.city.unit  # 县区科


def test_it_is_reported_and_ends_with_the_case_or_goes_back(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.moved(case)
    two.take(request, "report", by=two.b, words="已查清。")
    with pytest.raises(PlainError, match="已经办结"):
        two.take(request, "end", by=two.chief)
    two.take(request, "give_back", by=two.chief)
    two.take(request, "hand_back", by=two.head_b)
    two.take(request, "receive_back", by=two.little.head)
    case.refresh_from_db()
    request.refresh_from_db()
    assert (case.bureau, request.state) == (two.city.bureau_a, State.ENDED)
    assert cases.case_seen(case.pk, post=two.b, at=two.at) is None
    two.little.appoint(case, two.little.third)
    assert [one.why for one in case.holdings.all()] == ["proposed", "designated", "returned"]


def test_duties_arise_and_end(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.asked(case)

    def owed() -> set[tuple[str, str]]:
        rows = Duty.objects.filter(about_type="supervision.moderequest", about_id=request.pk)
        return {(one.event, one.state) for one in rows}

    assert owed() == {("mode_requested", "open")}
    assert request.decide_by is not None
    two.take(request, "decide", by=two.chief)
    assert owed() == {("mode_requested", "done"), ("mode_decided", "open")}
    request = two.take(request, "hand_over", by=two.little.head)
    assert request.hand_over_by is not None
    two.take(request, "receive", by=two.head_b)
    assert owed() == {("mode_requested", "done"), ("mode_decided", "done")}


def test_a_refused_request_leaves_all_as_it_was(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.asked(case)
    with pytest.raises(PlainError, match="没有结束"):
        two.asked(case, Mode.ESCALATED)
    two.take(request, "refuse", by=two.chief, words="可以自行办理")
    case.refresh_from_db()
    assert case.bureau == two.city.bureau_a
    assert not Duty.objects.filter(about_type="supervision.moderequest", state="open")
    assert two.asked(case, Mode.ESCALATED).state == State.ASKED


def test_the_second_of_two_is_told_who_was_faster(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.asked(case)
    seen = request.version
    two.take(request, "refuse", by=two.chief, seen=seen)
    with pytest.raises(ChangedError, match="赵五"):
        two.take(request, "decide", by=two.chief, seen=seen)


def test_those_concerned_see_it_and_are_told(two: LittleMode) -> None:
    case = two.little.opened()
    request = two.handed(case)
    for post in (two.little.first, two.head_b, two.b, two.chief, two.city_general):
        assert access.requests_seen(post=post, at=two.at).filter(pk=request.pk).exists(), post
    for post in (two.little.clerk, two.city.audit_admin):
        assert not access.requests_seen(post=post, at=two.at).exists(), post
    told = set(Notice.objects.filter(kind__startswith="modes.").values_list("post", "kind"))
    assert {(two.head_b.pk, "modes.over"), (two.chief.pk, "modes.asked")} <= told
    assert two.little.clerk.pk not in {post for post, _ in told}


def test_a_case_before_the_government_stays_where_it_is(two: LittleMode) -> None:
    case = two.little.deliberated()
    request = two.asked(case)
    two.little.take(case, "ask_government")
    with pytest.raises(PlainError, match="报请政府批准"):
        two.take(request, "decide", by=two.chief)
    assert two.take(request, "withdraw", by=two.little.second).state == State.WITHDRAWN


def test_a_bureau_that_may_not_be_named_is_refused(two: LittleMode) -> None:
    case = two.little.opened()
    for bureau in (two.city.bureau_a, two.city.bureau, two.city.body_a):
        with pytest.raises(PlainError, match="不能指定"):
            two.asked(case, given=Given(target=bureau))


@pytest.mark.parametrize("mode", [Mode.DESIGNATED, Mode.ESCALATED])
def test_the_superior_writes_the_notice_and_sends_it_to_the_bureaus(
    two: LittleMode, mode: Mode
) -> None:
    case = two.little.opened()
    request = two.asked(case, mode)
    two.take(request, "decide", by=two.chief)
    request.refresh_from_db()
    with pytest.raises(RefusedError):
        papers.draft(request, PAPER[mode], by=two.little.first, at=two.at)
    paper = papers.draft(request, PAPER[mode], by=two.city_general, at=two.at)
    assert paper.bureau == two.city.bureau
    assert paper.fields["hand_over_by"] == "2026-03-05"
    assert "近亲属" in paper.fields["conditions"] or "媒体" in paper.fields["conditions"]
    sent_to = {two.city.bureau_a} | ({two.city.bureau_b} if mode == Mode.DESIGNATED else set())
    assert set(owner_of(request).receivers(paper)) == sent_to
    for post in (two.little.head, two.head_b):
        seen = paper in papers_seen(post=post, at=two.at)
        assert seen == (mode == Mode.DESIGNATED or post == two.little.head)
