"""F04 · first the hearing, then the legal review, then the heads' discussion, then the decision."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, after, rule


@rule(
    "F04",
    "case",
    title="听证、法制审核、集体讨论、决定的次序颠倒",
    basis=["行政处罚法#57", "行政处罚法#58", "市场监督管理行政处罚程序规定#50"],
    severity=SERIOUS,
    at="decision_dated_on",
)
def hearing_review_discussion_decision_in_order(case: Facts, given: Given) -> Judgement:
    """经过听证的案件，听证结束后进行法制审核；负责人集体讨论在法制审核之后；决定在集体讨论之后。"""
    review_before_hearing = after(case.hearing_held, case.legally_reviewed)
    discussion_before_review = after(case.legally_reviewed, case.discussed)
    decision_before_discussion = case.discussed.on > case.decision_dated_on
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & case.decision_dated_on.is_not_null()
        & (case.legally_reviewed.on.is_not_null() | case.discussed.on.is_not_null()),
        breaks=review_before_hearing.known_true()
        | discussion_before_review.known_true()
        | decision_before_discussion.known_true(),
        says="听证 {hearing}，法制审核 {review}，集体讨论 {discussion}，决定 {decision}。",
        right="应当依次听证、法制审核、集体讨论、决定。",
        shows={
            "hearing": case.hearing_held.on,
            "review": case.legally_reviewed.on,
            "discussion": case.discussed.on,
            "decision": case.decision_dated_on,
        },
    )
