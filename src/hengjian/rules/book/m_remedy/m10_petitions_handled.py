"""M10 · petitions are taken up within fifteen days and closed within sixty."""

from hengjian.rules.rule import GENERAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "M10",
    "ticket",
    title="信访事项逾期告知或者逾期办结",
    basis=["信访工作条例#23", "信访工作条例#22", "信访工作条例#34"],
    severity=GENERAL,
    at="received.on",
)
def petitions_are_taken_up_and_closed_in_time(ticket: Facts, given: Given) -> Judgement:
    """收到信访事项应当登记，并在十五日内告知接收情况和处理途径（信访部门为转送、交办）；按信访程序处理的，
    自受理之日起六十日内办结，情况复杂的经批准可以延长不超过三十日。按其他法定程序处理的不适用六十日，
    只有办结逾期的作提示。"""
    begun = ticket.column("dispatched.on").or_else(ticket.column("received.on"))
    accepted = ticket.column("accepted.on")
    accepting = given.term("petition.acceptance", start=begun)
    closing = given.term(
        "petition.closing",
        start=accepted,
        extended=ticket.extended,
        at_most=given.value("petition.extension"),
    )
    not_accepted = accepting.missed(accepted, ticket.known_until("accepted"))
    not_closed = closing.missed(ticket.column("closed.on"), ticket.known_until("closed"))
    return Judgement(
        applies=ticket.kind == "petition",
        breaks=not_accepted | (accepted.is_not_null() & not_closed),
        grades=(
            Grade(
                ~not_accepted,
                NOTE,
                Nature.HINT,
                because="六十日只适用于按信访程序处理的事项；按其他法定程序处理的须核实",
            ),
        ),
        says="{begun} 收到信访事项，应于 {accept_by} 前告知，实际：{accepted}；应于 {close_by} 前办结，实际：{closed}。",
        right="应当在十五日内告知接收情况和处理途径，自受理之日起六十日内办结；需要延长的应当经批准并告知理由。",
        shows={
            "begun": begun,
            "accept_by": accepting.due,
            "accepted": accepted,
            "close_by": closing.due,
            "closed": ticket.column("closed.on"),
        },
    )
