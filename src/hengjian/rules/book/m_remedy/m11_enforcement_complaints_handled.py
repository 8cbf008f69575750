"""M11 · complaints about enforcement are handled within sixty days. Only another province says so."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "M11",
    "ticket",
    title="对执法行为的投诉逾期处理",
    basis="辽宁省行政执法监督规定#19",
    severity=SERIOUS,
    at="received.on",
)
def complaints_about_enforcement_are_handled_in_time(ticket: Facts, given: Given) -> Judgement:
    """对执法行为的投诉举报，应当自受理之日起六十日内调查处理并告知结果。依据为外省规定，只作参考。"""
    begun = ticket.column("accepted.on").or_else(ticket.column("received.on"))
    term = given.term("enforcement_complaint.handling", start=begun)
    return Judgement(
        applies=ticket.kind == "enforcement_complaint",
        breaks=term.missed(ticket.settled.on, ticket.settled.known_until),
        term=term,
        says="{begun} 受理对执法行为的投诉，应于 {due} 前处理并告知，实际：{settled}。",
        right="应当在 {due} 前调查处理，并把结果告知投诉人。",
        shows={"begun": begun, "due": term.due, "settled": ticket.settled.on},
    )
