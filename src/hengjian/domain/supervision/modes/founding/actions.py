"""Founds the demo's modes: one case designated and received, one escalated on its way, one joint; one lent.

Serves `make demo`. Each is made by the actions that people use, on days of the last weeks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.actions import approve_post
from hengjian.core.people.models import Post, Role
from hengjian.domain.registry.models import Body, Certificate
from hengjian.domain.supervision.cases import actions as cases
from hengjian.domain.supervision.cases.conditions import HANDLERS
from hengjian.domain.supervision.cases.handlers.actions import appoint
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.queries import able_supervisors
from hengjian.domain.supervision.lending import actions as lending
from hengjian.domain.supervision.modes import actions
from hengjian.domain.supervision.modes.actions import Given, Task
from hengjian.domain.supervision.modes.models import ModeRequest
from hengjian.domain.supervision.modes.superiors import bureaus, common_superior
from hengjian.domain.supervision.modes.workflow import PAPER, Mode
from hengjian.domain.supervision.papers.founding.actions import found_paper

Able = list[tuple[Post, Certificate]]
SIMULATED = "（模拟数据）"
FACTS = {
    Mode.DESIGNATED: ("行政检查未按规定出示证件", "两次检查的笔录没有记载出示执法证件。"),
    Mode.ESCALATED: ("对同类违法行为处罚幅度明显不一致", "同一事项的罚款相差数倍，没有说明理由。"),
    Mode.JOINT: ("委托执法的范围和期限不明确", "几个县的委托书都没有写明事项和期限。"),
}
SAID = {
    Mode.DESIGNATED: {"conflicted": "被监督机关负责人与本局负责人有近亲属关系。"},
    Mode.ESCALATED: {"great_effect": "当地媒体两次报道，来信较多。"},
    Mode.JOINT: {"specialists": "需要各县派熟悉委托执法的人员一起核查。"},
}


@dataclass
class _Desk:
    """Who works on the demo's modes: of the county that has the cases, of another, of the city."""

    holder: Unit
    other: Unit
    city: Unit
    handlers: Able
    city_able: Able
    head: Post
    chief: Post
    at: datetime

    def back(self, days: int) -> datetime:
        return self.at - timedelta(days=days)

    def opened(self, mode: Mode, body: Body, days: int) -> Case:
        title, facts = FACTS[mode]
        first = self.handlers[0][0]
        case = cases.propose(
            title=title, facts=facts + SIMULATED, body=body, bureau=self.holder, unit=self.holder,
            by=first, at=self.back(days),
        )  # fmt: skip
        case.refresh_from_db()
        cases.take(case, "approve_opening", seen=case.version, by=self.head, at=self.back(days - 1))
        for place, (post, card) in enumerate(self.handlers):
            case.refresh_from_db()
            appoint(case, post, card, leading=place == 0, seen=case.version, by=self.head,
                          at=self.back(days - 1))  # fmt: skip
        case.refresh_from_db()
        return case

    def asked(self, case: Case, mode: Mode, days: int, given: Given) -> ModeRequest:
        return actions.ask(
            case, mode, reason=f"请市局决定。{SIMULATED}", words=SAID[mode], given=given,
            seen=case.version, by=self.handlers[0][0], at=self.back(days),
        )  # fmt: skip

    def take(
        self, request: ModeRequest, code: str, by: Post, days: int, given: Given | None = None
    ) -> ModeRequest:
        request.refresh_from_db()
        return actions.take(
            request, code, seen=request.version, words=f"情况属实，请按程序办理。{SIMULATED}",
            given=given or Given(), by=by, at=self.back(days),
        )  # fmt: skip


def found_modes(*, by: Post | None = None, at: datetime) -> int:
    """The three modes and a lending, where the demo's people suffice; gives how many requests."""
    desk = _desk(at)
    if desk is None:
        return 0
    bodies = list(
        Body.objects.filter(unit__division=desk.holder.division, management="local",
                            unit__kind=UnitKind.BODY).order_by("-pk")[:3]
    )  # fmt: skip
    if len(bodies) < len(Mode):
        return 0
    lent = _lent(desk)
    _designated(desk, bodies[0], lent)
    _escalated(desk, bodies[1])
    _joint(desk, bodies[2])
    _wanted(desk)
    return len(Mode)


def _lent(desk: _Desk) -> tuple[Post, Certificate]:
    """The city lends the other county a supervisor for three months."""
    own, card = desk.city_able[-1]
    day = day_of(desk.back(22))
    asked = lending.ask(
        own, desk.other, since=day, until=day + timedelta(days=90),
        reason=f"本县持证监督人员不足两名，承办指定案件需要增加人手。{SIMULATED}",
        by=desk.city_able[0][0], at=desk.back(24),
    )  # fmt: skip
    made = lending.decide(asked, "grant", words="同意。", seen=1, by=desk.chief, at=desk.back(22))
    assert made.post is not None
    approve_post(made.post, by=None, at=desk.back(22))
    return made.post, card


