"""M01 · the answer in reconsideration: ten working days, five in the simple procedure."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "M01",
    "outcome",
    title="行政复议逾期答复",
    basis=["行政复议法#48", "行政复议法#54", "行政复议法#88"],
    severity=SERIOUS,
    at="copy_received_on",
)
def reconsideration_is_answered_in_time(outcome: Facts, given: Given) -> Judgement:
    """被申请人应当自收到申请书副本之日起十日（工作日）内书面答复并提交证据、依据；适用简易程序的为
    五日（工作日）。"""
    term = given.term(
        "reconsideration.answer", start=outcome.copy_received_on, procedure=outcome.procedure
    )
    return Judgement(
        applies=outcome.kind == "reconsideration",
        breaks=term.missed(outcome.answered_on, outcome.known_until("answered_on")),
        term=term,
        says="{received} 收到申请书副本（{procedure}），应于 {due} 前答复，实际：{answered}。",
        right="应当在 {due} 前提出书面答复并提交证据、依据和其他有关材料。",
        shows={
            "received": outcome.copy_received_on,
            "procedure": outcome.procedure,
            "due": term.due,
            "answered": outcome.answered_on,
        },
    )
