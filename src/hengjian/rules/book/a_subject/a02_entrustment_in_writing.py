"""A02 · an entrustment to punish rests on a public letter with its items, powers and term."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "A02",
    "delegation",
    title="委托处罚没有完备的委托书，或者委托书未公布",
    basis=["行政处罚法#20.2", "行政处罚法#20.1"],
    severity=FATAL,
    at="last_day",
)
def entrustment_rests_on_a_public_letter(delegation: Facts, given: Given) -> Judgement:
    """委托其他组织实施处罚应当有书面委托书，写明委托的事项、权限和期限，并由双方向社会公布。
    新法施行后仍在有效期内的委托都应当符合。"""
    # An entrustment signed under the old law but still running must comply: hence its last day.
    not_begun = (delegation.valid_from > given.as_of).known_true()
    return Judgement(
        applies=(delegation.route == "entrusted")
        & (delegation.item_kind == "penalty")
        & ~not_begun,
        breaks=~delegation.stated("document")
        | ~delegation.stated("scope")
        | ~delegation.stated("valid_to")
        | ~delegation.stated("published_on"),
        says="事项“{item}”自 {since} 委托处罚。委托书：{document}；事项和权限：{scope}；期限至：{until}；公布：{published}。",
        right="应当签订载明具体事项、权限和期限的委托书，并由委托机关和受委托组织向社会公布。",
        shows={
            "item": delegation.item_name,
            "since": delegation.valid_from,
            "document": delegation.column("document"),
            "scope": delegation.scope,
            "until": delegation.valid_to,
            "published": delegation.published_on,
        },
    )
