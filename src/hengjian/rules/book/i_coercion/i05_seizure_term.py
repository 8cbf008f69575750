"""I05 · seizure ends in thirty days, with one extension of at most thirty more."""

from hengjian.rules.expressions import least
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "I05",
    "case",
    title="查封、扣押超过法定期限",
    basis=["行政强制法#25", "行政强制法#27", "行政强制法#28"],
    severity=FATAL,
    at="measure_taken.on",
)
def seizure_ends_in_time(case: Facts, given: Given) -> Judgement:
    """查封、扣押的期限不得超过三十日；情况复杂经批准可以延长，延长不得超过三十日；检测、检验、检疫或者
    技术鉴定的期间不计入。期限内应当作出处理决定或者解除；期满至今没有处理的，另有规则判断。"""
    most = given.value("coercion.seizure_extension")
    term = given.term(
        "coercion.seizure",
        start=case.measure_taken.on,
        extended=case.measure_extended,
        at_most=most,
        stops=case.stops,
    )
    too_much = case.measure_extended.days > most
    ended = least(case.measure_lifted.on, case.measure_handled.on)
    # Either act ends the measure: late only if neither came in time.
    never_in_time = term.missed(
        case.measure_lifted.on, case.measure_lifted.known_until
    ) & term.missed(case.measure_handled.on, case.measure_handled.known_until)
    return Judgement(
        applies=case.measure_taken.on.is_not_null()
        & case.measure_kinds.contains_any("seal", "detain")
        & (case.measure_lifted.on.is_not_null() | case.measure_handled.on.is_not_null() | too_much),
        breaks=never_in_time | too_much,
        term=term,
        says="{taken} 查封扣押，延长 {extended} 日，应于 {due} 前处理或者解除，实际：{ended}。",
        right="应当在 {due} 前作出处理决定或者解除；期满立即解除并退还。",
        shows={
            "taken": case.measure_taken.on,
            "extended": case.measure_extended.days,
            "due": term.due,
            "ended": ended,
        },
    )
