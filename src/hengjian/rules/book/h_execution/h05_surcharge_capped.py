"""H05 · three per cent a day, and never more than the fine itself."""

from hengjian.rules.expressions import days
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "H05",
    "case",
    title="加处罚款超过每日百分之三或者超过罚款数额",
    basis=["行政处罚法#72", "行政强制法#45"],
    severity=FATAL,
    at="decision_dated_on",
)
def surcharge_within_its_limits(case: Facts, given: Given) -> Judgement:
    """到期不缴纳罚款的，每日按罚款数额的百分之三加处罚款，加处的数额不得超出罚款的数额。逾期日数自
    缴纳期限届满的次日起算；末日为休息日的顺延。"""
    rate = given.value("penalty.surcharge_rate")
    payment = given.term("penalty.payment", start=case.served.on)
    until = case.paid.last_on.or_else(case.surcharged.last_on)
    late = days(payment.due, until)
    surcharge = case.surcharge.or_else(case.surcharged.amount)
    allowed = case.fine * rate * late
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.fine > 0)
        & (surcharge > 0).or_else(case.surcharged.seen),
        breaks=(surcharge > case.fine) | ((surcharge > allowed) & ~case.deferred.seen),
        term=payment,
        says="罚款 {fine}，缴纳期限至 {due}，逾期 {late} 日，加处 {surcharge}。",
        right="加处罚款不得超过 {allowed}（逾期日数 × 3%），且不得超过罚款本数。",
        shows={
            "fine": case.fine,
            "due": payment.due,
            "late": late,
            "surcharge": surcharge,
            "allowed": allowed,
        },
    )
