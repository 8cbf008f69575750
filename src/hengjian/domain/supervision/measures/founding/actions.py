"""Founds the demo's measures: a talk under way, one that ended, a circular, a suggestion, advice received.

Serves `make demo`. They are made by the actions that people use; people in them are the demo's own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hengjian.core.clock import day_of
from hengjian.core.people.models import Post, Role
from hengjian.domain.registry.models import Certificate
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.measures import actions
from hengjian.domain.supervision.measures.actions import Given, Proposal
from hengjian.domain.supervision.measures.models import Measure
from hengjian.domain.supervision.measures.workflow import MOVES, PAPERS, Doer, Kind
from hengjian.domain.supervision.papers.founding.actions import found_paper

SIMULATED = "（模拟数据）"


@dataclass
class _Desk:
    """Who works on the demo's measures, and when."""

    handlers: list[Post]
    head: Post
    clerk: Post | None
    at: datetime

    def propose(self, said: Proposal) -> Measure:
        return actions.propose(said, by=self.handlers[0], at=self.at)

    def take(self, measure: Measure, code: str, words: str = "", **given: Any) -> None:
        who = {Doer.HANDLER: self.handlers[0], Doer.CHIEF: self.head, Doer.BODY: self.clerk}
        by = who[MOVES[code].by]
        measure.refresh_from_db()
        if by is not None:
            actions.take(
                measure, code, seen=measure.version, words=words or f"情况属实。{SIMULATED}",
                given=Given(**given), by=by, at=self.at,
            )  # fmt: skip

    def paper(self, measure: Measure) -> bool:
        """Its first paper, as far as this machine can set it."""
        made = found_paper(
            measure, PAPERS[Kind(measure.kind)][0], move="", upto="served", handlers=self.handlers,
            head=self.head, clerk=self.clerk, by=self.handlers[0], at=self.at,
        )  # fmt: skip
        return made is not None


def found_measures(cases: list[Case], *, by: Post | None = None, at: datetime) -> int:
    """A few of each kind, about the bodies of the demo's cases; gives how many there are."""
    for case in cases:
        desk = _desk_of(case, at)
        if desk is not None:
            _found(case, desk, at)
            break
    return Measure.objects.count()


def _desk_of(case: Case, at: datetime) -> _Desk | None:
    posts = [one.post for one in case.handlers.select_related("post__person", "post__unit")]
    head = Post.objects.filter(unit=case.bureau, role=Role.LEADER).on(day_of(at)).first()
    clerk = Post.objects.filter(unit=case.body.unit, role=Role.BODY_CLERK).first()
    if len(posts) < 2 or head is None or clerk is None:
        return None
    return _Desk(posts, head, clerk, at - timedelta(days=12))


def _found(case: Case, desk: _Desk, at: datetime) -> None:
    body = case.body
    talk = desk.propose(
        Proposal(
            kind=Kind.TALK, title="整改逾期，督办后仍未落实", case=case, body=body,
            facts=f"{body}收到监督意见书后逾期未报整改情况，督办后仍有一项没有落实。{SIMULATED}",
        )
    )  # fmt: skip
    desk.take(talk, "approve")
    if desk.paper(talk):
        desk.take(talk, "notify", moment=desk.at + timedelta(days=3), place="司法局三楼会议室")
        desk.at += timedelta(days=4)
        promises = (
            ("补齐整改报告和佐证材料", day_of(at) + timedelta(days=6)),
            ("组织执法人员集中学习告知程序", day_of(at) + timedelta(days=20)),
        )
        desk.take(
            talk, "hold", f"指出整改不到位的问题，负责人作出承诺。{SIMULATED}", promises=promises
        )
    circular = desk.propose(
        Proposal(
            kind=Kind.CIRCULAR, title="上半年行政执法监督情况", receiver="各乡镇人民政府，各有关部门",
            facts=f"上半年监督发现告知、送达和公示方面的问题较为集中。{SIMULATED}", body=body,
        )
    )  # fmt: skip
    desk.take(circular, "enter_consent", "政府办公室同意通报的批复", on=day_of(desk.at))
    _of_person(body.pk, case, desk)
    advice = Proposal(
        kind=Kind.ADVICE, title="关于规范行政处罚告知程序的检察建议", receiver="人民检察院", body=body,
        facts=f"建议对告知程序开展自查，并书面反馈。{SIMULATED}",
    )  # fmt: skip
    actions.receive_advice(
        advice, received_on=day_of(at - timedelta(days=20)), by=desk.handlers[0], at=desk.at
    )


def _of_person(body: int, case: Case, desk: _Desk) -> None:
    """A suggestion about a certificate: the person is heard before the head decides."""
    rows = Certificate.objects.filter(body=body, kind="enforcement", withdrawn_on=None)
    card = rows.select_related("officer").order_by("code").first()
    if card is None:
        return
    made = desk.propose(
        Proposal(
            kind=Kind.CARD, title="执法时未出示证件", case=case, body=case.body, officer=card.officer,
            card=card, form=Measure.Form.SUSPEND, receiver="省司法厅",
            facts=f"两次检查没有出示证件，现场笔录没有记载。{SIMULATED}",
            reason=f"经核对现场录像和笔录，情况属实，应当离岗学习。{SIMULATED}",
        )
    )  # fmt: skip
    desk.take(made, "hear", f"本人承认没有出示证件，愿意改正。{SIMULATED}", on=day_of(desk.at))
