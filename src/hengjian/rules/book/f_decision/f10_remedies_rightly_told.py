"""F10 · the decision names the right remedy and its term. On the spot: reconsideration first."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.expressions import choose
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "F10",
    "case",
    title="救济途径或者期限告知错误",
    basis=[
        "行政处罚法#59(5)",
        "行政处罚法#52",
        "行政复议法#20",
        "行政复议法#23",
        "行政诉讼法#46",
    ],
    severity=SERIOUS,
    at="decision_dated_on",
)
def decision_tells_the_right_remedies(case: Facts, given: Given) -> Judgement:
    """处罚决定书应当写明申请行政复议的机关和六十日期限、提起行政诉讼的法院和六个月期限，法律另有规定的从
    其规定。2024年起，对当场处罚不服的应当先申请行政复议，决定书应当如此告知，不得写成可以直接起诉。
    普通程序的决定书完全没有写救济途径的，按决定书内容另行判断。"""
    paper, slip = case.document("decision"), case.document("on_spot_decision")
    on_spot = case.procedure == "simple"
    review_first = given.value("remedy.reconsideration_first_on_spot")
    review_term = choose(on_spot, slip.reconsideration_term, paper.reconsideration_term)
    first_told = choose(on_spot, slip.reconsideration_first, paper.reconsideration_first)
    court_term = choose(on_spot, slip.lawsuit_term, paper.lawsuit_term)
    wrong_route = choose(
        on_spot & review_first, ~first_told | slip.either_route, ~court_term & ~first_told
    )
    return Judgement(
        applies=(case.kind == "penalty")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case)
        & choose(on_spot, slip.seen, paper.remedies),
        breaks=~review_term | wrong_route,
        says="{decided} 的处罚决定书（{procedure}）：写明复议机关和六十日期限：{review}；写明法院和六个月期限："
        "{court}；告知先行复议：{first}；告知可以直接起诉：{either}。",
        right="应当写明复议机关和六十日期限、法院和六个月期限；当场处罚自2024年起应当告知先申请行政复议，"
        "对复议决定不服再起诉。",
        shows={
            "decided": case.decision_dated_on,
            "procedure": case.procedure,
            "review": review_term,
            "court": court_term,
            "first": first_told,
            "either": choose(on_spot, slip.either_route, paper.either_route),
        },
    )
