"""I17 · money is taken by force only after thirty days of surcharge and a demand."""

from hengjian.rules.expressions import least
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "I17",
    "case",
    title="加处未满三十日或者未经催告即强制执行金钱给付义务",
    basis="行政强制法#46",
    severity=SERIOUS,
    at="enforced.on",
)
def money_is_taken_after_surcharge_and_demand(case: Facts, given: Given) -> Judgement:
    """加处罚款或者滞纳金超过三十日，经催告仍不履行的，有强制执行权的机关方可划拨、拍卖。实施管理中已经查封
    扣押的，经催告可以拍卖抵缴罚款，不要求加处满三十日。催告书、决定书的内容另有规则判断。"""
    on, kinds = case.enforced.on, case.enforcement_kinds
    term = given.term("coercion.surcharge_first", start=case.surcharged.on)
    too_soon = ~case.surcharged.seen | (on <= term.due)
    demanded_on = least(case.demanded.on, case.demand_served.on)
    undemanded = (~case.demanded.seen & ~case.demand_served.seen) | (demanded_on >= on)
    return Judgement(
        applies=on.is_not_null()
        & kinds.contains_any("transfer_deposit", "auction")
        & ~case.court_applied.seen,
        breaks=too_soon | undemanded,
        exceptions={
            "拍卖已经查封扣押的财物抵缴罚款": case.measure_taken.seen
            & ~kinds.contains("transfer_deposit")
            & ~undemanded
        },
        term=term,
        says="{on} 以“{kinds}”强制执行；{surcharged} 起加处罚款或者滞纳金，至 {due} 满三十日；催告 {demanded}。",
        right="应当自 {due} 的次日起、催告后仍不履行的，再强制执行。",
        shows={
            "on": on,
            "kinds": kinds,
            "surcharged": case.surcharged.on,
            "due": term.due,
            "demanded": demanded_on,
        },
    )
