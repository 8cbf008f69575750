"""F02 · major decisions beyond 罚§58: permits, coercion, levies, and what the body's own list names."""

from hengjian.rules.conditions import ended_without_penalty, needs_legal_review
from hengjian.rules.expressions import choose
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "F02",
    "case",
    title="重大执法决定（处罚法所列之外）未经法制审核",
    basis="三项制度意见#十二",
    severity=SERIOUS,
    at="acted_on",
)
def other_major_decisions_are_reviewed_first(case: Facts, given: Given) -> Judgement:
    """许可、强制、征收等执法决定涉及重大公共利益、可能造成重大社会影响或者社会风险、直接关系重大权益且
    经过听证、疑难复杂的，以及列入本机关重大执法决定目录的，作出之前都应当经法制审核并通过。处罚法
    第五十八条已经规定的处罚案件另按该条判断；当场处罚不适用。"""
    coercion = case.kind == "coercion"
    decided = choose(
        coercion, case.enforcement_decided.on.or_else(case.measure_taken.on), case.decision_dated_on
    )
    both = given.value("legal_review.rights_and_hearing")
    wider = (
        case.item_major
        | case.flag("social_risk")
        | (~both & (case.flag("major_rights") | case.hearing_held.seen))
    )
    by_statute = needs_legal_review(case)
    never = ~case.legally_reviewed.seen
    too_late = case.legally_reviewed.on > decided
    failed = (case.legally_reviewed.mode == "failed").known_true()
    return Judgement(
        applies=decided.is_not_null()
        & ~ended_without_penalty(case)
        & ~(case.procedure == "simple").known_true()
        & (wider | by_statute)
        & ~((case.kind == "penalty") & by_statute),
        breaks=never | too_late | failed,
        exceptions={
            "情况紧急，当场采取强制措施": coercion
            & case.enforcement_decided.on.is_null()
            & case.flag("urgent")
        },
        says="{kind}决定日期：{decided}；列入重大执法决定目录：{listed}；法制审核日期：{reviewed}，"
        "结果：{mode}。",
        right="应当在作出决定之前送法制审核，审核通过后再决定。",
        shows={
            "kind": case.kind,
            "decided": decided,
            "listed": case.item_major,
            "reviewed": case.legally_reviewed.on,
            "mode": case.legally_reviewed.mode,
        },
    )
