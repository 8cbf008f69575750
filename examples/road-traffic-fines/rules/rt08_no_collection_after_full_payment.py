"""RT08 · what is paid is not collected again."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "RT08",
    "case",
    title="已足额付款仍移送征收",
    basis=["Codice della Strada#206", "D.P.R. 495/1992#389"],
    severity=FATAL,
    at="collected.on",
)
def paid_fines_are_not_collected(case: Facts, given: Given) -> Judgement:
    """应付数额（加重的按加重后的数额，另加邮寄费用）已经付清的，不得移送征收。"""
    owed = case.increased.amount.or_else(case.created.amount) + case.sent.amount.or_else(0)
    at_once = (case.paid.on < case.collected.on) & (case.paid.first_amount >= owed)
    by_parts = (case.paid.last_on < case.collected.on) & (case.paid.amount_sum >= owed)
    return Judgement(
        applies=case.collected.on.is_not_null() & case.paid.on.is_not_null(),
        breaks=at_once | by_parts,
        says="应付 {owed}，至 {last} 共付 {paid}；{collected} 仍移送征收。",
        right="应当撤回征收。",
        shows={
            "owed": owed,
            "paid": case.paid.amount_sum,
            "last": case.paid.last_on,
            "collected": case.collected.on,
        },
    )
