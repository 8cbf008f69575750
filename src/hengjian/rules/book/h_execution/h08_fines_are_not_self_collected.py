"""H08 · who imposes a fine does not take the money."""

from hengjian.rules.conditions import cash_may_be_taken
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "H08",
    "case",
    title="机关自行收取罚款现金",
    basis=["行政处罚法#67.2", "罚缴分离办法#3"],
    severity=FATAL,
    at="paid.last_on",
)
def fines_are_not_collected_by_the_body(case: Facts, given: Given) -> Judgement:
    """作出罚款决定的机关与收缴机构分离；除依法当场收缴的以外，行政机关及其执法人员不得自行收缴罚款。记有当场
    收缴活动的，是否合法由 H02 判断；没有此记录而以现金缴纳的，只有当场且符合当场收缴条件才不算自行收缴。"""
    limit = given.value("penalty.cash_fine")
    on_the_spot = case.paid.last_on <= case.served.on.or_else(case.decision_dated_on)
    return Judgement(
        applies=(case.kind == "penalty")
        & case.paid.last_on.is_not_null()
        & (case.paid.mode == "cash"),
        breaks=~case.cash_collected.seen & ~(on_the_spot & cash_may_be_taken(case, limit)),
        says="{paid} 以现金缴纳 {amount}（罚款 {fine}），没有依法当场收缴的记录；送达日期 {served}。",
        right="罚款应当由当事人到指定的银行或者通过电子支付系统缴纳，机关不得自行收取。",
        shows={
            "paid": case.paid.last_on,
            "amount": case.paid.amount,
            "fine": case.fine,
            "served": case.served.on,
        },
    )
