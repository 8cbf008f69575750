"""RT10 · the right to collect lapses after five years."""

from hengjian.rules.expressions import greatest
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "RT10",
    "case",
    title="超过五年才移送征收",
    basis=["L. 689/1981#28", "Codice della Strada#209"],
    severity=SERIOUS,
    at="created.on",
)
def collection_begins_within_five_years(case: Facts, given: Given) -> Judgement:
    """征收权自违法之日起五年时效消灭；送达笔录、通知省督决定中断时效，自该日重新起算。"""
    begun = greatest(case.created.on, case.notified.on, case.result_notified.on)
    term = given.term("fines.prescription", start=begun)
    return Judgement(
        applies=case.collected.on.is_not_null(),
        breaks=case.collected.on > term.due,
        term=term,
        says="{created} 查获，{notified} 送达，时效自 {begun} 起至 {due}，{collected} 才移送征收。",
        right="征收权已经消灭，不得再征收；先核查有无其他中断时效的行为。",
        shows={
            "created": case.created.on,
            "notified": case.notified.on,
            "begun": begun,
            "due": term.due,
            "collected": case.collected.on,
        },
    )
