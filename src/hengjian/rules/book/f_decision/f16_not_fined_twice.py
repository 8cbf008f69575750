"""F16 · the same act is fined once. Unless the bodies themselves call it the same, only a hint."""

from hengjian.rules.rule import FATAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "F16",
    "case_pair",
    title="同一违法行为两次罚款",
    basis="行政处罚法#29",
    severity=FATAL,
    at="decided_on",
)
def same_act_is_not_fined_twice(pair: Facts, given: Given) -> Judgement:
    """对当事人的同一个违法行为，不得给予两次以上罚款；违反多个规范的，按照罚款数额高的规定处罚。
    是否同一个违法行为须由人确认。"""
    return Judgement(
        applies=pair.decided_on.is_not_null(),
        breaks=pair.same_matter.or_else(pair.same_day & (pair.same_item | pair.same_fact)),
        grades=(
            Grade(
                ~pair.same_matter.known_true(),
                NOTE,
                Nature.HINT,
                because="当事人、日期和事项（或者事实摘要）相同；是否同一违法行为须人工确认",
            ),
        ),
        says="{decided} 罚款 {fine}；此前 {other_body} 已于 {other_decided} 就案件 {other_case} "
        "罚款 {other_fine}。",
        right="同一违法行为只能罚款一次，按罚款数额高的规定处罚。",
        shows={
            "decided": pair.decided_on,
            "fine": pair.fine,
            "other_body": pair.other_body_id,
            "other_case": pair.other_case_id,
            "other_decided": pair.other_decided_on,
            "other_fine": pair.other_fine,
        },
    )
