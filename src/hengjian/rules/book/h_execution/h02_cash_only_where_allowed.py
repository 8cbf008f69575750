"""H02 · fines are taken on the spot only where the law allows it."""

from hengjian.rules.conditions import cash_may_be_taken
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "H02",
    "case",
    title="不符合条件而当场收缴罚款",
    basis=["行政处罚法#68", "行政处罚法#69", "行政处罚法#67.2"],
    severity=SERIOUS,
    at="cash_collected.on",
)
def cash_is_taken_only_where_allowed(case: Facts, given: Given) -> Judgement:
    """当场收缴罚款限于：适用简易程序，并且罚款在一百元以下或者不当场收缴事后难以执行；或者在边远、水上、交通
    不便地区，当事人缴纳确有困难并提出当场缴纳。"""
    limit = given.value("penalty.cash_fine")
    return Judgement(
        applies=(case.kind == "penalty") & case.cash_collected.on.is_not_null(),
        breaks=~cash_may_be_taken(case, limit),
        says="{collected} 当场收缴罚款 {fine}（{procedure}程序，限额 {limit}）；事后难以执行：{hard}；"
        "边远水上交通不便地区：{remote}；当事人要求当场缴纳：{asked}。",
        right="不符合当场收缴条件的，应当由当事人到指定的银行或者通过电子支付系统缴纳。",
        shows={
            "collected": case.cash_collected.on,
            "fine": case.fine,
            "procedure": case.procedure,
            "limit": limit,
            "hard": case.flag("hard_to_collect"),
            "remote": case.flag("remote_area"),
            "asked": case.flag("asked_to_pay_on_spot"),
        },
    )
