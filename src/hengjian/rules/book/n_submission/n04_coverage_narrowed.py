"""N04 · a body reports less than it did: absence there proves nothing any more, so it must not slip by."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "N04",
    "body_month",
    title="报送的范围缩减",
    basis=["三项制度意见#十六", "行政执法监督条例#37"],
    severity=NOTE,
    at="period_to",
)
def what_is_reported_is_not_narrowed(month: Facts, given: Given) -> Judgement:
    """执法数据应当全部汇集。以前报送的表、活动或者字段不再报送的，有关的规则从此不能判断，应当说明原因；
    登记行被退回而缩减的，改好重报即恢复。"""
    return Judgement(
        applies=month.received_on.is_not_null(),
        breaks=month.narrowed > 0,
        says="{since} 起一个月的报送中，有 {count} 项不再报送：{names}。",
        right="应当恢复报送，或者说明系统有何变动、自何日起恢复。",
        shows={
            "since": month.period_from,
            "count": month.narrowed,
            "names": month.narrowed_names,
        },
    )
