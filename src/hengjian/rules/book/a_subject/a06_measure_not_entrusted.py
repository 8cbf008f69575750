"""A06 · coercive measures are never entrusted; concentrated powers carry only their own measures."""

from hengjian.rules.expressions import adds
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "A06",
    "case",
    title="受委托组织实施强制措施，或者措施与集中的处罚权无关",
    basis=["行政强制法#17", "行政强制法#70"],
    severity=FATAL,
    at="measure_taken.on",
)
def measure_is_taken_by_the_organ_itself(case: Facts, given: Given) -> Judgement:
    """强制措施由法律、法规规定的机关在职权内实施，不得委托；法律、行政法规授权的组织以自己的名义实施的
    不在此列。行使相对集中处罚权的机关，只能采取与所集中的处罚权有关的措施。"""
    unrelated = (case.delegation_route == "concentrated").known_true() & adds(
        case.measure_kinds, case.item_measure_kinds
    )
    return Judgement(
        applies=case.measure_taken.on.is_not_null(),
        breaks=(case.body_kind == "entrusted") | unrelated,
        says="{on} 由“{kind}”实施强制措施：{taken}；职权来源：{route}；该事项可以采取的措施：{allowed}。",
        right="应当由法律、法规规定的机关自行实施；相对集中处罚权的机关只能采取与处罚权有关的措施。",
        shows={
            "on": case.measure_taken.on,
            "kind": case.body_kind,
            "taken": case.measure_kinds,
            "route": case.delegation_route,
            "allowed": case.item_measure_kinds,
        },
    )
