"""RT07 · without notification and sixty days' time there is no enforceable title."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "RT07",
    "case",
    title="未送达或者未满六十日即移送征收",
    basis=["Codice della Strada#203", "Codice della Strada#206", "L. 689/1981#27"],
    severity=FATAL,
    at="collected.on",
)
def nothing_is_collected_before_the_title(case: Facts, given: Given) -> Judgement:
    """笔录送达后六十日内既不付款又不申诉的，才成为执行名义；没有送达或者期限未满的，不得移送征收。"""
    term = given.term("fines.reduced_payment", start=case.notified.on)
    return Judgement(
        applies=case.collected.on.is_not_null(),
        breaks=~case.notified.seen | (case.collected.on <= term.due),
        term=term,
        says="{collected} 移送征收；送达日期：{notified}，付款和申诉期至 {due}。",
        right="应当先依法送达并等待期满。笔录当场交付的，以交付代替送达，先予核查。",
        shows={"collected": case.collected.on, "notified": case.notified.on, "due": term.due},
    )
