"""RT13 · a late appeal to the justice of the peace: sixty days, thirty since October 2011."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "RT13",
    "case",
    title="逾期向治安法官申诉",
    basis=["Codice della Strada#204-bis", "D.Lgs. 150/2011#7"],
    severity=NOTE,
    at="judge_appealed.on",
)
def late_appeals_to_the_judge(case: Facts, given: Given) -> Judgement:
    """向治安法官申诉的期限为六十日，2011年10月6日起提出的为三十日；逾期不予受理，提示核查。"""
    term = given.term("fines.judge_appeal", start=case.notified.on)
    return Judgement(
        applies=case.judge_appealed.on.is_not_null() & case.result_received.on.is_null(),
        breaks=case.judge_appealed.on > term.due,
        term=term,
        says="{notified} 送达，申诉期至 {due}，{appealed} 才申诉。",
        right="核查送达日期；确属逾期的应当主张不予受理。",
        shows={
            "notified": case.notified.on,
            "due": term.due,
            "appealed": case.judge_appealed.on,
        },
    )
