"""I02 · coercive measures are approved before, or reported within 24 hours where it was urgent."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, after, rule


@rule(
    "I02",
    "case",
    title="强制措施未经事先批准，或者紧急实施后未及时补办",
    basis=["行政强制法#18(1)", "行政强制法#19"],
    severity=FATAL,
    at="measure_taken.on",
)
def measure_is_approved_by_the_head(case: Facts, given: Given) -> Judgement:
    """实施行政强制措施前须向行政机关负责人报告并经批准；情况紧急当场实施的，应当在二十四小时内报告
    并补办批准手续。"""
    urgent = case.flag("urgent")
    not_before = ~case.measure_approved.seen | after(case.measure_approved, case.measure_taken)
    too_late = given.hours_missed(
        "coercion.urgent_approval", start=case.measure_taken, done=case.measure_approved
    )
    return Judgement(
        applies=case.measure_taken.on.is_not_null(),
        breaks=(~urgent & not_before) | too_late,
        says="实施强制措施：{taken}；批准：{approved}；情况紧急：{urgent}。",
        right="应当事先批准；情况紧急的应当在实施后二十四小时内补办批准手续。",
        shows={
            "taken": case.measure_taken.at,
            "approved": case.measure_approved.at,
            "urgent": urgent,
        },
    )
