"""RT13 · a late appeal to the justice of the peace: sixty days, thirty since October 2011.

Unlike the appeal to the prefect it is a suit, so its term does not run in the courts' summer recess.
"""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "RT13",
    "case",
    title="逾期向治安法官申诉",
    basis=["Codice della Strada#204-bis", "D.Lgs. 150/2011#7", "L. 742/1969#1"],
    severity=NOTE,
    at="judge_appealed.on",
)
def late_appeals_to_the_judge(case: Facts, given: Given) -> Judgement:
    """2003年8月13日起可以向治安法官申诉，期限为六十日，2011年10月6日起提出的为三十日；
    司法休假（8月1日至9月15日）不计入。逾期不予受理，提示核查。"""
    recess = given.value("fines.court_recess", at=case.notified.on)
    term = given.term("fines.judge_appeal", start=case.notified.on + recess)
    return Judgement(
        applies=case.judge_appealed.on.is_not_null()
        & case.result_received.on.is_null()
        & term.laid_down,
        breaks=case.judge_appealed.on > term.due,
        says="{notified} 送达，司法休假不计 {recess} 日，申诉期至 {due}，{appealed} 才申诉。",
        right="核查送达日期；确属逾期的应当主张不予受理。居住国外的，期限为六十日。",
        shows={
            "notified": case.notified.on,
            "recess": recess,
            "due": term.due,
            "appealed": case.judge_appealed.on,
        },
    )
