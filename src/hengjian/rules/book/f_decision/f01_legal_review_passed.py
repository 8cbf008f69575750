"""F01 · the four kinds of decision that need a passed legal review before they are made."""

from hengjian.rules.conditions import ended_without_penalty, needs_legal_review
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "F01",
    "case",
    title="应当法制审核而未审核、审核未通过或者先决定后审核",
    basis="行政处罚法#58",
    severity=FATAL,
    at="decision_dated_on",
)
def legal_review_is_passed_before_the_decision(case: Facts, given: Given) -> Judgement:
    """涉及重大公共利益的，直接关系重大权益且经过听证的，疑难复杂、涉及多个法律关系的，以及法律法规
    规定的其他情形，未经法制审核或者审核未通过，不得作出处罚决定。"""
    decided = case.decision_dated_on
    never = ~case.legally_reviewed.seen
    too_late = case.legally_reviewed.on > decided
    failed = (case.legally_reviewed.mode == "failed").known_true()
    return Judgement(
        applies=(case.kind == "penalty")
        & decided.is_not_null()
        & ~ended_without_penalty(case)
        & needs_legal_review(case),
        breaks=never | too_late | failed,
        says="法制审核日期：{reviewed}，结果：{mode}；处罚决定日期：{decided}。",
        right="应当在作出决定之前经法制审核并通过。",
        shows={
            "reviewed": case.legally_reviewed.on,
            "mode": case.legally_reviewed.mode,
            "decided": decided,
        },
    )
