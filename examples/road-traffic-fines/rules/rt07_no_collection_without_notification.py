"""RT07 · without notification there is no enforceable title."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "RT07",
    "case",
    title="未送达笔录即移送征收",
    basis=["Codice della Strada#203", "Codice della Strada#206"],
    severity=FATAL,
    at="collected.on",
)
def nothing_is_collected_without_notification(case: Facts, given: Given) -> Judgement:
    """笔录经送达且六十日期满，才成为执行名义；没有送达的不得移送征收。"""
    return Judgement(
        applies=case.collected.on.is_not_null(),
        breaks=~case.notified.seen | (case.collected.on < case.notified.on),
        says="{collected} 移送征收，送达日期：{notified}。",
        right="应当先依法送达并等待期满。",
        shows={"collected": case.collected.on, "notified": case.notified.on},
    )
