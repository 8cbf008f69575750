"""A paper from draft to service: who does what, what stands on the 审批单, what others may not do."""

from datetime import date

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Role
from hengjian.core.tests.small_city import SINCE
from hengjian.domain.supervision.papers import access, actions, making, store
from hengjian.domain.supervision.papers.models import Delivery, Paper, PaperFile
from hengjian.domain.supervision.papers.queries import turns_open
from hengjian.domain.supervision.papers.serving import actions as serving
from hengjian.domain.supervision.papers.tests.little_paper import SCAN, LittlePaper
from hengjian.domain.supervision.refusing import ChangedError
from hengjian.letters import LetterError

pytestmark = pytest.mark.django_db


def test_it_goes_from_draft_to_service(desk: LittlePaper) -> None:
    paper = desk.served()
    assert (paper.state, paper.number, paper.served_on) == (
        "served", "甲司监督通〔2026〕1号", date(2026, 3, 2),
    )  # fmt: skip
    told = [(one.step, making.who(one), one.words) for one in paper.steps.all()]
    assert [step for step, _, _ in told] == [
        "drafted", "submitted", "checked", "signed", "numbered", "sealed", "sent", "served",
    ]  # fmt: skip
    assert told[3] == ("signed", "何十", "同意，请印发。")
    kinds = LedgerEntry.objects.filter(subject_type="supervision.paper").values_list(
        "kind", flat=True
    )
    assert set(kinds) == {f"paper.{step}" for step, _, _ in told} | {"paper.file"}
    assert desk.case.steps.filter(move="paper_served").count() == 1


def test_a_draft_is_prefilled_from_the_case_and_knows_its_title(desk: LittlePaper) -> None:
    paper = desk.drafted(fields=None)
    assert paper.fields["body"] == "甲县市场监督管理局"
    assert paper.fields["facts"].startswith("三件案件")
    assert paper.fields["contact"] == "王二"
    assert paper.fields["basis"].startswith("《行政执法监督条例》第")
    assert paper.title == "行政执法监督通知书"
    assert "demands" not in paper.fields


def test_what_is_not_whole_is_not_submitted_and_names_its_field(desk: LittlePaper) -> None:
    paper = desk.drafted(fields=None)
    with pytest.raises(LetterError, match="缺少要求"):
        desk.submitted(paper)
    assert Paper.objects.get(pk=paper.pk).state == "draft"


def test_a_returned_one_goes_back_with_its_reason_and_is_agreed_to_anew(desk: LittlePaper) -> None:
    paper = desk.submitted()
    desk.do(paper, "agree", by=desk.little.second)
    with pytest.raises(PlainError, match="请写明退回理由"):
        desk.do(paper, "send_back", by=desk.little.head, words=" ")
    desk.do(paper, "send_back", by=desk.little.head, words="依据写到条。")
    assert (paper.state, paper.edition) == ("draft", 2)
    desk.do(paper, "write", fields={**paper.fields, "basis": "《条例》第十九条"})
    desk.submitted(paper)
    assert paper.state == "check"
    assert [one.fields["basis"] for one in paper.editions.all()] == [
        "《行政执法监督条例》第十九条", "《条例》第十九条",
    ]  # fmt: skip


def test_it_is_countersigned_by_all_before_it_is_signed(desk: LittlePaper) -> None:
    paper = desk.submitted(countersigners=[desk.little.third, desk.little.second])
    desk.do(paper, "agree", by=desk.little.second)
    assert paper.state == "countersign"
    desk.do(paper, "agree", by=desk.little.third)
    assert paper.state == "countersign"
    with pytest.raises(RefusedError, match="不在您这里"):
        desk.do(paper, "agree", by=desk.little.head)
    desk.do(paper, "agree", by=desk.little.second, words="无意见。")
    assert paper.state == "sign"


def test_a_deputy_of_the_day_signs_for_the_head_and_is_named_so(desk: LittlePaper) -> None:
    little = desk.little
    person = enrol_person("deputy", "代一", by=None, at=little.at)
    deputy = give_post(
        person, little.head.unit, Role.LEADER, since=SINCE, until=date(2026, 3, 2),
        acting_for=little.head, by=None, at=little.at,
    )  # fmt: skip
    paper = desk.submitted()
    desk.do(paper, "agree", by=little.second)
    assert [one.paper for one in turns_open(post=deputy)] == [paper]
    desk.do(paper, "agree", by=deputy)
    assert making.who(paper.steps.get(step="signed")) == "代一（代何十）"
    assert paper.signed_by == deputy


def test_nobody_checks_or_signs_his_own_draft(desk: LittlePaper) -> None:
    paper = desk.drafted()
    with pytest.raises(PlainError, match="核稿人不合要求"):
        desk.do(paper, "submit", checker=desk.little.first, signer=desk.little.head)
    with pytest.raises(PlainError, match="签发人不合要求"):
        desk.do(paper, "submit", checker=desk.little.second, signer=desk.little.third)


def test_of_two_who_sign_at_the_same_moment_the_second_is_told(desk: LittlePaper) -> None:
    paper = desk.submitted()
    desk.do(paper, "agree", by=desk.little.second)
    seen = paper.version
    desk.do(paper, "agree", by=desk.little.head, seen=seen)
    with pytest.raises(ChangedError, match="何十已办理“签发”"):
        desk.do(paper, "agree", by=desk.little.head, seen=seen)
    with pytest.raises(PlainError, match="待编号"):
        desk.do(paper, "agree", by=desk.little.head)


@pytest.mark.parametrize("name", ["third", "clerk"])
def test_strangers_do_not_write_or_issue(desk: LittlePaper, name: str) -> None:
    paper = desk.drafted()
    stranger = getattr(desk.little, name)
    with pytest.raises(RefusedError):
        desk.do(paper, "write", by=stranger, fields=paper.fields)
    desk.signed(paper)
    with pytest.raises(RefusedError):
        desk.do(paper, "give_number", by=desk.little.city.county_b)


