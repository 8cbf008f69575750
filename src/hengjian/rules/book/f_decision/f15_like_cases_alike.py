"""F15 · a fine far from those of like cases is worth a look."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "F15",
    "like_case",
    title="类案不同罚",
    basis="黑龙江省规范行政裁量权办法#8(6)",
    severity=NOTE,
    at="decided_on",
)
def like_cases_are_fined_alike(like: Facts, given: Given) -> Judgement:
    """相同或者相似情况下，裁量决定应当与以往基本相同。同一事项、同一裁量阶次、同类当事人的罚款，明显偏离
    其他案件的，提示核查：既与中位数相差悬殊，又远在通常范围（上下四分位数之间）之外；界限以参数为准。"""
    factor = given.value("discretion.alike_factor")
    reach = (like.usual_high - like.usual_low) * given.value("discretion.alike_spread")
    above = (like.fine > like.usual * factor) & (like.fine > like.usual_high + reach)
    below = (like.fine * factor < like.usual) & (like.fine + reach < like.usual_low)
    far = above | below
    # A fine outside its tier is another rule's matter.
    outside = (like.fine < like.tier_low).known_true() | (like.fine > like.tier_high).known_true()
    comparable = like.tier.is_not_null() & like.party_kind.is_not_null()
    return Judgement(
        applies=(like.others >= given.value("discretion.alike_others")) & ~outside,
        breaks=settled(yes=comparable & far, no=comparable),
        says="{decided} 罚款 {fine}；同一事项、同一阶次“{tier}”的其他 {others} 件，中位数 {usual}，"
        "多数在 {low} 至 {high} 之间。",
        right="应当与同类案件基本相同；情况确有不同的，应当在决定书中说明理由。",
        shows={
            "decided": like.decided_on,
            "fine": like.fine,
            "tier": like.tier,
            "others": like.others,
            "usual": like.usual,
            "low": like.usual_low,
            "high": like.usual_high,
        },
    )
