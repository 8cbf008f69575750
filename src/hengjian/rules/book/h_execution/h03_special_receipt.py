"""H03 · money taken on the spot against the special receipt of the finance department."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "H03",
    "case",
    title="当场收缴罚款没有出具专用票据",
    basis=["行政处罚法#70", "行政处罚法#77"],
    severity=SERIOUS,
    at="cash_collected.on",
)
def cash_is_taken_against_the_special_receipt(case: Facts, given: Given) -> Judgement:
    """当场收缴罚款的，必须向当事人出具财政部门统一制发的专用票据；不出具的，当事人有权拒绝缴纳。"""
    receipt = case.document("receipt")
    return Judgement(
        applies=(case.kind == "penalty") & case.cash_collected.on.is_not_null(),
        breaks=~receipt.seen | ~receipt.special_receipt,
        says="{collected} 当场收缴罚款 {fine}。有罚没票据：{seen}；系财政部门统一制发的专用票据：{special}。",
        right="应当出具国务院财政部门或者省级财政部门统一制发的专用票据。",
        shows={
            "collected": case.cash_collected.on,
            "fine": case.fine,
            "seen": receipt.seen,
            "special": receipt.special_receipt,
        },
    )