def test_what_the_government_must_approve_is_not_signed_before(desk: LittlePaper) -> None:
    from hengjian.domain.supervision.cases.approvals.actions import enter_approval

    fields = {
        "body": "甲县市场监督管理局", "case_number": "甲县监督〔2026〕1号", "matter": "超期", "facts": "事实",
        "heard": "已听取", "findings": "违法", "basis": "《条例》第二十条", "approved_by": "甲县人民政府批复",
        "outcome": "责令补正或者改正", "orders": [{"what": "改正。"}], "report_by": "2026-04-01",
        "review_days": "三十日",
    }  # fmt: skip
    paper = desk.submitted(desk.drafted("decision", move="decide", fields=fields))
    desk.do(paper, "agree", by=desk.little.second)
    with pytest.raises(PlainError, match="须经本级政府批准"):
        desk.do(paper, "agree", by=desk.little.head)
    desk.case.refresh_from_db()
    enter_approval(desk.case, document="甲政批〔2026〕3号", dated_on=date(2026, 3, 1),
                   by=desk.little.first, at=desk.little.at)  # fmt: skip
    desk.do(paper, "agree", by=desk.little.head)
    assert paper.state == "number"


def test_a_record_is_filed_by_its_drafter_and_its_signed_scan_bound(desk: LittlePaper) -> None:
    fields = {"matter": "超期", "began": "2026-03-02T09:00", "place": "会议室", "inquirers": "王二、吴九",
              "recorder": "吴九", "person": "某人", "talk": [{"question": "为何超期", "answer": "疏忽"}]}  # fmt: skip
    paper = desk.drafted("inquiry-record", move="inquire", fields=fields)
    desk.do(paper, "file_record")
    assert paper.state == "filed"
    desk.do(paper, "add_scan", scan=SCAN, role=PaperFile.Role.SCAN)
    best = making.best_file(paper.files.all())
    assert best is not None
    assert best.role == "scan"
    assert store.read(best.sha256) == SCAN
    with pytest.raises(PlainError, match="须经核稿和签发"):
        desk.do(desk.drafted(), "file_record")


def test_a_paper_that_is_given_up_says_why(desk: LittlePaper) -> None:
    paper = desk.submitted()
    with pytest.raises(PlainError, match="撤稿理由"):
        desk.do(paper, "drop", words="")
    desk.do(paper, "drop", words="不再需要。")
    assert paper.state == "dropped"
    assert not turns_open(post=desk.little.second).exists()


def test_a_correction_is_another_paper_that_names_the_first(desk: LittlePaper) -> None:
    first = desk.served()
    again = actions.draft(
        desk.case,
        first.kind,
        move="notify",
        corrects=first,
        by=desk.little.first,
        at=desk.little.at,
    )
    assert again.fields == first.fields
    assert "更正" in again.steps.get().words
    assert first.number in again.steps.get().words
    with pytest.raises(PlainError, match="只能更正本案已经签发的文书"):
        actions.draft(
            desk.case, first.kind, corrects=again, by=desk.little.first, at=desk.little.at
        )


def test_the_body_reads_what_was_served_on_it_and_nothing_inside(desk: LittlePaper) -> None:
    little = desk.little
    delivery = desk.sent()

    def read() -> list[Paper]:
        return list(access.papers_seen(post=little.clerk, at=little.at))

    assert read() == []
    assert [one.paper for one in access.deliveries_to(little.clerk)] == [delivery.paper]
    serving.receive(delivery, by=little.clerk, at=little.at)
    assert read() == [delivery.paper]
    hidden = desk.sealed(desk.drafted(inside=True))
    with pytest.raises(PlainError, match="不是发给被监督机关的"):
        desk.do(hidden, "send")
    desk.do(hidden, "enter_service", way=Delivery.Way.PERSON, receiver="甲县市场监督管理局",
            served_on=date(2026, 3, 2), signer="李四")  # fmt: skip
    assert read() == [delivery.paper]
    assert [one.paper for one in access.deliveries_to(little.clerk)] == [delivery.paper]
    stranger = little.city.county_b
    assert not access.papers_seen(post=stranger, at=little.at).exists()
    with pytest.raises(RefusedError):
        serving.receive(delivery, by=stranger, at=little.at)


def test_service_by_post_waits_for_its_day_and_one_in_person_has_it(desk: LittlePaper) -> None:
    paper = desk.sealed()
    with pytest.raises(PlainError, match="邮件号"):
        desk.do(paper, "enter_service", way=Delivery.Way.POST, receiver="某人", served_on=None)
    posted = desk.do(paper, "enter_service", way=Delivery.Way.POST, receiver="甲县市场监督管理局",
                     served_on=None, tracking="EMS123")  # fmt: skip
    assert paper.state == "serve"
    desk.little.wait(3)
    with pytest.raises(PlainError, match="今天以后"):
        serving.enter_receipt(posted, served_on=date(2026, 3, 9), signer="李四",
                              by=desk.little.first, at=desk.little.at)  # fmt: skip
    serving.enter_receipt(posted, served_on=date(2026, 3, 4), signer="李四", receipt=SCAN,
                          by=desk.little.first, at=desk.little.at)  # fmt: skip
    paper.refresh_from_db()
    assert (paper.state, paper.served_on) == ("served", date(2026, 3, 4))
    assert paper.files.filter(role="receipt").count() == 1
    with pytest.raises(ChangedError, match="已经登记"):
        serving.enter_receipt(posted, served_on=date(2026, 3, 4), signer="李四",
                              by=desk.little.first, at=desk.little.at)  # fmt: skip
