"""J08 · a refusal is in writing, with its reasons and the remedies against it."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "J08",
    "case",
    title="不予许可没有书面决定、理由或者救济途径",
    basis="行政许可法#38.2",
    severity=FATAL,
    at="decided.on",
)
def refusal_gives_reasons_and_remedies(case: Facts, given: Given) -> Judgement:
    """不予许可应当作出书面决定，说明理由，并告知申请人可以申请行政复议或者提起行政诉讼。"""
    refusal = case.document("refusal_decision")
    return Judgement(
        applies=(case.kind == "permit")
        & case.decided.on.is_not_null()
        & (case.result == "refused"),
        breaks=~refusal.seen | ~refusal.reasons | ~refusal.remedies,
        says="{decided} 不予许可。有书面决定：{seen}；说明理由：{reasons}；告知救济途径：{remedies}。",
        right="应当作出书面的不予许可决定，说明理由，告知申请复议、提起诉讼的权利和期限。",
        shows={
            "decided": case.decided.on,
            "seen": refusal.seen,
            "reasons": refusal.reasons,
            "remedies": refusal.remedies,
        },
    )
