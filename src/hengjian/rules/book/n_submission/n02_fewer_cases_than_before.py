"""N02 · a month with far fewer cases than the months before it: perhaps not all was handed in."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "N02",
    "body_month",
    title="月度报送的案件骤减",
    basis=["三项制度意见#十六", "行政执法监督条例#37"],
    severity=NOTE,
    at="period_to",
)
def month_holds_about_as_many_cases_as_those_before(month: Facts, given: Given) -> Judgement:
    """执法数据应当全部汇集。一个月报送的案件比此前三个月的平均少得多的，可能没有报全，只提示核查；
    平时案件很少的不判断。比例和件数由司法局规定。"""
    share, least = given.value("reports.shrunk_share"), given.value("reports.least_cases")
    return Judgement(
        applies=(month.cases_before >= least) & month.received_on.is_not_null(),
        breaks=month.cases * 100 < month.cases_before * share,
        says="{since} 起一个月报送 {cases} 件，此前三个月平均 {before} 件，不到 {share}%。",
        right="应当核对是否报全；确实减少的，说明原因。",
        shows={
            "since": month.period_from,
            "cases": month.cases,
            "before": month.cases_before,
            "share": share,
        },
    )
