"""N03 · cases that were handed in once and are missing when the whole month is handed in again."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "N03",
    "body_month",
    title="报送过的案件在后来的全部报送中消失",
    basis=["三项制度意见#十六", "三项制度意见#九"],
    severity=NOTE,
    at="period_to",
)
def what_was_handed_in_is_there_when_the_month_is_handed_in_again(
    month: Facts, given: Given
) -> Judgement:
    """执法活动应当全过程留痕、可回溯管理，数据应当全部汇集。同一月份以前报过的案件，
    在声明为“全部案件”的后一次报送中没有了的，提示核查是更正、并案还是删除；有行被退回的报送不据以判断。"""
    return Judgement(
        applies=month.received_on.is_not_null(),
        breaks=month.vanished > 0,
        says="{since} 起一个月，以前报过的 {count} 件案件在最近一次全部报送中没有了：{cases}。",
        right="应当说明这些案件的去向；确实报错的，写明更正的依据。",
        shows={
            "since": month.period_from,
            "count": month.vanished,
            "cases": month.vanished_cases,
        },
    )
