"""E03 · what the party states in its defence is rechecked before the decision."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "E03",
    "case",
    title="陈述申辩未经复核即作出决定",
    basis=["行政处罚法#45.1", "黑龙江省行政执法程序规定#24"],
    severity=SERIOUS,
    at="decision_dated_on",
)
def defence_is_rechecked_before_the_decision(case: Facts, given: Given) -> Judgement:
    """当事人在决定之前提出的事实、理由和证据，应当复核；成立的采纳，不采纳的说明理由。复核应当在最后一次
    陈述申辩之后、作出决定之前。决定之后才提出的、简易程序当场听取的，不在此列。"""
    decided, defended, rechecked = case.decision_dated_on, case.defended, case.defence_rechecked
    unanswered = (defended.last_at > rechecked.last_at).or_else(
        defended.last_on > rechecked.last_on
    )
    last_in_time = defended.last_on <= decided
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & decided.is_not_null()
        & defended.seen
        & (defended.on <= decided)
        & ~ended_without_penalty(case),
        breaks=~rechecked.seen | (last_in_time & (unanswered | (rechecked.last_on > decided))),
        says="最后一次陈述申辩：{defended}；最后一次复核：{rechecked}；处罚决定：{decided}。",
        right="应当在作出决定之前复核当事人提出的事实、理由和证据，并记录是否采纳及理由。",
        shows={
            "defended": defended.last_on,
            "rechecked": rechecked.last_on,
            "decided": decided,
        },
    )
