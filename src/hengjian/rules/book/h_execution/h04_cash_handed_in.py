"""H04 · cash taken on the spot goes to the agency and then to the bank, two working days each."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "H04",
    "case",
    title="当场收缴的罚款逾期上交或者缴付银行",
    basis=["行政处罚法#71", "行政处罚法#85"],
    severity=SERIOUS,
    at="cash_collected.on",
)
def cash_is_handed_in_and_banked(case: Facts, given: Given) -> Judgement:
    """当场收缴的罚款，应当自收缴之日（在水上的自抵岸之日）起二日（工作日）内交至行政机关；行政机关
    应当在二日（工作日）内缴付指定的银行。"""
    to_agency = given.term(
        "penalty.cash_hand_in", start=case.landed.on.or_else(case.cash_collected.on)
    )
    to_bank = given.term("penalty.cash_hand_in", start=case.cash_handed_in.on)
    banked_late = to_bank.missed(case.cash_banked.on, case.cash_banked.known_until)
    return Judgement(
        applies=(case.kind == "penalty") & case.cash_collected.on.is_not_null(),
        breaks=to_agency.missed(case.cash_handed_in.on, case.cash_handed_in.known_until)
        | banked_late,
        term=to_agency,
        says="{collected} 当场收缴，应于 {due} 前交至机关，实际 {handed}；"
        "机关应于 {bank_due} 前缴付银行，实际 {banked}。",
        right="执法人员二个工作日内交至机关，机关二个工作日内缴付银行。",
        shows={
            "collected": case.cash_collected.on,
            "due": to_agency.due,
            "handed": case.cash_handed_in.on,
            "bank_due": to_bank.due,
            "banked": case.cash_banked.on,
        },
    )
