"""RT04 · whoever paid in full and in time owes nothing more."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "RT04",
    "case",
    title="已按期足额付款仍加重金额",
    basis=["Codice della Strada#202", "Codice della Strada#203"],
    severity=FATAL,
    at="notified.on",
)
def timely_payment_ends_the_case(case: Facts, given: Given) -> Judgement:
    """六十日内按最低额足额付款（含邮寄费用）的，案件了结，不得再加重金额。"""
    term = given.term("fines.reduced_payment", start=case.notified.on)
    owed = case.created.amount + case.sent.amount.or_else(0)
    return Judgement(
        applies=case.increased.on.is_not_null() & case.paid.on.is_not_null(),
        breaks=(case.paid.last_on <= term.due) & (case.paid.amount_sum >= owed),
        term=term,
        says="应付 {owed}，至 {due} 前共付 {paid}（最后一次 {last}），{increased} 仍被加重。",
        right="应当撤销加重，案件了结。",
        shows={
            "owed": owed,
            "due": term.due,
            "paid": case.paid.amount_sum,
            "last": case.paid.last_on,
            "increased": case.increased.on,
        },
    )
