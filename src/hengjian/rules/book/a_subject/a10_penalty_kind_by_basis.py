"""A10 · which kinds of penalty a norm of each level may create by itself."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule

_ALL_BUT_WARNING_CRITICISM_FINE = (
    "confiscate_gain",
    "confiscate_goods",
    "suspend_permit",
    "downgrade",
    "revoke_permit",
    "revoke_licence",
    "restrict_business",
    "stop_business",
    "close_business",
    "bar_from_trade",
    "detention",
    "other",
)


@rule(
    "A10",
    "item",
    title="处罚种类超出依据层级的设定权限",
    basis=[
        "行政处罚法#10",
        "行政处罚法#11",
        "行政处罚法#12",
        "行政处罚法#13",
        "行政处罚法#14",
        "行政处罚法#16",
    ],
    severity=FATAL,
    at=None,
)
def penalty_kind_within_power_of_its_norm(item: Facts, given: Given) -> Judgement:
    """行政法规不得设定限制人身自由；地方性法规另不得设定吊销营业执照；规章只可设定警告、通报批评和
    一定数额罚款；其他规范性文件不得设定处罚。在上位法范围内作具体规定的除外。"""
    kinds, level = item.penalty_kinds, item.basis_level
    beyond = (
        ((level == "admin_regulation") & kinds.contains("detention"))
        | ((level == "local_regulation") & kinds.contains_any("detention", "revoke_licence"))
        | (
            level.is_in("department_rule", "local_rule")
            & kinds.contains_any(*_ALL_BUT_WARNING_CRITICISM_FINE)
        )
        | (level == "normative")
    )
    return Judgement(
        applies=(item.kind == "penalty") & kinds.is_not_null(),
        breaks=beyond,
        exceptions={"在上位法规定的行为、种类和幅度内作具体规定": item.stated("higher_norm")},
        says="依据为{level}，设定的处罚种类有：{kinds}。",
        right="应当以有设定权的规范为依据，或者注明所依据的上位法。",
        shows={"level": level, "kinds": kinds},
    )
