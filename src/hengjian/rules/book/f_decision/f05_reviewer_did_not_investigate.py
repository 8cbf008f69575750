"""F05 · nobody reviews the case that he investigated himself."""

from hengjian.rules.expressions import overlaps
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "F05",
    "case",
    title="办案人员审核自己承办的案件",
    basis=[
        "三项制度意见#十一",
        "三项制度意见#十四",
        "市场监督管理行政处罚程序规定#49",
        "医疗保障行政处罚程序暂行规定#37",
    ],
    severity=SERIOUS,
    at="legally_reviewed.on",
)
def reviewer_did_not_investigate(case: Facts, given: Given) -> Judgement:
    """法制审核由专门的审核机构和人员承担，与承办人员分开；调查、审查本案的人员不得审核本案。"""
    return Judgement(
        applies=case.legally_reviewed.seen,
        breaks=overlaps(case.legally_reviewed.officers, case.investigators),
        says="{on} 法制审核，审核人员 {reviewers}；本案调查、审查人员 {investigators}。",
        right="应当由没有参与本案调查、审查的法制审核人员审核。",
        shows={
            "on": case.legally_reviewed.on,
            "reviewers": case.legally_reviewed.officers,
            "investigators": case.investigators,
        },
    )
