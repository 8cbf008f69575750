"""Plants in the register of outcomes: M01–M06.

Serves the truth about answers that came late, heads who did not appear, opinions left lying and
decisions not obeyed. That losses are reported back in a term is asked by another province alone, and
is no finding here.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hengjian.simulator.days import Bools, Ints, as_date, number
from hengjian.simulator.outcomes import Outcomes
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR
from hengjian.simulator.registry import Registry
from hengjian.simulator.truth import Truth

SUIT, RECONSIDERED = "lawsuit", "reconsideration"
_DECIDED_AFTER = {SUIT: 100, RECONSIDERED: 50}
_ANSWERED_AFTER = (4, 4)


@dataclass(frozen=True)
class Way:
    """One way. Spans are days from low to high: working days for a reconsideration's answer, else
    plain ones that end on a worked day; ``opinion`` and ``performed`` may never come (None).
    ``open_``: not over on the day of the data.
    """

    rule: str
    verdict: str
    how: str
    kind: str
    procedure: str = "ordinary"
    answered: tuple[int, int] | None = _ANSWERED_AFTER
    court: dict[str, Any] = field(default_factory=dict)
    result: str = "upheld"
    opinion: tuple[int, int] | bool | None = False
    performed: tuple[int, int] | bool | None = False
    feedback: bool = True
    open_: bool = False


_AWAY = {"leader_present": False, "staff_present": True, "absence_explained": True, "major": False}

WAYS = (
    # 复§48, 88: ten working days from the copy; with the simple procedure (§54) five.
    Way("M01", BREAKS, "普通程序复议，收到副本超过十个工作日才答复", RECONSIDERED, answered=(11, 18)),
    Way("M01", BREAKS, "简易程序复议，收到副本超过五个工作日才答复", RECONSIDERED, "simple", (6, 10)),
    Way("M01", BREAKS, "收到复议申请书副本后一直没有答复", RECONSIDERED, answered=None),
    Way("M01", NEAR, "普通程序复议，恰第十个工作日答复", RECONSIDERED, answered=(10, 10)),
    Way("M01", NEAR, "简易程序复议，恰第五个工作日答复", RECONSIDERED, "simple", (5, 5)),
    # 复§76: the opinion is answered within sixty days, which are calendar days (§88).
    Way("M02", BREAKS, "收到行政复议意见书超过六十日才报送纠正情况", RECONSIDERED,
        result="declared_unlawful", opinion=(70, 90)),
    Way("M02", BREAKS, "收到行政复议意见书后一直没有报送纠正情况", RECONSIDERED,
        result="declared_unlawful", opinion=None),
    Way("M02", NEAR, "收到行政复议意见书后恰第六十日报送纠正情况", RECONSIDERED,
        result="declared_unlawful", opinion=(60, 60)),
    Way("M02", EXEMPT, "法院的司法建议，不适用复议意见书的六十日", SUIT, result="declared_unlawful",
        opinion=(80, 95)),
    # 诉§67: fifteen days from the copy, which are calendar days; late evidence is none (§34).
    Way("M03", BREAKS, "收到起诉状副本超过十五日才提交证据和答辩状", SUIT, answered=(24, 40)),
    Way("M03", BREAKS, "收到起诉状副本后一直没有提交证据和答辩状", SUIT, answered=None),
    Way("M03", NEAR, "收到起诉状副本后恰第十五日提交证据和答辩状", SUIT, answered=(15, 15)),
    # 诉§3.3, 解释§128: a head who cannot come sends staff, and not only a lawyer.
    Way("M04", BREAKS, "负责人不出庭，只委托律师出庭", SUIT, court={**_AWAY, "staff_present": False}),
    # 解释§129: in grave cases the head appears, or explains in writing why not.
    Way("M04", BREAKS, "重大案件负责人不出庭，也没有向法院说明理由", SUIT,
        court={**_AWAY, "absence_explained": False, "major": True}),
    Way("M04", NEAR, "负责人不出庭，委托工作人员出庭并说明理由", SUIT, court=_AWAY),
    Way("M04", NEAR, "重大案件由分管负责人出庭", SUIT, court={"major": True}),
    Way("M04", NEAR, "尚未开庭，负责人是否出庭还不知道", SUIT, result="", open_=True,
        court={"leader_present": None, "staff_present": None, "major": None}),
    Way("M04", EXEMPT, "重大案件负责人有正当理由不能出庭，已书面说明并委托工作人员", SUIT,
        court={**_AWAY, "major": True}),
    # 四川§39 asks to report a loss back; nobody asks that here.
    Way("M05", NEAR, "败诉后没有报送原因分析和整改，只有外省规定要求，仅供参考", SUIT, result="revoked",
        performed=(20, 30), feedback=False),
    # 复§77, 83, 诉§96: what was decided is performed in the term that it sets.
    Way("M06", BREAKS, "复议决定确定的履行期限届满仍未履行", RECONSIDERED, result="ordered",
        performed=None),
    Way("M06", BREAKS, "判决确定的履行期限届满后才履行", SUIT, result="ordered", performed=(55, 80)),
    Way("M06", BREAKS, "复议调解书确定的义务逾期未履行", RECONSIDERED, result="settled", performed=None),
    Way("M06", NEAR, "履行期限届满当日履行复议决定", RECONSIDERED, result="ordered", performed=(40, 40)),
    Way("M06", NEAR, "履行期限尚未届满，还没有履行", RECONSIDERED, result="ordered", performed=None,
        open_=True),
    Way("M06", EXEMPT, "复议维持原决定，没有需要履行的内容", RECONSIDERED),
)  # fmt: skip

PERFORM_WITHIN = 40
"""Days that these decisions give for their performance."""


def put(registry: Registry, truth: Truth, outcomes: Outcomes, copies: int, rng: Any) -> None:
    """Put all ways into the register, ``copies`` of each, on bodies like any other."""
    departments = [body.id for body in registry.bodies if body.ordinary]
    for way in WAYS:
        for _ in range(copies):
            fields = _outcome(registry, way, rng)
            outcome_id = outcomes.add(body_id=str(rng.choice(departments)), **fields)
            truth.tell(way.rule, "outcome", outcome_id, way.verdict, way.how)


def _outcome(registry: Registry, way: Way, rng: Any) -> dict[str, Any]:
    """All fields of one outcome; what the way says nothing of is in order."""
    received = _lately(registry, way) if way.open_ else _received(registry, rng)
    over = _rolled(registry, received + _DECIDED_AFTER[way.kind])
    lost = way.result in ("revoked", "declared_unlawful", "ordered")
    fields: dict[str, Any] = {
        "kind": way.kind,
        "procedure": way.procedure,
        "copy_received_on": as_date(received),
        "answered_on": _answered(registry, received, way, rng),
        "decided_on": as_date(over) if way.result else None,
        "result": way.result or None,
        "reasons": "程序存在瑕疵〔模拟数据〕" if lost else None,
        "feedback_on": as_date(over + 20) if lost and way.feedback else None,
    }
    if way.kind == SUIT:
        present = {"leader_present": True, "staff_present": True, "major": False}
        on = _rolled(registry, received + 45)
        fields |= {"hearing_on": as_date(on), **present, **way.court}
    if way.opinion is not False:
        sent = _from_which(registry, over + 3, 60)
        fields["opinion_received_on"] = as_date(sent)
        fields["opinion_answered_on"] = _after(registry, sent, way.opinion, rng)
    if way.performed is not False:
        fields["perform_by"] = as_date(over + PERFORM_WITHIN)
        fields["performed_on"] = _after(registry, over, way.performed, rng)
    return fields


def _received(registry: Registry, rng: Any) -> int:
    """A worked day under the reconsideration law of 2024, from which fifteen days end on one too,
    and from whose decision the term of performance does.
    """
    first = number(as_date(registry.as_of).replace(year=2024, month=2, day=1))
    begun = np.array([int(rng.integers(first, registry.as_of - 330))])
    days = registry.days

    def fits(on: Ints) -> Bools:
        found = days.working(on) & days.working(on + 15)
        for wait in _DECIDED_AFTER.values():
            found = found & days.working(days.roll(on + wait) + PERFORM_WITHIN)
        return found

    return int(days.first_where(begun, fits)[0])


def _lately(registry: Registry, way: Way) -> int:
    """So near the day of the data that the court has not sat, or the term has not run out."""
    ago = 30 if way.kind == SUIT else _DECIDED_AFTER[way.kind] + PERFORM_WITHIN - 20
    return int(registry.days.settle(np.array([registry.as_of - ago]))[0])


def _from_which(registry: Registry, since: int, term: int) -> int:
    """The first worked day from which this term ends on a worked day as well."""
    days = registry.days
    found = days.first_where(
        np.array([since]), lambda on: days.working(on) & days.working(on + term)
    )
    return int(found[0])


def _answered(registry: Registry, received: int, way: Way, rng: Any) -> Any:
    if way.answered is None:
        return None
    wait = int(rng.integers(way.answered[0], way.answered[1] + 1))
    if way.kind == RECONSIDERED:
        return as_date(int(registry.days.add(np.array([received]), wait)[0]))
    return as_date(_rolled(registry, received + wait))


def _after(registry: Registry, start: int, span: tuple[int, int] | bool | None, rng: Any) -> Any:
    if not isinstance(span, tuple):
        return None
    return as_date(_rolled(registry, start + int(rng.integers(span[0], span[1] + 1))))


def _rolled(registry: Registry, day: int) -> int:
    return int(registry.days.roll(np.array([day]))[0])
