"""RT09 · nothing is collected while the prefect has not decided."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "RT09",
    "case",
    title="省督未决定即移送征收",
    basis=["Codice della Strada#203", "Codice della Strada#204"],
    severity=FATAL,
    at="collected.on",
)
def nothing_is_collected_during_the_appeal(case: Facts, given: Given) -> Judgement:
    """按期向省督申诉的，在省督决定之前笔录没有执行力，不得移送征收。"""
    term = given.term("fines.prefect_appeal", start=case.notified.on)
    undecided = ~case.result_received.seen | (case.result_received.on > case.collected.on)
    return Judgement(
        applies=case.collected.on.is_not_null()
        & case.appealed.on.is_not_null()
        & (case.appealed.on <= term.due)
        & (case.appealed.on <= case.collected.on),
        breaks=undecided,
        says="{appealed} 按期申诉，省督决定：{result}；{collected} 已移送征收。",
        right="应当等待省督决定。",
        shows={
            "appealed": case.appealed.on,
            "result": case.result_received.on,
            "collected": case.collected.on,
        },
    )
