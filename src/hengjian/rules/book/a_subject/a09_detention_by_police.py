"""A09 · detention is decided by the police and the few other organs that a law names."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "A09",
    "case",
    title="无权的机关决定行政拘留",
    basis=["行政处罚法#18.3", "行政处罚法#10.2"],
    severity=FATAL,
    at="decision_dated_on",
)
def detention_is_decided_by_the_police(case: Facts, given: Given) -> Judgement:
    """限制人身自由的处罚只能由公安机关和法律规定的其他机关（国家安全机关、海警机构）行使，也不得委托。"""
    # The police by this law; state security and the coast guard by laws of their own, not read here.
    return Judgement(
        applies=(case.kind == "penalty")
        & case.decision_dated_on.is_not_null()
        & case.stated("penalty_kinds")
        & case.penalty_kinds.contains("detention"),
        breaks=~case.sector.is_in("public_security", "state_security", "coast_guard")
        | (case.body_kind == "entrusted"),
        says="{decided} 决定行政拘留；作出决定的机关领域为{sector}，主体类型为{kind}。",
        right="行政拘留应当移送公安机关或者法律规定的其他机关决定。",
        shows={
            "decided": case.decision_dated_on,
            "sector": case.sector,
            "kind": case.body_kind,
        },
    )
