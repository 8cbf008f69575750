"""E08 · the hearing is announced seven working days ahead."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "E08",
    "case",
    title="听证通知少于七日",
    basis=["行政处罚法#64(2)", "行政处罚法#85"],
    severity=SERIOUS,
    at="hearing_held.on",
)
def hearing_is_announced_seven_days_ahead(case: Facts, given: Given) -> Judgement:
    """行政机关应当在举行听证的七日（工作日）前，通知当事人及有关人员听证的时间、地点。"""
    term = given.term("hearing.notice", start=case.hearing_notified.on)
    never = ~case.hearing_notified.seen
    return Judgement(
        applies=(case.kind == "penalty") & case.hearing_held.on.is_not_null(),
        breaks=never | (case.hearing_held.on < term.due),
        term=term,
        says="{notified} 通知，{held} 举行听证；通知后第七个工作日为 {due}。",
        right="应当至少提前七个工作日通知；该次听证不得早于 {due} 举行。",
        shows={
            "notified": case.hearing_notified.on,
            "held": case.hearing_held.on,
            "due": term.due,
        },
    )
