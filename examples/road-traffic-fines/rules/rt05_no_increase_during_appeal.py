"""RT05 · a timely appeal to the prefect keeps the report from becoming enforceable.

An increase that only stands in the register is a flaw; whoever collects it is caught by RT09.
"""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "RT05",
    "case",
    title="已按期向省督申诉仍加重金额",
    basis="Codice della Strada#203",
    severity=GENERAL,
    at="notified.on",
)
def timely_appeal_suspends_the_increase(case: Facts, given: Given) -> Judgement:
    """六十日内向省督申诉的，笔录不成为执行名义，决定之前不得按最高额的一半加重。"""
    term = given.term("fines.prefect_appeal", start=case.notified.on)
    return Judgement(
        applies=case.increased.on.is_not_null() & case.appealed.on.is_not_null(),
        breaks=(case.appealed.on <= term.due)
        & (case.appealed.on <= case.increased.on)
        & ~(case.result_received.on <= case.increased.on).known_true(),
        term=term,
        says="{appealed} 申诉（期限至 {due}），{increased} 仍被加重；收到省督决定：{result}。",
        right="省督决定之前不得加重；已经登记的应当撤销。",
        shows={
            "appealed": case.appealed.on,
            "due": term.due,
            "increased": case.increased.on,
            "result": case.result_received.on,
        },
    )
