"""F19 · no penalty for a slight offence put right at once, or without fault."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "F19",
    "case",
    title="应当不予处罚而处罚，或者可以不予处罚而处罚",
    basis=["行政处罚法#33.1", "行政处罚法#33.2"],
    severity=SERIOUS,
    at="decision_dated_on",
)
def no_penalty_where_none_is_due(case: Facts, given: Given) -> Judgement:
    """违法行为轻微并及时改正、没有造成危害后果的，不予处罚；当事人证明没有主观过错的，不予处罚，法律、行政
    法规另有规定的除外。初次违法、后果轻微并及时改正的，可以不予处罚，是否不罚由机关裁量。"""
    slight = case.flag("minor_offence") & case.flag("corrected") & case.flag("no_harm")
    must_not = slight | case.flag("no_fault")
    may_not = (
        case.flag("first_offence")
        & case.flag("corrected")
        & (case.flag("minor_offence") | case.flag("no_harm"))
    )
    return Judgement(
        applies=(case.kind == "penalty")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case),
        breaks=must_not | may_not,
        grades=(
            Grade(
                ~must_not,
                NOTE,
                Nature.HINT,
                because="初次违法、后果轻微并及时改正的，法律规定为可以不罚",
            ),
        ),
        says="{decided} 给予处罚；违法行为轻微：{minor}，已及时改正：{corrected}，没有危害后果：{no_harm}，"
        "初次违法：{first}，没有主观过错：{no_fault}。",
        right="应当不予处罚并对当事人进行教育；法律、行政法规另有规定的，或者情形认定有误的，应当说明。",
        shows={
            "decided": case.decision_dated_on,
            "minor": case.flag("minor_offence"),
            "corrected": case.flag("corrected"),
            "no_harm": case.flag("no_harm"),
            "first": case.flag("first_offence"),
            "no_fault": case.flag("no_fault"),
        },
    )
