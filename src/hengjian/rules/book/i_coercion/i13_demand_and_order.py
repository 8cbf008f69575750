"""I13 · a written demand and a written order stand before the body's own execution."""

from hengjian.rules.expressions import least
from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "I13",
    "case",
    title="没有催告书或者强制执行决定书，或者内容不全",
    basis=["行政强制法#35", "行政强制法#37", "行政强制法#52"],
    severity=FATAL,
    at="executed_on",
)
def demand_and_order_precede_the_execution(case: Facts, given: Given) -> Judgement:
    """自行强制执行（包括代履行）之前，应当先以书面催告，载明履行的期限和方式、金钱给付的金额和方式、陈述申辩
    权；再制作强制执行决定书，载明当事人、理由和依据、执行的方式和时间、救济途径和期限、机关名称和日期并盖章。
    有转移隐匿财物迹象的可以立即决定；立即代履行的不经催告。"""
    demand, order = case.document("demand"), case.document("enforcement_decision")
    money = case.enforcement_kinds.contains_any("surcharge", "transfer_deposit", "auction")
    contents = (
        (demand.performance | (demand.term & demand.way_and_sum))
        & (~money | demand.way_and_sum)
        & demand.defence_right
    )
    demanded_on = least(case.demanded.on, case.demand_served.on, demand.on)
    ordered_on = case.enforcement_decided.on.or_else(order.on).or_else(case.executed_on)
    demanded_first = ~(demanded_on > ordered_on).known_true()
    well_demanded = demand.seen & contents & demanded_first
    heart = (
        order.party
        & order.reasons
        & order.basis
        & (order.performance | (order.term & order.way_and_sum))
        & order.remedies
    )
    well_ordered = order.seen & heart & order.organ_and_date & order.seal
    return Judgement(
        applies=case.executed_on.is_not_null() & ~case.court_applied.seen,
        breaks=~well_demanded | ~well_ordered,
        exceptions={
            "须立即清除障碍、污染，立即代履行": case.flag("immediate_substitution"),
            "有转移隐匿财物迹象，立即决定执行": case.flag("hiding_assets") & well_ordered,
        },
        ordered=True,
        grades=(
            Grade(
                contents & demanded_first & heart,
                SERIOUS,
                because="已经催告，决定书实体内容齐全，只缺机关名称、日期或者印章，可以补正",
            ),
        ),
        says="{executed} 自行强制执行；催告 {demanded}，有催告书 {demand}，载明期限 {term}、方式和金额 {sum}、履行方式和"
        "期限 {performance}、陈述申辩权 {defence}；强制执行决定 {decided}，有决定书 {order}，载明救济 {remedies}、"
        "印章 {seal}。",
        right="应当先送达载明法定事项的催告书，逾期仍不履行的再作出书面强制执行决定，然后执行。",
        shows={
            "executed": case.executed_on,
            "demanded": demanded_on,
            "demand": demand.seen,
            "term": demand.term,
            "sum": demand.way_and_sum,
            "performance": demand.performance,
            "defence": demand.defence_right,
            "decided": ordered_on,
            "order": order.seen,
            "remedies": order.remedies,
            "seal": order.seal,
        },
    )
