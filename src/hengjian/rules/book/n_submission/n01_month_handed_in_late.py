"""N01 · a month's data come by the day that the bureau has set. No law names a day."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "N01",
    "body_month",
    title="月度数据逾期报送或者没有报送",
    basis=["三项制度意见#十六", "行政执法监督条例#37"],
    severity=NOTE,
    at="period_to",
)
def month_is_handed_in_by_the_day_set(month: Facts, given: Given) -> Judgement:
    """执法数据应当按照统一的标准汇集、共享。每月数据的最迟报送日由司法局规定，法律没有规定；
    逾期只提示核查。"""
    late = month.received_on > month.due_on
    return Judgement(
        applies=(month.due_on < given.as_of) | late.known_true(),
        breaks=month.received_on.is_null() | late,
        says="{since} 起一个月的数据应于 {due} 前报送，实际收到：{received}。",
        right="应当在 {due} 前报送；当月没有案件的，作零报送。",
        shows={"since": month.period_from, "due": month.due_on, "received": month.received_on},
    )
