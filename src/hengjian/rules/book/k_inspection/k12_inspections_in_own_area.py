"""K12 · a body inspects in its own area; elsewhere only by assistance."""

from hengjian.rules.conditions import enterprise_inspected
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "K12",
    "case",
    title="未经协助机制异地检查",
    basis="涉企行政检查意见#异地检查",
    severity=SERIOUS,
    at="inspected.on",
)
def inspections_stay_in_the_own_area(case: Facts, given: Given) -> Judgement:
    """涉企行政检查以属地管辖为原则；异地检查应当经异地协助机制进行，或者有上级的指定。
    对处罚的地域管辖由另一条规则判断。"""
    # An entrusted organization inspects in the area of the body that entrusts it.
    elsewhere = ~case.place_in_area & (case.body_kind != "entrusted")
    return Judgement(
        applies=enterprise_inspected(case),
        breaks=elsewhere,
        exceptions={
            "经异地协助机制，或者指定管辖": case.flag("cross_region_assist")
            | case.flag("designated")
        },
        says="{on} 检查，检查地点区划 {place}，本机关区划 {area}。",
        right="应当由属地机关检查，或者经异地协助机制进行并留存协助的记录。",
        shows={"on": case.inspected.on, "place": case.place_division, "area": case.body_division},
    )
