"""RT10 · the right to collect lapses after five years."""

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
    """征收权自违法之日起五年时效消灭；送达中断时效，自送达之日重新起算。"""
    term = given.term("fines.prescription", start=case.notified.on.or_else(case.created.on))
    return Judgement(
        applies=case.collected.on.is_not_null(),
        breaks=case.collected.on > term.due,
        term=term,
        says="{created} 查获，{notified} 送达，时效至 {due}，{collected} 才移送征收。",
        right="时效已经消灭，不得再征收。",
        shows={
            "created": case.created.on,
            "notified": case.notified.on,
            "due": term.due,
            "collected": case.collected.on,
        },
    )
