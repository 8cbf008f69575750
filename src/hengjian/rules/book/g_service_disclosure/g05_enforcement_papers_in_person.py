"""G05 · demands and decisions of enforcement are handed over in person first."""

from hengjian.rules.expressions import Node
from hengjian.rules.rule import SERIOUS, Activity, Facts, Given, Judgement, rule


@rule(
    "G05",
    "case",
    title="催告书、强制执行决定书未先直接送达",
    basis=["行政强制法#38", "民事诉讼法#91"],
    severity=SERIOUS,
    at="enforcement_paper_served_on",
)
def enforcement_papers_are_served_in_person_first(case: Facts, given: Given) -> Judgement:
    """催告书、行政强制执行决定书应当直接送达当事人；当事人拒收或者无法直接送达的，方可依照民事诉讼法以其他
    方式送达。留置送达以当面送交为前提，视为已经直接送达。"""
    tried = case.service_attempted

    def at_once(paper: Activity) -> Node:
        """Sent another way although nobody had tried to hand it over."""
        another_way = paper.mode.is_in("post", "entrusted", "electronic", "announcement")
        untried = ~tried.seen | (tried.on > paper.last_on)
        wrong: Node = paper.on.is_not_null() & another_way & untried
        return wrong

    demand, order = case.demand_served, case.enforcement_decision_served
    return Judgement(
        applies=case.enforcement_paper_served_on.is_not_null(),
        breaks=at_once(demand) | at_once(order),
        says="催告书 {demand} 送达（{demand_mode}），强制执行决定书 {order} 送达（{order_mode}）；"
        "直接送达未成的记录：{tried}。",
        right="应当先直接送达；拒收或者无法直接送达的，记明情况后依法以其他方式送达。",
        shows={
            "demand": demand.last_on,
            "demand_mode": demand.mode,
            "order": order.last_on,
            "order_mode": order.mode,
            "tried": tried.on,
        },
    )
