"""K04 · one body's visits to one enterprise stay under the published yearly cap."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "K04",
    "enterprise_year",
    title="对同一企业的检查超过公布的年度频次上限",
    basis="涉企行政检查意见#检查频次",
    severity=SERIOUS,
    at="last_visit_on",
)
def visits_stay_under_the_yearly_cap(enterprise: Facts, given: Given) -> Judgement:
    """同一行政机关对同一企业实施行政检查，不得超过公布的年度频次上限。日常检查和专项检查计入；上级部署
    的专项检查不计；投诉举报、转办交办等个案检查可以超过。"""
    counted = enterprise.visits_daily + enterprise.visits_special
    at_most = counted + enterprise.visits_of_unknown_kind
    cap = enterprise.yearly_cap
    return Judgement(
        applies=cap.is_not_null(),
        breaks=settled(yes=counted > cap, no=at_most <= cap),
        says="{year} 年对“{party}”日常检查 {daily} 次、专项检查 {special} 次，上限 {cap} 次"
        "（另有上级部署 {superior} 次、个案 {individual} 次不计）。",
        right="应当合并、联合检查，或者以书面核查、信息共享代替入企检查。",
        shows={
            "year": enterprise.year,
            "party": enterprise.party_id,
            "daily": enterprise.visits_daily,
            "special": enterprise.visits_special,
            "cap": cap,
            "superior": enterprise.visits_by_superior,
            "individual": enterprise.visits_individual,
        },
    )
