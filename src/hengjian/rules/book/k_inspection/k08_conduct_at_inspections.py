"""K08 · what nobody may do at an inspection: take favours, charge, chase figures, disguise it."""

from hengjian.rules.conditions import enterprise_inspected
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "K08",
    "case",
    title="逐利检查、变相检查等严禁的情形",
    basis=[
        "涉企行政检查意见#五个严禁",
        "涉企行政检查意见#检查主体",
        "涉企行政检查意见#专项检查",
    ],
    severity=SERIOUS,
    at="inspected.on",
)
def inspections_are_clean_and_open(case: Facts, given: Given) -> Judgement:
    """涉企行政检查中，不得接受吃请馈赠，不得转嫁费用或者指定中介服务，不得下达检查、罚没指标，不得以观摩、
    督导、考察等名义变相检查，不得搞运动式检查，不得外包给第三方。案卷载有其中任何一项情形的，即不符合。"""
    return Judgement(
        applies=enterprise_inspected(case),
        breaks=case.flag("favour_taken")
        | case.flag("inspection_fee")
        | case.flag("inspection_quota")
        | case.flag("disguised_inspection")
        | case.flag("campaign_inspection")
        | case.flag("inspection_outsourced"),
        says="{on} 的检查：接受吃请馈赠 {favour}，收费或者指定服务 {fee}，下达指标 {quota}，变相检查 {disguised}，"
        "运动式检查 {campaign}，外包或者由无证人员实施 {outsourced}。",
        right="应当立即停止并改正，退还财物和费用；对责任人员的处理由有权机关依法决定。",
        shows={
            "on": case.inspected.on,
            "favour": case.flag("favour_taken"),
            "fee": case.flag("inspection_fee"),
            "quota": case.flag("inspection_quota"),
            "disguised": case.flag("disguised_inspection"),
            "campaign": case.flag("campaign_inspection"),
            "outsourced": case.flag("inspection_outsourced"),
        },
    )
