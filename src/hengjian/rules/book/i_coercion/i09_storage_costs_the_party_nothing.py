"""I09 · keeping what was seized costs the party nothing."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "I09",
    "case",
    title="查封扣押的保管费用由当事人承担",
    basis="行政强制法#26",
    severity=SERIOUS,
    at="measure_taken.on",
)
def storage_costs_the_party_nothing(case: Facts, given: Given) -> Judgement:
    """因查封、扣押发生的保管费用由行政机关承担，不得向当事人收取。财物被使用或者损毁的，须由人查证。"""
    return Judgement(
        applies=case.measure_taken.on.is_not_null()
        & case.measure_kinds.contains_any("seal", "detain"),
        breaks=case.storage_fee_charged.seen,
        says="{taken} 查封扣押，{charged} 向当事人收取保管费，金额合计 {amount}。",
        right="保管费用应当由行政机关承担；已经收取的应当退还。",
        shows={
            "taken": case.measure_taken.on,
            "charged": case.storage_fee_charged.on,
            "amount": case.storage_fee_charged.amount_sum,
        },
    )
