"""E10 · the host reports on the hearing within three days of its end."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "E10",
    "case",
    title="听证结束后逾期未形成听证意见报告书",
    basis="黑龙江省行政执法程序规定#27",
    severity=GENERAL,
    at="hearing_held.on",
)
def hearing_is_reported_in_three_days(case: Facts, given: Given) -> Judgement:
    """听证主持人应当在听证结束后三日内形成听证意见报告书，连同听证笔录提交本单位。分次举行的，自最后一次
    结束之日起算；省规定没有计日条款，按自然日计算。"""
    ended = case.hearing_held.until_on.or_else(case.hearing_held.last_on)
    term = given.term("hearing.report", start=ended)
    return Judgement(
        applies=case.hearing_held.on.is_not_null(),
        breaks=term.missed(case.hearing_reported.last_on, case.hearing_reported.known_until),
        term=term,
        says="听证于 {ended} 结束，应于 {due} 前提交听证意见报告书，实际：{reported}。",
        right="应当在 {due} 前（含当日）形成听证意见报告书，连同听证笔录提交。",
        shows={"ended": ended, "due": term.due, "reported": case.hearing_reported.last_on},
    )
