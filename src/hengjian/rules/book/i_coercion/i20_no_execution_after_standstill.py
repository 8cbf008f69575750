"""I20 · an execution that has stood still for three years is, as a rule, not taken up again."""

from hengjian.rules.expressions import greatest
from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "I20",
    "case",
    title="中止执行满三年后又恢复执行",
    basis="行政强制法#39",
    severity=NOTE,
    at="enforcement_suspended.on",
)
def execution_is_not_resumed_after_three_years(case: Facts, given: Given) -> Judgement:
    """没有明显社会危害、当事人确无能力履行，中止执行满三年未恢复执行的，行政机关不再执行。当事人有无能力履行
    须由人核查。"""
    term = given.term("coercion.standstill", start=case.enforcement_suspended.on)
    resumed = case.enforcement_resumed
    executed_on = greatest(case.enforced.last_on, case.substituted.last_on)
    again = resumed.on.or_else(executed_on)
    restarted = resumed.seen | case.enforced.seen | case.substituted.seen
    return Judgement(
        applies=case.enforcement_suspended.on.is_not_null(),
        breaks=restarted & (again > term.due),
        exceptions={"有明显社会危害": case.flag("harmful")},
        term=term,
        says="{suspended} 中止执行，至 {due} 满三年；{again} 恢复执行或者执行。",
        right="应当核查当事人有无履行能力；没有明显社会危害而确无能力的，满三年不再执行。",
        shows={
            "suspended": case.enforcement_suspended.on,
            "due": term.due,
            "again": again,
        },
    )
