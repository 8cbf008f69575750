"""M09 · a request to perform a duty is answered within two months."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "M09",
    "ticket",
    title="履职申请两个月内没有办理",
    basis="行政诉讼法#47",
    severity=SERIOUS,
    at="received.on",
)
def request_to_perform_a_duty_is_answered_in_time(ticket: Facts, given: Given) -> Judgement:
    """申请行政机关履行保护人身权、财产权等法定职责的，机关应当在接到申请之日起两个月内履行或者答复；法律、
    法规另有规定的从其规定。"""
    begun = ticket.column("dispatched.on").or_else(ticket.column("received.on"))
    term = given.term("duty.performance", start=begun)
    return Judgement(
        applies=ticket.kind == "duty",
        breaks=term.missed(ticket.settled.on, ticket.settled.known_until),
        term=term,
        says="{begun} 接到履职申请，应于 {due} 前履行或者答复，实际：{settled}。",
        right="应当在 {due} 前履行职责，或者书面答复不予履行的理由；法律、法规另有期限的从其规定。",
        shows={"begun": begun, "due": term.due, "settled": ticket.settled.on},
    )
