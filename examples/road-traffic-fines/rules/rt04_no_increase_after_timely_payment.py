"""RT04 · whoever paid in full and in time owes nothing more.

The registers date the increase on the sixtieth day, on which one may still pay. Where the increase
stayed in the register and nobody paid or was asked for more, it is a flaw; else it takes money that
is not owed.
"""

from hengjian.rules.expressions import choose
from hengjian.rules.rule import FATAL, GENERAL, Facts, Given, Grade, Judgement, rule


@rule(
    "RT04",
    "case",
    title="已按期足额付款仍加重金额",
    basis=["Codice della Strada#202", "Codice della Strada#203", "D.P.R. 495/1992#389"],
    severity=FATAL,
    at="notified.on",
)
def timely_payment_ends_the_case(case: Facts, given: Given) -> Judgement:
    """自送达之日起六十日内按最低额足额付款（笔录已经交寄的，含邮寄费用）的，案件了结，不得再加重金额。"""
    term = given.term("fines.reduced_payment", start=case.notified.on)
    least = case.created.amount
    posted = least + case.sent.amount.or_else(0)
    before_posting = case.paid.on < case.sent.on
    at_once = (case.paid.first_amount >= posted) | (
        before_posting & (case.paid.first_amount >= least)
    )
    by_parts = (case.paid.last_on <= term.due) & (case.paid.amount_sum >= posted)
    pursued = case.collected.seen | (case.paid.last_on > term.due)
    return Judgement(
        applies=case.increased.on.is_not_null() & case.paid.on.is_not_null(),
        breaks=(case.paid.on <= term.due) & (at_once | by_parts),
        grades=(
            Grade(~pursued, GENERAL, because="加重只见于登记，此后没有再付款，也没有移送征收。"),
        ),
        term=term,
        says="应付 {owed}，期限至 {due}，{first} 起共付 {paid}（最后一次 {last}）；{increased} 仍被加重，"
        "移送征收：{collected}。",
        right="应当撤销加重，案件了结；多收的应当退还。",
        shows={
            "owed": choose(before_posting.known_true(), least, posted),
            "due": term.due,
            "first": case.paid.on,
            "paid": case.paid.amount_sum,
            "last": case.paid.last_on,
            "increased": case.increased.on,
            "collected": case.collected.on,
        },
    )
