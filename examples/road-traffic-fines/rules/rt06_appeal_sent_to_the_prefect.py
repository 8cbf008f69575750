"""RT06 · the office sends the file to the prefect in time."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "RT06",
    "case",
    title="逾期未向省督移送案卷",
    basis="Codice della Strada#203",
    severity=SERIOUS,
    at="appealed.on",
)
def appeal_is_sent_to_the_prefect_in_time(case: Facts, given: Given) -> Judgement:
    """收到申诉的机关，应当自收到之日起六十日（2003年7月14日前收到的为三十日）内向省督移送案卷。"""
    term = given.term("fines.prefect_transmission", start=case.appealed.on)
    return Judgement(
        applies=case.appealed.on.is_not_null(),
        breaks=term.missed(case.appeal_sent.on, case.appeal_sent.known_until),
        term=term,
        says="{appealed} 收到申诉，应于 {due} 前移送，实际 {sent}。",
        right="应当在 {due} 前移送案卷和意见；当事人直接向省督申诉的，自收到省督转来的申诉之日起算。",
        shows={"appealed": case.appealed.on, "due": term.due, "sent": case.appeal_sent.on},
    )
