"""E11 · the party does not pay for the hearing."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "E11",
    "case",
    title="向当事人收取听证费用",
    basis=["行政处罚法#63.2", "行政许可法#47.2"],
    severity=SERIOUS,
    at="acted_on",
)
def hearing_costs_the_party_nothing(case: Facts, given: Given) -> Judgement:
    """行政机关组织听证的费用不由当事人、申请人或者利害关系人承担。"""
    charge = case.hearing_fee_charged
    return Judgement(
        applies=case.hearing_held.seen | charge.seen,
        breaks=charge.seen & ~(charge.amount == 0).known_true(),
        says="听证 {held}；{charged} 向当事人收取听证费用，金额 {amount}。",
        right="听证费用由行政机关承担；已经收取的应当退还。",
        shows={
            "held": case.hearing_held.on,
            "charged": charge.on,
            "amount": charge.amount,
        },
    )
