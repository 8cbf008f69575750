"""F14 · the fine within the discretion tier that the case itself names, or a reasoned departure."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "F14",
    "case",
    title="罚款不在所适用的裁量阶次之内",
    basis=[
        "黑龙江省规范行政裁量权办法#24(2)",
        "黑龙江省规范行政裁量权办法#11",
        "行政处罚法#34",
        "裁量权基准意见#十二",
    ],
    severity=SERIOUS,
    at="decision_dated_on",
)
def fine_within_the_tier_applied(case: Facts, given: Given) -> Judgement:
    """已经公布的裁量标准应当执行：罚款应当在所适用阶次的幅度之内；确需调整适用的，应当说明理由，并经主要
    负责人批准或者集体讨论。超出法定幅度的另行判断；决定之后才公布的标准不约束该决定。"""
    least, most = case.tier_fine_min, case.tier_fine_max
    below = (case.fine < least).known_true()
    outside = below | (case.fine > most)
    stated = least.is_not_null() | most.is_not_null()
    reasoned = case.flag("departure_reasoned")
    beyond_the_norm = (case.fine < case.item_fine_min) | (case.fine > case.item_fine_max)
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.fine > 0)
        & case.tier.is_not_null()
        & ~beyond_the_norm.known_true()
        & ~(case.item_discretion_published_on > case.decision_dated_on).known_true(),
        breaks=settled(yes=outside, no=stated),
        exceptions={
            "已说明理由并经集体讨论": reasoned & case.discussed.seen,
            "依法减轻处罚": below & case.flag("reduced"),
        },
        ordered=True,
        grades=(
            Grade(
                reasoned,
                NOTE,
                Nature.HINT,
                because="已说明理由而未经集体讨论，须核查是否经主要负责人批准",
            ),
        ),
        says="罚款 {fine}；事项“{item}”阶次“{tier}”：下限 {least}，上限 {most}；已说明理由：{reasoned}，"
        "集体讨论：{discussed}。",
        right="应当在所适用阶次的幅度内裁量；确需调整的应当说明理由，经主要负责人批准或者集体讨论。",
        shows={
            "fine": case.fine,
            "item": case.item_name,
            "tier": case.tier,
            "least": least,
            "most": most,
            "reasoned": reasoned,
            "discussed": case.discussed.on,
        },
    )
