"""RT11 · the prefect's order is notified in time. The term was not read: never judged until it is."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "RT11",
    "case",
    title="省督决定逾期通知当事人",
    basis="Codice della Strada#204",
    severity=GENERAL,
    at="result_received.on",
)
def order_is_notified_in_time(case: Facts, given: Given) -> Judgement:
    """省督的付款决定应当在规定期限内通知当事人。该期限的条文未读到，录入并核实之前不作判断。"""
    term = given.term("fines.order_notification", start=case.result_received.on)
    never = case.result_notified.on < case.result_received.on
    return Judgement(
        applies=case.result_received.on.is_not_null() & case.result_notified.on.is_not_null(),
        breaks=(case.result_notified.on > term.due) & ~never,
        term=term,
        says="{received} 收到决定，{notified} 通知当事人。",
        right="应当及时通知当事人。",
        shows={"received": case.result_received.on, "notified": case.result_notified.on},
    )
