"""RT03 · the amount is increased only when sixty days have passed in vain.

The registers date the increase on the sixtieth day itself, meaning its end; that is not held
against them.
"""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "RT03",
    "case",
    title="六十日未满即加重金额",
    basis=["Codice della Strada#203", "Codice della Strada#202"],
    severity=SERIOUS,
    at="notified.on",
)
def amount_is_increased_after_sixty_days(case: Facts, given: Given) -> Judgement:
    """自送达之日起六十日内当事人可以按最低额付款或者申诉；期满既不付款又不申诉的，才加重为最高额的
    一半。"""
    term = given.term("fines.increase", start=case.notified.on)
    return Judgement(
        applies=case.increased.on.is_not_null(),
        breaks=case.increased.on < term.due,
        term=term,
        says="{notified} 送达，六十日至 {due}，{increased} 已经加重。",
        right="应当在 {due} 之后加重。",
        shows={"notified": case.notified.on, "due": term.due, "increased": case.increased.on},
    )
