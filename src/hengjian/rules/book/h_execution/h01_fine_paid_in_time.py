"""H01 · a hint about the party: the fine was not paid in fifteen days."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import NOTE, Facts, Given, Judgement, overdue, rule


@rule(
    "H01",
    "case",
    title="当事人逾期未缴纳罚款",
    basis="行政处罚法#67.3",
    severity=NOTE,
    at="served.on",
)
def party_pays_in_time(case: Facts, given: Given) -> Judgement:
    """当事人应当自收到处罚决定书之日起十五日内缴纳罚款。逾期是当事人的事，不是机关的违法，只提示机关依法
    催告、加处或者申请强制执行。期内只缴一部分的，余款在期外缴纳也算逾期。"""
    term = given.term("penalty.payment", start=case.served.on)
    paid = case.paid
    rest_late = (paid.last_on > term.due).known_true() & (paid.first_amount < case.fine)
    late_again = overdue(case.deferred.until_on, paid.last_on, paid.known_until)
    fined = (case.fine > 0).or_else(case.penalty_kinds.contains("fine"))
    return Judgement(
        applies=(case.kind == "penalty")
        & fined
        & case.served.on.is_not_null()
        & ~ended_without_penalty(case),
        breaks=term.missed(paid.on, paid.known_until) | rest_late,
        exceptions={
            "已依法当场收缴": case.cash_collected.seen,
            "批准延期、分期缴纳，尚未逾期": case.deferred.seen & ~late_again.known_true(),
            "处罚决定已被变更、撤销": case.decision_changed.seen,
        },
        ordered=True,
        term=term,
        says="{served} 收到决定书，罚款 {fine} 应于 {due} 前缴纳，实际首次 {first}、最后 {last}；"
        "延期、分期至 {deferred}。",
        right="当事人逾期不缴的，可以依法加处罚款、催告并申请强制执行；确有困难的，可以经申请批准延期、分期。",
        shows={
            "served": case.served.on,
            "fine": case.fine,
            "due": term.due,
            "first": paid.on,
            "last": paid.last_on,
            "deferred": case.deferred.until_on,
        },
    )
