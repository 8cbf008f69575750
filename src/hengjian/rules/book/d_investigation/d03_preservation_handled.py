"""D03 · evidence registered for preservation is dealt with in seven working days."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "D03",
    "case",
    title="先行登记保存逾期未作处理决定",
    basis=["行政处罚法#56", "行政处罚法#85"],
    severity=SERIOUS,
    at="preserved.on",
)
def preserved_evidence_is_dealt_with(case: Facts, given: Given) -> Judgement:
    """先行登记保存的证据，应当在七日（工作日）内及时作出处理决定。"""
    term = given.term("penalty.preservation", start=case.preserved.on)
    return Judgement(
        applies=(case.kind == "penalty") & case.preserved.on.is_not_null(),
        breaks=term.missed(case.preservation_handled.on, case.preservation_handled.known_until),
        term=term,
        says="{preserved} 先行登记保存，应于 {due} 前处理，实际：{handled}。",
        right="应当在 {due} 前作出处理决定；逾期的应当解除。",
        shows={
            "preserved": case.preserved.on,
            "due": term.due,
            "handled": case.preservation_handled.on,
        },
    )
