"""J07 · a renewal is decided before the permit expires; else it counts as granted."""

from hengjian.rules.expressions import days
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, overdue, rule


@rule(
    "J07",
    "case",
    title="许可到期前未对延续申请作出决定",
    basis="行政许可法#50",
    severity=SERIOUS,
    at="applied.on",
)
def renewal_is_decided_before_expiry(case: Facts, given: Given) -> Judgement:
    """被许可人在有效期届满三十日前申请延续的，行政机关应当在届满前作出是否准予延续的决定；逾期未作
    决定的，视为准予延续。"""
    lead = days(case.applied.on, case.permit_valid_to)
    return Judgement(
        applies=(case.kind == "permit") & case.permit_valid_to.is_not_null(),
        breaks=overdue(case.permit_valid_to, case.decided.on, case.decided.known_until),
        exceptions={"申请晚于届满三十日前": lead < given.value("permit.renewal_lead")},
        says="{applied} 申请延续，许可 {valid_to} 到期，决定日期：{decided}。",
        right="应当在 {valid_to} 前作出决定；逾期视为准予延续。",
        shows={
            "applied": case.applied.on,
            "valid_to": case.permit_valid_to,
            "decided": case.decided.on,
        },
    )
