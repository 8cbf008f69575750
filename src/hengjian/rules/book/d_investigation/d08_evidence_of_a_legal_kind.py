"""D08 · a penalty rests on evidence of at least one of the eight kinds."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "D08",
    "case",
    title="没有法定种类的证据即给予处罚",
    basis=["行政处罚法#40", "行政处罚法#46"],
    severity=FATAL,
    at="decision_dated_on",
)
def penalty_rests_on_evidence(case: Facts, given: Given) -> Judgement:
    """违法事实不清、证据不足的，不得给予处罚；案卷中至少应当有一种法定的证据（书证、物证、视听资料、电子
    数据、证人证言、当事人陈述、鉴定意见、勘验或者现场笔录）。证据是否充分须由人判断。"""
    return Judgement(
        applies=(case.kind == "penalty")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case),
        breaks=~case.stated("evidence_kinds"),
        says="{decided} 决定给予处罚（{kinds}），案卷没有记载任何一种证据。",
        right="应当查明事实并收集法定种类的证据；证据不足的，不得给予处罚。",
        shows={"decided": case.decision_dated_on, "kinds": case.penalty_kinds},
    )
