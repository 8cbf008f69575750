"""F17 · a penalty comes with the order to put the wrong right."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "F17",
    "case",
    title="处罚时没有责令改正违法行为",
    basis="行政处罚法#28.1",
    severity=GENERAL,
    at="decision_dated_on",
)
def correction_is_ordered_with_the_penalty(case: Facts, given: Given) -> Judgement:
    """实施行政处罚时，应当责令当事人改正或者限期改正违法行为；当事人已经改正的除外。"""
    written = case.document("correction_order").seen.known_true()
    return Judgement(
        applies=(case.kind == "penalty")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case),
        breaks=~case.correction_ordered.seen & ~written,
        exceptions={"违法行为已经改正": case.flag("corrected")},
        says="{decided} 作出处罚决定，未见责令改正或者限期改正，也未见责令改正通知书。",
        right="应当在处罚的同时责令当事人改正或者限期改正违法行为。",
        shows={"decided": case.decision_dated_on},
    )
