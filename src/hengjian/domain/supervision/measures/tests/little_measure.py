"""Measures about a little body: who proposes, approves, and answers; an officer with his card."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hengjian.core.people.models import Post
from hengjian.domain.registry.actions import enter_row
from hengjian.domain.registry.models import Certificate, Officer
from hengjian.domain.registry.registers import CERTIFICATES, OFFICERS
from hengjian.domain.supervision.cases.tests.little_case import AT, LittleCase
from hengjian.domain.supervision.measures import actions
from hengjian.domain.supervision.measures.actions import Given, Proposal
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.workflow import MOVES, PAPERS, Doer, Kind
from hengjian.domain.supervision.papers.founding.actions import found_paper
from hengjian.domain.supervision.papers.models import Paper

REASON = "本人两次未按规定出示证件，经查属实。"
TODAY = AT.date()


@dataclass
class LittleMeasure:
    """`propose` begins one, `take` acts as whoever the step is for, `paper` brings a paper to its end."""

    little: LittleCase
    officer: Officer
    card: Certificate

    @classmethod
    def ready(cls, little: LittleCase) -> "LittleMeasure":
        officer: Officer = enter_row(
            OFFICERS, {"officer_id": "E1", "body_id": little.body.code, "name": "孙七",
                       "kind": "enforcement"}, by=None, at=AT,
        )  # fmt: skip
        card: Certificate = enter_row(
            CERTIFICATES, {"cert_no": "ZF1", "officer_id": "E1", "kind": "enforcement",
                           "valid_from": "2025-01-01", "valid_to": "2027-12-31"},
            by=None, at=AT,
        )  # fmt: skip
        return cls(little, officer, card)

    def proposed(self, kind: Kind = Kind.TALK, **more: Any) -> Measure:
        said = {
            "title": "多次逾期答复监督文书",
            "facts": "上半年三次没有按期答复。",
            "body": self.little.body,
        }
        if kind in (Kind.DISCIPLINE, Kind.CARD):
            said |= {"officer": self.officer, "reason": REASON, "receiver": "甲县人民政府"}
        if kind == Kind.CARD:
            said |= {"card": self.card, "form": "suspend"}
        if kind in (Kind.CIRCULAR, Kind.TRANSFER):
            said |= {"receiver": "各乡镇人民政府，县直各部门"}
        by = more.pop("by", self.little.first)
        return actions.propose(Proposal(kind=kind, **{**said, **more}), by=by, at=self.little.at)

    def take(self, measure: Measure, code: str, *, by: Post | None = None, **more: Any) -> Measure:
        measure.refresh_from_db()
        who = {
            Doer.HANDLER: self.little.first, Doer.CHIEF: self.little.head,
            Doer.BODY: self.little.clerk,
        }  # fmt: skip
        words, seen = more.pop("words", "情况属实。"), more.pop("seen", measure.version)
        actions.take(
            measure, code, seen=seen, words=words, given=Given(**more),
            by=by or who[MOVES[code].by], at=self.little.at,
        )  # fmt: skip
        measure.refresh_from_db()
        return measure

    def approved(self, kind: Kind = Kind.TALK, **more: Any) -> Measure:
        measure = self.proposed(kind, **more)
        if kind in (Kind.DISCIPLINE, Kind.CARD):
            self.take(measure, "hear", on=TODAY, words="我没有异议。")
        if kind == Kind.CIRCULAR:
            self.take(measure, "enter_consent", on=TODAY, words="甲县政函〔2026〕3号")
        return self.take(measure, "approve")

    def paper(self, measure: Measure, kind: str = "", upto: str = "served") -> Paper:
        little = self.little
        made = found_paper(
            measure, kind or PAPERS[Kind(measure.kind)][0], move="", upto=upto, head=little.head,
            clerk=little.clerk, handlers=[little.first, little.second], by=little.first,
            at=little.at,
        )  # fmt: skip
        assert made is not None
        return made

    def notified(self) -> Measure:
        measure = self.approved()
        self.paper(measure)
        moment = self.little.at + timedelta(days=2)
        return self.take(measure, "notify", moment=moment, place="县司法局会议室")

    def held(self, *promises: tuple[str, date]) -> Measure:
        measure = self.notified()
        self.little.at += timedelta(days=3)
        return self.take(measure, "hold", words="指出三项问题。", promises=promises)

    def sent(self, kind: Kind = Kind.DISCIPLINE) -> Measure:
        measure = self.approved(kind)
        self.paper(measure)
        code = "hand_over" if kind == Kind.TRANSFER else "send"
        return self.take(measure, code, receipt="县监委案管室 2026-03-02 收")
