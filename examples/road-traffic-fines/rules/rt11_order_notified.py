"""RT11 · the prefect's order to pay is notified in time; only since 2003 is there a term."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "RT11",
    "case",
    title="省督付款命令逾期通知当事人",
    basis="Codice della Strada#204",
    severity=GENERAL,
    at="result_received.on",
)
def order_is_notified_in_time(case: Facts, given: Given) -> Judgement:
    """2003年8月13日起，省督的付款命令应当自作出之日起一百五十日内通知当事人；日志没有作出的日期，
    从宽自机关收到之日起算。省督撤销罚单的，没有付款命令。"""
    term = given.term("fines.order_notification", start=case.result_received.on)
    annulled = (case.dismissal == "#").known_true()
    return Judgement(
        applies=case.result_received.on.is_not_null() & term.laid_down & ~annulled,
        breaks=term.missed(case.result_notified.on, case.result_notified.known_until),
        term=term,
        says="{received} 收到省督决定，应于 {due} 前通知当事人，实际：{notified}。",
        right="应当在 {due} 前通知当事人；没有通知的，不得据以征收。",
        shows={
            "received": case.result_received.on,
            "due": term.due,
            "notified": case.result_notified.on,
        },
    )
