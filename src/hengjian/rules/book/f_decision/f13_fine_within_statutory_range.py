"""F13 · the fine within what the norm allows."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "F13",
    "case",
    title="罚款超出法定幅度",
    basis=["行政处罚法#5.2", "行政处罚法#76"],
    severity=FATAL,
    at="decision_dated_on",
)
def fine_within_the_statutory_range(case: Facts, given: Given) -> Judgement:
    """罚款应当在依据规定的幅度之内；低于下限的须有减轻处罚的情形。"""
    above = (case.fine > case.item_fine_max).known_true()
    below = (case.fine < case.item_fine_min).known_true() & ~case.flag("reduced")
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.fine > 0)
        & (case.item_fine_max.is_not_null() | case.item_fine_min.is_not_null()),
        breaks=above | below,
        says="罚款 {fine}；事项“{item}”的法定罚款：下限 {least}，上限 {most}。",
        right="应当在法定幅度内裁量；减轻处罚的应当写明法定情形。",
        shows={
            "fine": case.fine,
            "item": case.item_name,
            "least": case.item_fine_min,
            "most": case.item_fine_max,
        },
    )
