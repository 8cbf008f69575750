"""G11 · last year's enforcement in figures, open by the end of January."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "G11",
    "body_year",
    title="上年度执法统计没有按时公开",
    basis="三项制度意见#六",
    severity=GENERAL,
    at="ended_on",
)
def yearly_statistics_are_published_in_time(year: Facts, given: Given) -> Judgement:
    """行政执法机关应当在每年1月31日以前公开本机关上年度执法总体情况的数据。年度没有结束的不判断；公开登记
    没有写明所属年度、而公开日期早于年末的，看不出是哪一年度的，不作判断。"""
    published = year.column("disclosed.statistics.on")
    term = given.term("disclosure.statistics", start=year.ended_on)
    missed = term.missed(published, year.column("disclosed.statistics.known_until"))
    of_this_year = published.is_null() | (published > year.ended_on)
    return Judgement(
        applies=year.body_kind.is_in("agency", "authorized", "township")
        & (year.ended_on < given.as_of),
        breaks=settled(yes=missed, no=~missed & of_this_year),
        term=term,
        says="{year} 年度执法统计应于 {due} 前公开，实际：{published}。",
        right="应当在 {due} 前向社会公开，并报本级人民政府和上级主管部门。",
        shows={"year": year.year, "due": term.due, "published": published},
    )
