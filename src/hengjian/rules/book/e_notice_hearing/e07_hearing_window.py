"""E07 · no decision before the party's five working days for asking a hearing have passed."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "E07",
    "case",
    title="听证申请期内即作出处罚决定",
    basis=["行政处罚法#64(1)", "行政处罚法#85"],
    severity=FATAL,
    at="hearing_told.on",
)
def decision_waits_for_the_hearing_window(case: Facts, given: Given) -> Judgement:
    """当事人可以在行政机关告知后五日（工作日）内要求听证；期满之前不得作出决定，明确放弃听证或者
    已经举行听证的除外。"""
    term = given.term("hearing.window", start=case.hearing_told.on)
    return Judgement(
        applies=(case.kind == "penalty")
        & case.hearing_told.on.is_not_null()
        & case.decision_dated_on.is_not_null(),
        breaks=case.decision_dated_on <= term.due,
        exceptions={
            "明确放弃听证，或者已经举行听证": case.hearing_waived.seen | case.hearing_held.seen
        },
        term=term,
        says="{told} 告知听证权利，申请期至 {due}，{decided} 即作出决定。",
        right="应当在 {due} 之后作出决定，或者取得当事人放弃听证的书面表示。",
        shows={
            "told": case.hearing_told.on,
            "due": term.due,
            "decided": case.decision_dated_on,
        },
    )
