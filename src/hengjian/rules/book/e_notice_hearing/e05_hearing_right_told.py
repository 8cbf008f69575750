"""E05 · the right to a hearing is told where the penalty is heavy."""

from hengjian.rules.conditions import (
    ended_without_penalty,
    hearing_due_by_kind,
    hearing_right_told,
    large_fine,
)
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "E05",
    "case",
    title="应当告知听证权利而未告知",
    basis=["行政处罚法#63", "行政处罚法#44"],
    severity=FATAL,
    at="decision_dated_on",
)
def hearing_right_is_told_for_heavy_penalties(case: Facts, given: Given) -> Judgement:
    """拟作出较大数额罚款、降低资质、吊销许可、责令停产停业、责令关闭、限制从业等处罚的，应当告知
    当事人有要求听证的权利。“较大数额”以本省规定为准，没有录入的不作判断。"""
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case)
        & (hearing_due_by_kind(case) | (large_fine(case, given) & (case.fine > 0))),
        breaks=~hearing_right_told(case),
        says="决定的处罚种类：{kinds}，罚款 {fine}；告知听证权利：{told}。",
        right="应当在作出决定前告知当事人有要求听证的权利，并等待五个工作日。",
        shows={"kinds": case.penalty_kinds, "fine": case.fine, "told": case.hearing_told.on},
    )
