"""RT12 · a late appeal to the prefect: a hint, for it is the citizen's lateness."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "RT12",
    "case",
    title="逾期的申诉仍移送省督",
    basis=["Codice della Strada#203", "D.P.R. 495/1992#388"],
    severity=NOTE,
    at="notified.on",
)
def late_appeals_are_not_sent_on(case: Facts, given: Given) -> Judgement:
    """向省督申诉的期限为六十日，邮寄的以交寄之日为准；逾期的不予受理。移送了逾期的申诉，提示核查日期。"""
    term = given.term("fines.prefect_appeal", start=case.notified.on)
    return Judgement(
        applies=case.appealed.on.is_not_null() & case.appeal_sent.on.is_not_null(),
        breaks=case.appealed.on > term.due,
        term=term,
        says="{notified} 送达，申诉期至 {due}，{appealed} 才申诉，仍于 {sent} 移送。",
        right="核查送达和交寄日期；确属逾期的，应当在移送意见中写明，由省督不予受理。",
        shows={
            "notified": case.notified.on,
            "due": term.due,
            "appealed": case.appealed.on,
            "sent": case.appeal_sent.on,
        },
    )
