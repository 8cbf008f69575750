"""M05 · whoever lost reports why and what is done. Only other provinces' norms say so."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "M05",
    "outcome",
    title="被纠正后没有报送原因分析和整改",
    basis="四川省行政执法监督条例#39",
    severity=GENERAL,
    at="decided_on",
)
def lost_cases_are_analysed_and_reported(outcome: Facts, given: Given) -> Judgement:
    """行政行为在复议、诉讼中被变更、撤销、确认违法或者无效、责令履行的，应当分析原因、整改，并报送监督机构。
    依据为外省规定，只作参考；日数系本系统设定。"""
    term = given.term("outcome.feedback", start=outcome.decided_on)
    return Judgement(
        applies=outcome.decided_on.is_not_null()
        & outcome.result.is_in(
            "changed", "revoked", "declared_unlawful", "declared_void", "ordered"
        ),
        breaks=term.missed(outcome.feedback_on, outcome.known_until("feedback_on")),
        term=term,
        says="{decided} {result}，应于 {due} 前报送原因分析和整改，实际：{feedback}。",
        right="应当在 {due} 前报送原因、整改和同类案件排查的情况。",
        shows={
            "decided": outcome.decided_on,
            "result": outcome.result,
            "due": term.due,
            "feedback": outcome.feedback_on,
        },
    )
