"""E06 · the right to a hearing is told where much is confiscated."""

from hengjian.rules.conditions import (
    ended_without_penalty,
    hearing_due_by_kind,
    hearing_right_told,
    large_fine,
)
from hengjian.rules.rule import FATAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "E06",
    "case",
    title="没收较大数额、较大价值而未告知听证权利",
    basis=["行政处罚法#63(2)", "交通运输行政执法程序规定#80"],
    severity=FATAL,
    at="decision_dated_on",
)
def hearing_right_is_told_for_large_confiscations(case: Facts, given: Given) -> Judgement:
    """拟没收较大数额违法所得、较大价值非法财物的，应当告知当事人有要求听证的权利。“较大”以本省规定为准，没有
    录入的不作判断；海事另有规定。因处罚种类或者罚款已应告知听证的，由“听证告知”一条判断。"""
    limit = given.value(
        "hearing.large_confiscation", sector=case.sector, party_kind=case.party_kind
    )
    both = case.penalty_kinds.contains("confiscate_gain") & case.penalty_kinds.contains(
        "confiscate_goods"
    )
    large_alone = (case.illegal_gain >= limit) | (case.confiscated - case.illegal_gain >= limit)
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case)
        & case.penalty_kinds.contains_any("confiscate_gain", "confiscate_goods")
        & (case.confiscated >= limit)
        & ~(hearing_due_by_kind(case) | large_fine(case, given)).known_true(),
        breaks=~hearing_right_told(case),
        grades=(
            Grade(
                both & ~large_alone.known_true(),
                NOTE,
                Nature.HINT,
                because="违法所得与非法财物合计才达到标准，是否分别计算须由人判断",
            ),
        ),
        says="决定没收 {confiscated}（违法所得 {gain}），标准为 {limit}；处罚种类：{kinds}；告知听证权利：{told}。",
        right="应当在作出决定前告知当事人有要求听证的权利，并等待五个工作日。",
        shows={
            "confiscated": case.confiscated,
            "gain": case.illegal_gain,
            "limit": limit,
            "kinds": case.penalty_kinds,
            "told": case.hearing_told.on,
        },
    )
