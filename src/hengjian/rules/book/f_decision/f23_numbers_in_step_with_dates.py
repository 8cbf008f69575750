"""F23 · each decision has a number of its own, and numbers run with the dates."""

from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "F23",
    "numbered_decision",
    title="处罚决定书文号重复，或者文号与日期不连贯",
    basis="行政处罚法#59(6)",
    severity=SERIOUS,
    at="dated_on",
)
def numbers_are_unique_and_run_with_the_dates(numbered: Facts, given: Given) -> Judgement:
    """作出决定的日期以决定书所印的为准。同一机关的处罚决定书文号不得重复；文号在后而所印日期早于在前文号的
    决定的，可能倒签日期，提示核查。"""
    backwards = numbered.dated_before.is_not_null() & (numbered.printed_on < numbered.dated_before)
    repeated = numbered.same_number > 0
    return Judgement(
        applies=numbered.kind == "penalty",
        breaks=repeated | backwards,
        grades=(
            Grade(
                ~repeated,
                NOTE,
                Nature.HINT,
                because="文号在后而日期在前，是否倒签须人工核查",
            ),
        ),
        says="{number} 所印日期 {printed}；使用同一文号的其他案件 {same} 件；在前的文号 {before_no} 的日期为"
        " {before}。",
        right="一份决定书一个文号，依作出决定的先后编号；日期应当是实际作出决定之日。",
        shows={
            "number": numbered.decision_no,
            "printed": numbered.printed_on,
            "same": numbered.same_number,
            "before_no": numbered.previous_no,
            "before": numbered.dated_before,
        },
    )
