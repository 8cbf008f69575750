"""M02 · a reconsideration opinion is answered within sixty days."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "M02",
    "outcome",
    title="行政复议意见书逾期反馈",
    basis=["行政复议法#76", "行政复议法#88"],
    severity=SERIOUS,
    at="opinion_received_on",
)
def reconsideration_opinion_is_answered_in_time(outcome: Facts, given: Given) -> Judgement:
    """有关机关应当自收到行政复议意见书之日起六十日内，将纠正违法或者不当行政行为的情况报送复议机关。
    司法建议不适用。"""
    term = given.term("reconsideration.opinion", start=outcome.opinion_received_on)
    return Judgement(
        applies=(outcome.kind == "reconsideration") & outcome.opinion_received_on.is_not_null(),
        breaks=term.missed(outcome.opinion_answered_on, outcome.known_until("opinion_answered_on")),
        term=term,
        says="{received} 收到行政复议意见书，应于 {due} 前报送纠正情况，实际：{answered}。",
        right="应当在 {due} 前将纠正情况报送行政复议机关。",
        shows={
            "received": outcome.opinion_received_on,
            "due": term.due,
            "answered": outcome.opinion_answered_on,
        },
    )
