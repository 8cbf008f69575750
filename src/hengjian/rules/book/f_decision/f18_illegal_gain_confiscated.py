"""F18 · what the offence brought in is taken away, unless it goes back to those who lost it."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "F18",
    "case",
    title="查明的违法所得没有没收",
    basis="行政处罚法#28.2",
    severity=GENERAL,
    at="decision_dated_on",
)
def illegal_gain_is_confiscated(case: Facts, given: Given) -> Judgement:
    """当事人有违法所得的，除依法应当退赔的外，应当予以没收。"""
    nothing = ~case.stated("confiscated")
    too_little = case.confiscated < case.illegal_gain
    return Judgement(
        applies=(case.kind == "penalty")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case)
        & case.stated("illegal_gain")
        & (case.illegal_gain > 0),
        breaks=nothing | too_little,
        exceptions={"违法所得依法应当退赔": case.flag("restitution_due")},
        says="查明违法所得 {gain}，{decided} 的处罚决定没收 {confiscated}。",
        right="应当没收全部违法所得；依法应当退赔的，写明退赔情况。",
        shows={
            "gain": case.illegal_gain,
            "decided": case.decision_dated_on,
            "confiscated": case.confiscated,
        },
    )
