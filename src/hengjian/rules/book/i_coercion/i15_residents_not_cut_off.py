"""I15 · nobody's home is cut off from water, power, heat or gas to make him comply."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "I15",
    "case",
    title="对居民生活停水停电停热停气",
    basis="行政强制法#43.2",
    severity=FATAL,
    at="acted_on",
)
def residents_are_not_cut_off(case: Facts, given: Given) -> Judgement:
    """行政机关不得对居民生活采取停止供水、供电、供热、供燃气等方式迫使当事人履行行政决定，情况紧急也不例外。"""
    cut_off = case.enforcement_kinds.contains("cut_utilities")
    return Judgement(
        applies=cut_off.known_true() | (case.executed_on.is_not_null() & cut_off),
        breaks=case.flag("residents"),
        says="强制执行方式“{kinds}”，涉及居民生活：{residents}。",
        right="应当立即恢复供应，改用法律规定的其他方式。",
        shows={"kinds": case.enforcement_kinds, "residents": case.flag("residents")},
    )
