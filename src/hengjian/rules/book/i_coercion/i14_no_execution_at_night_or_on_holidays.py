"""I14 · no coercive execution at night or on statutory holidays."""

from hengjian.rules.expressions import hour_of, is_statutory_holiday
from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "I14",
    "case",
    title="夜间或者法定节假日实施强制执行",
    basis="行政强制法#43",
    severity=FATAL,
    at="enforced.on",
)
def no_execution_at_night_or_on_holidays(case: Facts, given: Given) -> Judgement:
    """行政机关不得在夜间或者法定节假日实施行政强制执行，情况紧急的除外。法定节假日只指放假办法所定的
    节日，不含周末；夜间的钟点法律未定，以参数为准。"""
    holiday = is_statutory_holiday(case.enforced.on)
    hour = hour_of(case.enforced.at)
    night = (hour >= given.value("coercion.night_from")) | (
        hour < given.value("coercion.night_until")
    )
    return Judgement(
        applies=case.enforced.on.is_not_null(),
        breaks=holiday | night,
        exceptions={"情况紧急": case.flag("urgent")},
        grades=(
            Grade(
                ~holiday,
                SERIOUS,
                because="夜间的起止钟点法律未定，系参照噪声污染防治法设定的参数",
            ),
        ),
        says="强制执行时间：{at}（{on}），法定节日：{holiday}。",
        right="应当改在法定节假日以外的日间实施。",
        shows={"at": case.enforced.at, "on": case.enforced.on, "holiday": holiday},
    )
