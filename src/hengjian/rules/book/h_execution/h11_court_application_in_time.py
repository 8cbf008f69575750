"""H11 · the body without power to enforce applies to the court within three months."""

from hengjian.rules.expressions import choose
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "H11",
    "case",
    title="逾期申请或者未申请法院强制执行",
    basis=["行政强制法#53", "行政诉讼法#46", "行政复议法#20", "行政复议法#23"],
    severity=SERIOUS,
    at="served.on",
)
def court_application_within_three_months(case: Facts, given: Given) -> Judgement:
    """当事人在法定期限内不申请复议、不起诉，又不履行决定的，没有强制执行权的机关自期限届满之日起
    三个月内申请人民法院强制执行。普通程序以六个月起诉期届满起算；当场处罚以六十日复议期届满起算。"""
    lawsuit = given.term("remedy.lawsuit", start=case.served.on)
    reconsideration = given.term("remedy.reconsideration", start=case.served.on)
    remedy = choose(case.procedure == "simple", reconsideration.due, lawsuit.due)
    term = given.term("execution.court_application", start=remedy)
    not_applied = ~case.court_applied.seen.known_true()
    return Judgement(
        applies=(case.kind == "penalty") & (case.fine > 0) & case.served.on.is_not_null(),
        breaks=term.missed(case.court_applied.on, case.court_applied.known_until),
        exceptions={
            "已缴纳、已结案或者已由机关依法强制执行": not_applied
            & (case.paid.seen | case.cash_collected.seen | case.closed.seen | case.enforced.seen),
            "批准延期、分期缴纳，期限自其届满起算": case.deferred.seen,
            "已申请复议或者提起诉讼": case.challenged,
        },
        ordered=True,
        term=term,
        says="{served} 送达，救济期至 {remedy}，应于 {due} 前申请法院强制执行，实际：{applied}。",
        right="应当在 {due} 前申请人民法院强制执行。",
        shows={
            "served": case.served.on,
            "remedy": remedy,
            "due": term.due,
            "applied": case.court_applied.on,
        },
    )
