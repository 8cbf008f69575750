"""D02 · evidence is registered for preservation only with the head's approval."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, after, rule


@rule(
    "D02",
    "case",
    title="先行登记保存未经负责人批准",
    basis=["行政处罚法#56", "市场监督管理行政处罚程序规定#33"],
    severity=SERIOUS,
    at="preserved.on",
)
def preservation_is_approved_by_the_head(case: Facts, given: Given) -> Judgement:
    """先行登记保存应当事先经行政机关负责人批准；市场监管领域情况紧急当场采取的，应当在二十四小时内
    报告并补办批准手续。"""
    allowed_later = (case.sector == "market") & case.flag("urgent")
    not_before = ~case.preservation_approved.seen | after(
        case.preservation_approved, case.preserved
    )
    too_late = given.hours_missed(
        "preservation.urgent_approval", start=case.preserved, done=case.preservation_approved
    )
    return Judgement(
        applies=(case.kind == "penalty") & case.preserved.on.is_not_null(),
        breaks=(~allowed_later & not_before) | too_late,
        says="先行登记保存：{preserved}（时刻：{preserved_at}）；批准：{approved}（时刻：{approved_at}）；"
        "领域：{sector}，情况紧急：{urgent}。",
        right="应当事先经负责人批准；市场监管领域情况紧急的，应当在二十四小时内补办。",
        shows={
            "preserved": case.preserved.on,
            "preserved_at": case.preserved.at,
            "approved": case.preservation_approved.on,
            "approved_at": case.preservation_approved.at,
            "sector": case.sector,
            "urgent": case.flag("urgent"),
        },
    )
