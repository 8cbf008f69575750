"""H10 · confiscated goods are listed, then sold in public, handled by rule or destroyed."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import GENERAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "H10",
    "case",
    title="没收的财物没有清单，或者处置方式不合规定",
    basis=["行政处罚法#74.1", "行政处罚法#77"],
    severity=SERIOUS,
    at="decision_dated_on",
)
def confiscated_goods_are_listed_and_disposed_of_lawfully(case: Facts, given: Given) -> Judgement:
    """没收的非法财物，除依法应当销毁的以外，必须公开拍卖或者按照国家有关规定处理，机关不得留用、私分；没收应当
    出具清单或者单据。处置没有期限，尚未处置的不判断处置方式。"""
    list_missing = ~case.document("confiscation_list").seen
    disposed = case.goods_disposed
    wrong_way = disposed.seen & ~disposed.mode.is_in("auction", "state_disposal", "destroyed")
    return Judgement(
        applies=(case.kind == "penalty")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case)
        & case.penalty_kinds.contains("confiscate_goods"),
        breaks=list_missing | wrong_way,
        grades=(
            Grade(
                ~wrong_way.known_true(),
                GENERAL,
                because="没有见到没收物品清单；未见处置方式不合规定",
            ),
        ),
        says="{decided} 决定没收非法财物。有没收物品清单：{list}；处置：{disposed}，方式：{mode}。",
        right="应当制作清单，公开拍卖或者按照国家有关规定处理，款项全部上缴国库；依法应当销毁的销毁。",
        shows={
            "decided": case.decision_dated_on,
            "list": case.document("confiscation_list").seen,
            "disposed": disposed.last_on,
            "mode": disposed.mode,
        },
    )
