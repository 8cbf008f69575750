"""J12 · no fee for a permit unless a law or an administrative regulation says so."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "J12",
    "case",
    title="实施许可违法收费",
    basis="行政许可法#58",
    severity=FATAL,
    at="began_on",
)
def permit_is_free_of_charge(case: Facts, given: Given) -> Judgement:
    """实施行政许可不得收取任何费用，提供申请书格式文本也不得收费；法律、行政法规另有规定的，依照其规定。"""
    return Judgement(
        applies=case.kind == "permit",
        breaks=case.permit_fee_charged.seen,
        exceptions={"收费有法律、行政法规依据": case.flag("fee_by_law")},
        says="{on} 向申请人收取许可费用，金额合计 {amount}，没有法律、行政法规依据。",
        right="不得收费；已经收取的，应当退还申请人。",
        shows={
            "on": case.permit_fee_charged.on,
            "amount": case.permit_fee_charged.amount_sum,
        },
    )
