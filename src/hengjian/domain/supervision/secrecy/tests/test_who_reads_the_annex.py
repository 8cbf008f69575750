"""Who reported a case is read by handlers and head, for a purpose; the body gets it in other words."""

from datetime import timedelta

import pytest

from hengjian.content.errors import PlainError
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.duties import RefusedError
from hengjian.domain.supervision.cases import actions as cases
from hengjian.domain.supervision.cases.handlers.actions import ask_recusal, decide_recusal
from hengjian.domain.supervision.papers.tests.little_paper import NOTICE, LittlePaper
from hengjian.domain.supervision.secrecy import access, actions
from hengjian.domain.supervision.secrecy.behind import tells
from hengjian.domain.supervision.secrecy.guarding import TellsError
from hengjian.domain.supervision.secrecy.tests.little_secret import (
    NAME,
    PHONE,
    PHRASE,
    PLACE,
    LittleSecret,
)

pytestmark = pytest.mark.django_db
WHY = {"purpose": "verify", "words": "电话核实时间"}


def test_handlers_and_head_read_it_for_an_hour_and_the_ledger_knows(secret: LittleSecret) -> None:
    little = secret.little
    for post in (little.first, little.second, little.head):
        reading = actions.open_annex(secret.case, **WHY, by=post, at=little.at)
        assert access.own_reading(post, case=secret.case, at=little.at) == reading
        later = little.at + timedelta(minutes=61)
        assert access.own_reading(post, case=secret.case, at=later) is None
    entry = LedgerEntry.objects.filter(kind="annex.read").first()
    assert entry is not None
    assert entry.payload["purpose"] == "verify"
    assert "核实" not in str(entry.payload)


def test_nobody_else_reads_it(secret: LittleSecret) -> None:
    little, city = secret.little, secret.little.city
    others = (little.third, little.clerk, city.city, city.county_b, city.leader, city.audit_admin)
    for post in others:
        with pytest.raises(RefusedError):
            actions.open_annex(secret.case, **WHY, by=post, at=little.at)
    assert actions.open_annex(secret.case, **WHY, by=little.first, at=little.at)


@pytest.mark.parametrize("given", [{"purpose": ""}, {"purpose": "x"}, {"words": " 看 看 "}])
def test_a_purpose_is_needed(secret: LittleSecret, given: dict[str, str]) -> None:
    with pytest.raises(PlainError, match="用途"):
        actions.open_annex(
            secret.case, **{**WHY, **given}, by=secret.little.first, at=secret.little.at
        )


def test_who_left_the_case_reads_it_no_more(secret: LittleSecret) -> None:
    little = secret.little
    asked = ask_recusal(
        secret.case.handlers.get(post=little.second), ground="有利害关系", by=little.second,
        at=little.at,
    )  # fmt: skip
    assert access.reads_annex(secret.case, little.second)
    decide_recusal(asked, granted=True, why="属实", by=little.head, at=little.at)
    assert not access.reads_annex(secret.case, little.second)


def test_the_body_is_told_only_what_was_retold(secret: LittleSecret) -> None:
    with pytest.raises(PlainError, match="已经改写"):
        secret.take("notify")
    secret.retold()
    assert secret.take("notify").to == "notified"
    with pytest.raises(PlainError, match="已经收到通知"):
        secret.retold()


def test_a_summary_that_was_written_for_it_is_enough(secret: LittleSecret) -> None:
    secret.lead.summary = secret.case.facts
    secret.lead.save()
    assert secret.take("notify").to == "notified"


@pytest.mark.parametrize("told", [NAME, PHONE, "139 7777 0042", PLACE, PHRASE[3:20]])
def test_what_tells_the_reporter_is_not_kept_for_the_body(secret: LittleSecret, told: str) -> None:
    little, case = secret.little, secret.case
    with pytest.raises(TellsError, match="反映人的"):
        cases.retell(
            case, facts=f"{told}反映扣押。", seen=case.version, by=little.first, at=little.at
        )
    secret.retold()
    secret.take("notify")
    with pytest.raises(TellsError, match="反映人的"):
        secret.take("inquire", words=f"询问了{told}。")
    assert secret.take("inquire", words=f"询问了{told}。", inside=True)


def test_what_the_body_writes_is_not_compared(secret: LittleSecret) -> None:
    """A refusal would tell it that it guessed right."""
    secret.retold()
    secret.take("notify")
    assert secret.take("explain", words=f"此事想必是{NAME}反映的。")


def test_a_paper_that_tells_is_not_submitted_without_a_reason(secret: LittleSecret) -> None:
    secret.retold()
    secret.take("notify")
    desk = LittlePaper(secret.little, secret.case)
    paper = desk.drafted(fields={**NOTICE, "facts": f"据{NAME}反映，没有出具清单。"})
    with pytest.raises(TellsError, match="反映人的姓名"):
        desk.submitted(paper)
    assert desk.submitted(paper, aware="反映人就是当事人，须写明").state == "check"
    silent = desk.drafted()
    assert desk.submitted(silent).state == "check"
    annex = desk.drafted(inside=True, fields={**NOTICE, "facts": f"{NAME}反映。"})
    assert desk.submitted(annex).state == "check"
    assert annex.title == "行政执法监督通知书"


def test_a_common_phrase_is_nobodys_own(secret: LittleSecret) -> None:
    assert tells("没有留下单子。", [secret.reporter]) == []
    assert tells(f"他说{PHRASE[:15]}。", [secret.reporter]) == ["原话"]
