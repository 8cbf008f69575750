"""I11 · whoever is deprived of liberty, the family is told at once."""

from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "I11",
    "case",
    title="限制人身自由没有立即通知家属",
    basis="行政强制法#20(1)",
    severity=FATAL,
    at="measure_taken.on",
)
def family_is_told_at_once(case: Facts, given: Given) -> Judgement:
    """限制公民人身自由的，应当当场告知或者在实施后立即通知当事人家属实施机关、地点和期限。“立即”的时数法律
    未定，以参数为准。"""
    return Judgement(
        applies=case.measure_taken.on.is_not_null() & case.measure_kinds.contains("liberty"),
        breaks=given.hours_missed(
            "coercion.at_once", start=case.measure_taken, done=case.family_told
        ),
        grades=(
            Grade(
                case.family_told.seen,
                SERIOUS,
                because="已经通知，只是迟于本系统设定的时数；法律只说立即",
            ),
        ),
        says="{on} 限制人身自由（时刻 {taken}），通知家属：{told}（时刻 {at}）。",
        right="应当当场告知或者立即通知家属实施机关、地点和期限。",
        shows={
            "on": case.measure_taken.on,
            "taken": case.measure_taken.at,
            "told": case.family_told.on,
            "at": case.family_told.at,
        },
    )
