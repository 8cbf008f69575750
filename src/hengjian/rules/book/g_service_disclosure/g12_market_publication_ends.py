"""G12 · market supervision stops showing a penalty after three months or three years."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, overdue, rule


@rule(
    "G12",
    "case",
    title="市场监管处罚信息公示期满未停止公示",
    basis="市场监督管理行政处罚信息公示规定#13",
    severity=GENERAL,
    at="published.on",
)
def market_publication_ends_in_time(case: Facts, given: Given) -> Judgement:
    """市场监管处罚信息公示期满应当停止公示：仅受通报批评或者较低数额罚款的三个月，其他三年；限制开展生产经营、
    限制从业的，公示期可能更长，超过三年的不作判断。“较低数额”由省级以上部门规定，没有录入的，罚款满三个月
    不满三年不作判断。期满次日停止的不算迟。"""
    short = given.term("disclosure.market_short", start=case.published.on)
    long = given.term("disclosure.market_long", start=case.published.on)
    lower = given.value("disclosure.market_lower_fine")
    stopped, known = case.unpublished.on, case.unpublished.known_until
    after_short = overdue(short.due + 1, stopped, known)
    after_long = overdue(long.due + 1, stopped, known)
    kinds = case.penalty_kinds
    may_last_longer = kinds.contains_any("restrict_business", "bar_from_trade")
    beyond = may_last_longer | kinds.contains_any(
        "warning",
        "confiscate_gain",
        "confiscate_goods",
        "suspend_permit",
        "downgrade",
        "revoke_permit",
        "revoke_licence",
        "stop_business",
        "close_business",
        "other",
    )
    light = (
        kinds.contains_any("criticism", "fine")
        & ~beyond
        & (~kinds.contains("fine") | (case.fine <= lower))
    )
    too_long = after_short & light
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.sector == "market")
        & case.published.on.is_not_null(),
        breaks=settled(yes=too_long | (after_long & ~may_last_longer), no=~too_long & ~after_long),
        says="{published} 公示（处罚种类：{kinds}，罚款 {fine}），三个月至 {short}，三年至 {long}，"
        "实际停止公示：{stopped}。",
        right="仅受通报批评或者较低数额罚款的，满三个月停止公示；其他的满三年停止公示。",
        shows={
            "published": case.published.on,
            "kinds": kinds,
            "fine": case.fine,
            "short": short.due,
            "long": long.due,
            "stopped": stopped,
        },
    )
