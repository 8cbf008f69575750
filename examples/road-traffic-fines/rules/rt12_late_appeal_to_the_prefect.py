"""RT12 · a late appeal to the prefect: a hint, for it is the citizen's lateness."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "RT12",
    "case",
    title="逾期向省督申诉仍被受理",
    basis="Codice della Strada#203",
    severity=NOTE,
    at="notified.on",
)
def late_appeals_are_not_sent_on(case: Facts, given: Given) -> Judgement:
    """向省督申诉的期限为六十日；逾期的应当不予受理。移送了逾期的申诉，提示核查送达日期。"""
    term = given.term("fines.prefect_appeal", start=case.notified.on)
    return Judgement(
        applies=case.appealed.on.is_not_null() & case.appeal_sent.on.is_not_null(),
        breaks=case.appealed.on > term.due,
        term=term,
        says="{notified} 送达，申诉期至 {due}，{appealed} 才申诉，仍于 {sent} 移送。",
        right="核查送达日期；确属逾期的应当不予受理。",
        shows={
            "notified": case.notified.on,
            "due": term.due,
            "appealed": case.appealed.on,
            "sent": case.appeal_sent.on,
        },
    )
