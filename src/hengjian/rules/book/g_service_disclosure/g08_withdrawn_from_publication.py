"""G08 · a decision that was changed or set aside is taken down in three working days."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "G08",
    "case",
    title="处罚决定被变更、撤销后未按时撤回公开信息",
    basis=["行政处罚法#48.2", "行政处罚法#85", "市场监督管理行政处罚信息公示规定#11"],
    severity=SERIOUS,
    at="decision_changed.on",
)
def changed_decision_is_taken_down_in_time(case: Facts, given: Given) -> Judgement:
    """已经公开的处罚决定被依法变更、撤销、确认违法或者确认无效的，应当在三日（工作日）内撤回公开信息，并
    公开说明理由。"""
    changed = case.decision_changed.on
    term = given.term("disclosure.withdrawal", start=changed)
    return Judgement(
        applies=(case.kind == "penalty")
        & changed.is_not_null()
        & case.published.seen
        & (case.published.on <= changed),
        breaks=term.missed(case.unpublished.on, case.unpublished.known_until),
        term=term,
        says="决定于 {published} 公开，{changed} 被变更、撤销或者确认违法、无效，应于 {due} 前撤回，"
        "实际：{withdrawn}。",
        right="应当在 {due} 前撤回公开信息，并公开说明理由。",
        shows={
            "published": case.published.on,
            "changed": changed,
            "due": term.due,
            "withdrawn": case.unpublished.on,
        },
    )
