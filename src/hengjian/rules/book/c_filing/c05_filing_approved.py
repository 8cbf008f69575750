"""C05 · the head approves the filing before, or within 24 hours where it was urgent."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, after, rule


@rule(
    "C05",
    "case",
    title="立案未经负责人批准，或者紧急立案后未及时补办",
    basis=["黑龙江省行政执法程序规定#16", "行政处罚法#54.2"],
    severity=SERIOUS,
    at="filed.on",
)
def filing_is_approved_by_the_head(case: Facts, given: Given) -> Judgement:
    """依职权启动处罚、强制程序（立案）应当经本单位负责人批准；情况紧急的可以立即启动，并在二十四小时内补办
    报批手续。当场处罚不立案，不适用本条。"""
    urgent = case.flag("urgent")
    not_before = ~case.filing_approved.seen | after(case.filing_approved, case.filed)
    too_late = given.hours_missed(
        "filing.urgent_approval", start=case.filed, done=case.filing_approved
    )
    return Judgement(
        applies=(
            ((case.kind == "penalty") & (case.procedure == "ordinary")) | (case.kind == "coercion")
        )
        & case.filed.on.is_not_null(),
        breaks=(~urgent & not_before) | too_late,
        says="立案：{filed}（时刻：{filed_at}）；批准：{approved}（时刻：{approved_at}）；情况紧急：{urgent}。",
        right="应当在立案之前经负责人批准；情况紧急的应当在立案后二十四小时内补办。",
        shows={
            "filed": case.filed.on,
            "filed_at": case.filed.at,
            "approved": case.filing_approved.on,
            "approved_at": case.filing_approved.at,
            "urgent": urgent,
        },
    )
