"""G06 · disclosure of decisions. Where the law asks less than the guideline, norms clash."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "G06",
    "case",
    title="处罚决定逾期未公开",
    basis=["行政处罚法#48", "三项制度意见#六"],
    severity=SERIOUS,
    at="decision_dated_on",
)
def decision_is_published_in_time(case: Facts, given: Given) -> Judgement:
    """行政处罚决定信息应当自作出之日起七个工作日内公开。行政处罚法只要求公开具有一定社会影响的处罚决定，
    不具此情形而未公开的，是规范冲突，不是违法。市场监管的处罚另有规定，见 G07；许可决定见 J15。"""
    term = given.term("disclosure.publication", start=case.decision_dated_on, kind=case.kind)
    return Judgement(
        applies=(case.kind == "penalty")
        & case.decision_dated_on.is_not_null()
        & (case.sector != "market")
        & ~ended_without_penalty(case),
        breaks=term.missed(case.published.on, case.published.known_until),
        exceptions={"涉及秘密或者隐私依法不公开": case.flag("secret").known_true()},
        grades=(
            Grade(
                ~case.flag("social_impact").known_true(),
                NOTE,
                Nature.CONFLICT,
                because="《行政处罚法》第四十八条只要求公开具有一定社会影响的处罚决定，"
                "与国办发〔2018〕118号的一律公开不一致",
            ),
        ),
        term=term,
        says="{decided} 作出决定，应于 {due} 前公开，实际：{published}。",
        right="应当在 {due} 前向社会公开决定信息。",
        shows={
            "decided": case.decision_dated_on,
            "due": term.due,
            "published": case.published.on,
        },
    )
