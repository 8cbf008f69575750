"""E02 · the party is told and heard before the decision."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "E02",
    "case",
    title="未经告知即作出处罚决定，或者告知当日即决定",
    basis=["行政处罚法#44", "行政处罚法#45", "行政处罚法#62"],
    severity=FATAL,
    at="decision_dated_on",
)
def party_is_told_and_heard_before_the_decision(case: Facts, given: Given) -> Judgement:
    """普通程序在作出处罚决定之前，应当告知拟作出的处罚内容及事实、理由、依据和当事人的权利，并听取
    陈述、申辩；未告知的不得作出决定，当事人明确放弃的除外。"""
    decided = case.decision_dated_on
    never = ~case.notified.seen
    too_late = case.notified.on > decided
    same_day = (case.notified.on == decided) & ~case.defended.seen
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & decided.is_not_null()
        & ~ended_without_penalty(case),
        breaks=never | too_late | same_day,
        exceptions={"当事人明确放弃陈述申辩": case.defence_waived.seen},
        grades=(Grade(same_day, SERIOUS, because="告知当日即作出决定，未见陈述申辩，也未见放弃"),),
        says="告知日期：{notified}；处罚决定日期：{decided}。",
        right="应当先告知拟处罚的内容、事实、理由、依据和权利，听取陈述申辩后再决定。",
        shows={"notified": case.notified.on, "decided": decided},
    )
