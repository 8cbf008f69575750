"""A05 · whether a power handed to a township is evaluated regularly."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "A05",
    "delegation",
    title="下放乡镇街道的事项未定期评估",
    basis=["行政处罚法#24"],
    severity=NOTE,
    at="valid_from",
)
def delegated_item_is_evaluated(delegation: Facts, given: Given) -> Judgement:
    """下放乡镇街道的处罚事项应当定期评估。法律没有规定间隔，以参数为准，只作提示。"""
    last = delegation.last_evaluated_on.or_else(delegation.valid_from)
    term = given.term("delegation.evaluation", start=last)
    return Judgement(
        applies=(delegation.route == "empowered")
        & delegation.valid_to.is_null()
        & (delegation.valid_from <= given.as_of),
        breaks=given.as_of > term.due,
        term=term,
        says="事项“{item}”自 {since} 下放，最近评估 {last}，应于 {due} 前再次评估。",
        right="应当在 {due} 前评估承接能力和实施情况，并按结果调整。",
        shows={
            "item": delegation.item_name,
            "since": delegation.valid_from,
            "last": delegation.last_evaluated_on,
            "due": term.due,
        },
    )
