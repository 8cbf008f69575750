"""C03 · limitation: what was not found in time is punished no more."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "C03",
    "case",
    title="超过追责期限仍给予处罚",
    basis="行政处罚法#36",
    severity=FATAL,
    at="decision_dated_on",
)
def found_within_the_limitation(case: Facts, given: Given) -> Judgement:
    """违法行为在二年内未被发现的，不再给予处罚；涉及公民生命健康安全、金融安全且有危害后果的为五年。
    自行为发生之日起计算，连续或者继续的自终了之日起计算；法律另有规定的除外。"""
    start = case.violation_ended_on.or_else(case.violation_on)
    two = given.term("penalty.discovery", start=start, sector=case.sector)
    five = given.term("penalty.discovery_grave", start=start, sector=case.sector)
    grave = (case.flag("health_safety") | case.flag("financial_safety")) & case.flag("harmful")
    return Judgement(
        applies=(case.kind == "penalty")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case),
        breaks=(case.found_on > five.due) | ((case.found_on > two.due) & ~grave),
        term=two,
        says="违法行为终了于 {ended}，{found} 才被发现，已过追责期限（一般情形至 {due}）。",
        right="超过追责期限的，不再给予行政处罚。",
        shows={"ended": start, "found": case.found_on, "due": two.due},
    )
