"""K05 · the old rule of one economic inspection a year, where no cap was published."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "K05",
    "enterprise_year",
    title="没有公布频次上限，同一机关一年内多次检查同一企业",
    basis=["经济检查规定#6", "经济检查规定#16"],
    severity=NOTE,
    at="last_visit_on",
)
def one_economic_inspection_a_year(enterprise: Facts, given: Given) -> Judgement:
    """同一机关对同一企业的经济检查每年一般不超过一次；因违法嫌疑依法调查的不受此限。没有公布年度频次上限
    的事项，日常检查和专项检查超过一次的，提示核查；已经公布上限的，按上限判断。"""
    counted = enterprise.visits_daily + enterprise.visits_special + enterprise.visits_by_superior
    at_most = counted + enterprise.visits_of_unknown_kind
    usual = given.value("inspection.economic_yearly")
    return Judgement(
        applies=~enterprise.stated("yearly_cap"),
        breaks=settled(yes=counted > usual, no=at_most <= usual),
        says="{year} 年对“{party}”日常检查 {daily} 次、专项检查 {special} 次、上级部署的专项检查 {superior} 次"
        "（另有个案检查 {individual} 次、未写类型的 {unknown} 次），所查事项没有公布年度频次上限。",
        right="应当合并检查或者以非现场方式代替；确有必要再次检查的，应当有法律、行政法规的依据。",
        shows={
            "year": enterprise.year,
            "party": enterprise.party_id,
            "daily": enterprise.visits_daily,
            "special": enterprise.visits_special,
            "superior": enterprise.visits_by_superior,
            "individual": enterprise.visits_individual,
            "unknown": enterprise.visits_of_unknown_kind,
        },
    )
