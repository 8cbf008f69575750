"""L02 · hearings, papers left at the door and public notices are filmed as circumstances ask: a hint."""

# Seizure and forced demolition must be filmed: I21. Papers left with neither film nor witness: G03.
# A refused signature: D01.

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "L02",
    "case",
    title="容易引发争议的过程没有音像记录",
    basis="三项制度意见#八",
    severity=NOTE,
    at="began_on",
)
def disputable_acts_are_filmed_as_circumstances_ask(case: Facts, given: Given) -> Judgement:
    """举行听证、留置送达和公告送达等容易引发争议的过程，要根据实际情况进行音像记录；文字能够全面有效记录的，可以
    不录。没有音像记录的不当然违反规定，提示核查；留置送达既无录像又无见证的，由 G03 判断。"""
    receipt = case.document("service_receipt")
    heard = case.hearing_held.on.is_not_null()
    left = (case.served.mode == "left") & receipt.witness & receipt.refusal_noted
    served = case.served.on.is_not_null() & ((case.served.mode == "announcement") | left)
    filmed = case.recording("served").seen | case.recording("dispatched").seen
    return Judgement(
        applies=heard | served,
        breaks=(heard & ~case.recording("hearing_held").seen) | (served & ~filmed),
        says="举行听证：{held}，有音像记录：{hearing}；送达：{served}，方式：{mode}，有音像记录：{service}。",
        right="应当核实文字记录是否全面有效；容易引发争议的，应当同时进行音像记录。",
        shows={
            "held": case.hearing_held.on,
            "hearing": case.recording("hearing_held").seen,
            "served": case.served.on,
            "mode": case.served.mode,
            "service": filmed,
        },
    )