def _wanted(desk: _Desk) -> None:
    """The county asks for a supervisor of the other one; the city has not decided yet."""
    day = day_of(desk.at)
    able = able_supervisors(desk.other, day=day)
    own = next((post for post, _ in able if post.lent_from is None), None)
    if own is not None:
        lending.ask(
            own, desk.holder, since=day + timedelta(days=7), until=day + timedelta(days=67),
            reason=f"年底案卷评查集中，需要增加一名持证人员。{SIMULATED}",
            by=desk.handlers[0][0], at=desk.back(2),
        )  # fmt: skip


def _designated(desk: _Desk, body: Body, lent: tuple[Post, Certificate]) -> None:
    """Received by the other county, which handles it with the lent supervisor."""
    case = desk.opened(Mode.DESIGNATED, body, 20)
    request = desk.asked(case, Mode.DESIGNATED, 18, Given(target=desk.other))
    report_by = day_of(desk.at) + timedelta(days=30)
    desk.take(request, "decide", desk.chief, 17, Given(report_by=report_by))
    request.refresh_from_db()
    general = [post for post, _ in desk.city_able[:HANDLERS]]
    found_paper(
        request, PAPER[Mode.DESIGNATED], move=Mode.DESIGNATED, upto="send", handlers=general,
        head=desk.chief, clerk=None, by=general[0], at=desk.back(17),
    )  # fmt: skip
    desk.take(request, "hand_over", desk.head, 15)
    own = able_supervisors(desk.other, day=day_of(desk.back(14)))
    chosen = [*[pair for pair in own if pair[0] != lent[0]][:1], lent]
    desk.take(request, "receive", chosen[0][0], 14, Given(handlers=chosen))
    case.refresh_from_db()
    cases.take(case, "notify", seen=case.version, words=f"请说明检查时出示证件的情况。{SIMULATED}",
               by=chosen[0][0], at=desk.back(12))  # fmt: skip


def _escalated(desk: _Desk, body: Body) -> None:
    """On its way: the county has handed it over, the city is to receive it."""
    case = desk.opened(Mode.ESCALATED, body, 9)
    request = desk.asked(case, Mode.ESCALATED, 5, Given())
    desk.take(request, "decide", desk.chief, 3)
    desk.take(request, "hand_over", desk.head, 1)


def _joint(desk: _Desk, body: Body) -> None:
    """The other county works on its part; a third one has not answered."""
    case = desk.opened(Mode.JOINT, body, 12)
    due = day_of(desk.at) + timedelta(days=12)
    third = [
        one for one in bureaus() if one.pk not in (desk.holder.pk, desk.other.pk, desk.city.pk)
    ]
    tasks = [Task(one, f"核查本县的委托书，逐件列出事项、期限和公布情况。{SIMULATED}", due)
             for one in (desk.other, *third[:1])]  # fmt: skip
    plan = f"本月核查，下月形成一份报告，对各机关分别制发文书。{SIMULATED}"
    request = desk.asked(case, Mode.JOINT, 8, Given(tasks=tasks, plan=plan))
    desk.take(request, "convene", desk.chief, 6)
    request.refresh_from_db()
    who = next(post for post, _ in able_supervisors(desk.other, day=day_of(desk.back(5)))
               if post.unit.kind == UnitKind.BUREAU and post.lent_from is None)  # fmt: skip
    actions.answer(request, joins=True, seen=request.version, by=who, at=desk.back(5))


def _desk(at: datetime) -> _Desk | None:
    """A county with a head and two supervisors, another with one, and the city over both."""
    day = day_of(at - timedelta(days=24))
    staffed = [(one, able_supervisors(one, day=day)) for one in bureaus()]
    for holder, handlers in staffed:
        city = common_superior([holder])
        head = _head(holder)
        if city is None or head is None or len(handlers) < HANDLERS:
            continue
        chief = _head(city)
        over = [pair for pair in able_supervisors(city, day=day)
                if pair[0].role == Role.SUPERVISOR]  # fmt: skip
        over.sort(key=lambda pair: pair[0].unit.kind != UnitKind.SECTION_GENERAL)
        others = [one for one, able in staffed if able and one.pk not in (holder.pk, city.pk)]
        if chief is not None and len(over) > HANDLERS and others:
            return _Desk(holder, others[0], city, handlers[:HANDLERS], over, head, chief, at)
    return None


def _head(bureau: Unit) -> Post | None:
    return Post.objects.filter(unit=bureau, role=Role.LEADER).first()
