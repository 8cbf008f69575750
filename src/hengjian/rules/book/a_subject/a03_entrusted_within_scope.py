"""A03 · whether an entrusted organization acted within item and term of its entrustment."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "A03",
    "case",
    title="受委托组织超出委托范围或者期限处罚",
    basis=["行政处罚法#20.4", "行政处罚法#20"],
    severity=FATAL,
    at="acted_on",
)
def entrusted_body_acts_within_its_entrustment(case: Facts, given: Given) -> Judgement:
    """受委托组织只能在委托书载明的事项和期限内，以委托机关的名义实施处罚；不得再委托。"""
    too_early = case.acted_on < case.delegation_valid_from
    too_late = (case.acted_on > case.delegation_valid_to).known_true()
    not_entrusted = ~case.delegated | (case.delegation_route != "entrusted").known_true()
    passed_on = (case.delegation_from_kind == "entrusted").known_true()
    return Judgement(
        applies=(case.kind == "penalty") & (case.body_kind == "entrusted"),
        breaks=not_entrusted | passed_on | too_early | too_late,
        says="受委托组织于 {acted} 实施处罚；该事项的委托：{listed}，委托方为{by}，期限 {since} 至 {until}。",
        right="应当由委托机关自行实施，或者在委托书载明的事项和期限内实施。",
        shows={
            "acted": case.acted_on,
            "listed": case.delegated,
            "by": case.delegation_from_kind,
            "since": case.delegation_valid_from,
            "until": case.delegation_valid_to,
        },
    )
