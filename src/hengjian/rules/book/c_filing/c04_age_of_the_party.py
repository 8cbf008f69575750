"""C04 · no penalty under fourteen or without capacity, a lighter one under eighteen."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.expressions import years
from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "C04",
    "case",
    title="处罚不满十四周岁或者没有责任能力的人，或者未对未成年人从轻减轻",
    basis=["行政处罚法#30", "行政处罚法#31"],
    severity=FATAL,
    at="decision_dated_on",
)
def children_are_not_punished(case: Facts, given: Given) -> Judgement:
    """不满十四周岁的未成年人有违法行为的，不予行政处罚；已满十四周岁不满十八周岁的，应当从轻或者
    减轻；精神病人、智力残疾人在不能辨认或者不能控制自己行为时，不予处罚。年龄以违法行为发生时为准。"""
    age = years(case.party_birth, case.violation_on.or_else(case.violation_ended_on))
    incapable = case.flag("incapable").known_true()
    lighter = case.flag("mitigating") | case.flag("reduced")
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.party_kind == "citizen")
        & (case.party_birth.is_not_null() | incapable)
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case),
        breaks=incapable | (age < 14) | ((age < 18) & ~lighter),
        grades=(
            Grade(
                (age >= 14) & ~incapable,
                SERIOUS,
                because="已满十四周岁不满十八周岁，未见从轻或者减轻的情形",
            ),
        ),
        says="违法行为发生时当事人 {age} 周岁，不能辨认或者控制自己行为：{incapable}；决定给予：{kinds}。",
        right="不满十四周岁和没有责任能力的不予处罚，责令监护人管教；不满十八周岁的应当从轻或者减轻。",
        shows={"age": age, "incapable": incapable, "kinds": case.penalty_kinds},
    )
