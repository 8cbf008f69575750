"""K03 · every inspection is approved before, or within 24 hours where it was urgent."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, after, rule


@rule(
    "K03",
    "case",
    title="行政检查未经批准，或者紧急检查后未及时补办",
    basis="黑龙江省行政执法程序规定#16",
    severity=SERIOUS,
    at="inspected.on",
)
def inspection_is_approved_by_the_head(case: Facts, given: Given) -> Judgement:
    """行政执法单位依职权启动行政执法程序（包括行政检查），应当经本单位负责人批准；情况紧急的可以立即
    启动，并于二十四小时内补办报批手续。投诉举报、转办交办的检查也应当批准。"""
    urgent = case.flag("urgent")
    not_before = ~case.inspection_approved.seen | after(case.inspection_approved, case.inspected)
    too_late = given.hours_missed(
        "inspection.urgent_approval", start=case.inspected, done=case.inspection_approved
    )
    return Judgement(
        applies=(case.kind == "inspection") & case.inspected.on.is_not_null(),
        breaks=(~urgent & not_before) | too_late,
        says="检查时间：{inspected}；批准时间：{approved}；情况紧急：{urgent}。",
        right="应当在检查前经负责人批准；情况紧急的应当在二十四小时内补办。",
        shows={
            "inspected": case.inspected.at,
            "approved": case.inspection_approved.at,
            "urgent": urgent,
        },
    )
