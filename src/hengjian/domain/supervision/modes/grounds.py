"""On which grounds a case is designated, escalated or supervised jointly: each looked for in the case.

Serves the request and the decision. What the system can see it tells with its values; what it cannot see
needs a person's word, and without one it does not count. All of it is set by this system, not by law.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import UnitKind
from hengjian.core.wording import said, say
from hengjian.domain.findings.models import Finding
from hengjian.domain.findings.rules.in_force import book_in_force
from hengjian.domain.registry.deadlines import step_name
from hengjian.domain.supervision.cases.conditions import HANDLERS
from hengjian.domain.supervision.cases.deadlines import OF_BODY
from hengjian.domain.supervision.cases.models import Case, Deadline, Objection, Recusal
from hengjian.domain.supervision.cases.queries import supervisors_of
from hengjian.domain.supervision.cases.workflow import ENDED
from hengjian.domain.supervision.modes.workflow import Mode

SHARED = frozenset({"hotline", "court", "procuratorate", "media", "order"})
"""Sources that have the lead as well."""
NAMED = 5
"""So many of a kind are named; more are counted."""


@dataclass(frozen=True)
class Seen:
    """What the case shows of a ground: whether it holds (None: only a person can say), and by what."""

    holds: bool | None
    words: str


Look = Callable[[Case, datetime], Seen]


@dataclass(frozen=True)
class Ground:
    """One line of the table. ``look``: how the system sees it; None: it needs a person's word."""

    code: str
    mode: Mode
    label: Any
    look: Look | None = None


@dataclass(frozen=True)
class Judged:
    """A ground over a case: what was seen, and what somebody said."""

    ground: Ground
    seen: Seen
    said: str = ""

    @property
    def holds(self) -> bool:
        return bool(self.seen.holds) or (self.needs_word and bool(self.said.strip()))

    @property
    def needs_word(self) -> bool:
        return self.seen.holds is None

    def kept(self) -> dict[str, Any]:
        return {
            "code": self.ground.code, "holds": self.holds, "words": self.seen.words,
            "said": self.said.strip(),
        }  # fmt: skip


def set_to(name: str, at: datetime) -> int:
    """A number that the bureau may change."""
    content, _ = book_in_force(at)
    return int(content.parameters[f"modes.{name}"].values[-1].value)


# --- what the system sees ---------------------------------------------------------------------------------


def _government(case: Case, at: datetime) -> Seen:
    unit = case.body.unit
    same = unit.kind == UnitKind.GOVERNMENT and unit.division_id == case.bureau.division_id
    return Seen(
        same,
        say(
            f"被监督机关是{unit}（{unit.get_kind_display()}），办理的是{case.bureau}",
            f"the body is {unit}; {case.bureau} has the case",
        ),
    )


def _over_counties(case: Case, at: datetime) -> Seen:
    places = sorted(set(_alike(case).values_list("body__unit__division__name", flat=True)))
    number = set_to("counties", at)
    return Seen(
        len(places) >= number,
        say(
            f"同样的问题现在涉及 {len(places)} 个地方{_named(places)}，须 {number} 个以上",
            f"the same is found in {len(places)} places {_named(places)}; {number} are needed",
        ),
    )


def _over_bodies(case: Case, at: datetime) -> Seen:
    names = sorted(set(_alike(case).values_list("body__name", flat=True)) | {case.body.name})
    number = set_to("bodies", at)
    return Seen(
        len(names) >= number,
        say(
            f"同样的问题现在涉及 {len(names)} 个机关{_named(names)}，须 {number} 个以上",
            f"the same is found at {len(names)} bodies {_named(names)}; {number} are needed",
        ),
    )


def _alike(case: Case) -> Any:
    """Findings that stand, of the rules of the case's own findings."""
    rules = case.leads.filter(findings__isnull=False).values("findings__rule")
    return Finding.objects.filter(rule__in=rules, stands=True, body__isnull=False).order_by()


def _named(names: list[str]) -> str:
    if not names:
        return ""
    more = "等" if len(names) > NAMED else ""
    return f"（{'、'.join(names[:NAMED])}{more}）"


def _late(case: Case, at: datetime) -> Seen:
    day = day_of(at)
    own = case.deadlines.exclude(step__in=OF_BODY)
    missed = [
        *own.filter(state=Deadline.State.MISSED),
        *own.filter(state=Deadline.State.RUNNING, due_on__lt=day),
    ]
    told = "、".join(f"{step_name(one.step)} {one.due_on}" for one in missed[:NAMED])
    return Seen(
        bool(missed),
        say(
            f"监督机关逾期 {len(missed)} 次{f'（{told}）' if told else ''}",
            f"the bureau was late {len(missed)} times {told}",
        ),
    )


