"""H12 · a written demand, and ten working days, before applying to the court."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "H12",
    "case",
    title="未催告或者催告未满十日即申请法院强制执行",
    basis=["行政强制法#54", "行政强制法#69"],
    severity=SERIOUS,
    at="court_applied.on",
)
def demand_precedes_the_court_application(case: Facts, given: Given) -> Judgement:
    """申请人民法院强制执行前，应当催告当事人履行义务；催告书送达十日（工作日）后仍未履行的，方可申请。"""
    term = given.term("execution.demand", start=case.demand_served.on)
    never = ~case.demand_served.seen
    return Judgement(
        applies=case.court_applied.on.is_not_null(),
        breaks=never | (case.court_applied.on <= term.due),
        term=term,
        says="催告书送达：{served}；{applied} 申请法院强制执行，最早应在 {due} 之后。",
        right="应当先送达催告书，满十个工作日仍未履行的再申请。",
        shows={
            "served": case.demand_served.on,
            "applied": case.court_applied.on,
            "due": term.due,
        },
    )
