"""K15 · visits upon complaints go beyond the cap, but not without measure."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "K15",
    "enterprise_year",
    title="个案检查次数明显不合理",
    basis="涉企行政检查意见#检查频次",
    severity=NOTE,
    at="last_visit_on",
)
def individual_visits_stay_within_reason(enterprise: Facts, given: Given) -> Judgement:
    """根据投诉举报、转办交办等进行的个案检查可以超过年度频次上限，但次数明显不合理的应当跟踪监督。意见没有
    写次数，由司法局录入后才判断。"""
    individual = enterprise.visits_individual
    at_most = individual + enterprise.visits_of_unknown_kind
    limit = given.value("inspection.individual_yearly")
    return Judgement(
        applies=at_most > 0,
        breaks=settled(yes=individual > limit, no=at_most <= limit),
        says="{year} 年对“{party}”个案检查 {individual} 次，未写类型的检查 {unknown} 次。",
        right="应当核对每次检查的线索来源；同一线索不得反复检查。",
        shows={
            "year": enterprise.year,
            "party": enterprise.party_id,
            "individual": individual,
            "unknown": enterprise.visits_of_unknown_kind,
        },
    )