def _overturned(case: Case, at: datetime) -> Seen:
    changed = (Objection.Result.CHANGED, Objection.Result.WITHDRAWN)
    reviews = case.objections.filter(result__in=changed).count()
    returned = case.steps.filter(move="government_returned").count()
    number = set_to("overturned", at)
    return Seen(
        reviews + returned >= number,
        say(
            f"复查变更或者撤销 {reviews} 次，政府退回 {returned} 次，须 {number} 次以上",
            f"changed on review {reviews} times, returned by the government {returned} times; "
            f"{number} are needed",
        ),
    )


def _disputed(case: Case, at: datetime) -> Seen:
    leads = case.leads.values("pk")
    others = Case.objects.filter(leads__in=leads) | Case.objects.filter(
        leads__findings__in=case.leads.values("findings")
    )
    found = others.exclude(bureau=case.bureau).exclude(state__in=sorted(ENDED)).distinct()
    told = [f"{one.bureau}：{one}" for one in found.select_related("bureau")[:NAMED]]
    if not told:
        return Seen(None, say("没有其他监督机关就同一线索立案", "no other bureau has such a case"))
    return Seen(True, say(f"其他监督机关也在办理{_named(told)}", f"others have it too: {told}"))


def _recused(case: Case, at: datetime) -> Seen:
    asked = Recusal.objects.filter(handler__case=case).exclude(granted=False)
    count = asked.count()
    if not count:
        return Seen(None, say("没有准许或者待决定的回避", "no recusal was asked for or granted"))
    return Seen(True, say(f"准许或者待决定的回避 {count} 件", f"{count} recusals"))


def _too_few(case: Case, at: datetime) -> Seen:
    able = len(supervisors_of(case, day=day_of(at)))
    return Seen(
        able < HANDLERS,
        say(
            f"{case.bureau}监督证件有效的在岗监督人员 {able} 名，办案须 {HANDLERS} 名",
            f"{case.bureau} has {able} supervisors with a certificate; a case needs {HANDLERS}",
        ),
    )


def _shared(case: Case, at: datetime) -> Seen:
    leads = [one for one in case.leads.all() if one.source in SHARED]
    told = [one.get_source_display() for one in leads]
    if not told:
        return Seen(None, say("线索不是其他机关移送的", "no lead came from another authority"))
    return Seen(True, say(f"线索来自{_named(told)}", f"leads from {told}"))


TABLE: tuple[Ground, ...] = (
    Ground("government", Mode.ESCALATED,
           said("被监督的是同级政府", "the body is the government of the same level"), _government),
    Ground("head_involved", Mode.ESCALATED,
           said("涉及同级政府或者其负责人", "the government's head is involved")),
    Ground("over_counties", Mode.ESCALATED,
           said("问题跨县（市、区）", "it concerns more than one county"), _over_counties),
    Ground("great_effect", Mode.ESCALATED, said("社会影响重大", "it has a great effect")),
    Ground("late", Mode.ESCALATED, said("下级没有按期办理", "the lower bureau was late"), _late),
    Ground("overturned", Mode.ESCALATED,
           said("处理结果多次被改变", "its results were overturned"), _overturned),
    Ground("lower_asks", Mode.ESCALATED,
           said("下级因能力、阻力等请求由上级办理", "the lower bureau asks for it, and why")),
    Ground("disputed", Mode.DESIGNATED,
           said("监督机关之间对管辖有争议", "bureaus dispute who is competent"), _disputed),
    Ground("conflicted", Mode.DESIGNATED,
           said("有管辖权的机关须回避或者有利害关系", "the competent one must recuse itself"),
           _recused),
    Ground("too_few", Mode.DESIGNATED,
           said("有管辖权的机关办案力量不足", "the competent one lacks people"), _too_few),
    Ground("over_bodies", Mode.JOINT,
           said("涉及多个执法机关", "it concerns several bodies"), _over_bodies),
    Ground("campaign", Mode.JOINT, said("属于联合行动", "it belongs to a joint campaign")),
    Ground("specialists", Mode.JOINT,
           said("需要专业人员参加", "it needs specialists")),
    Ground("shared", Mode.JOINT,
           said("线索与检察、监察、法院、督查或者热线共享", "the lead is shared with others"), _shared),
)  # fmt: skip
GROUNDS = {one.code: one for one in TABLE}
_WORD = said("系统看不出来，须由人说明", "the system cannot see it: somebody must say so")


def judged(mode: Mode, case: Case, *, words: dict[str, str], at: datetime) -> list[Judged]:
    """Each ground of a mode over the case as it is at this moment, with what was said of it."""
    return [
        Judged(
            one, one.look(case, at) if one.look else Seen(None, str(_WORD)), words.get(one.code, "")
        )
        for one in TABLE
        if one.mode == mode
    ]


def words_of(kept: list[dict[str, Any]]) -> dict[str, str]:
    """What was said when it was asked for, by ground."""
    return {one["code"]: one["said"] for one in kept if one.get("said")}
