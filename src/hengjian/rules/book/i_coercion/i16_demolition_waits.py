"""I16 · an unlawful building falls after notice, its owner's own time, and the remedy terms."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "I16",
    "case",
    title="强制拆除没有公告，或者限期自拆、复议诉讼期限未满",
    basis=["行政强制法#44", "行政诉讼法#46"],
    severity=FATAL,
    at="enforced.on",
)
def demolition_waits_for_notice_and_remedies(case: Facts, given: Given) -> Judgement:
    """强制拆除违法的建筑物、构筑物、设施，应当先公告，限期当事人自行拆除；当事人在法定期限内不申请复议、不
    起诉又不拆除的，方可强制拆除。复议诉讼已有结果的不必再等；仍在审理的不得拆除。"""
    pulled_down = case.enforced.on
    remedies = given.term("remedy.lawsuit", start=case.served.on)
    own_time = ~case.demolition_announced.seen | (pulled_down <= case.demolition_announced.until_on)
    concluded = (case.remedy_until < pulled_down).known_true()
    pending = case.challenged & (case.remedy_since <= pulled_down) & ~concluded
    too_early = (~case.served.seen | (pulled_down <= remedies.due)) & ~concluded
    return Judgement(
        applies=pulled_down.is_not_null() & case.enforcement_kinds.contains("demolish"),
        breaks=own_time | pending | too_early,
        term=remedies,
        says="{on} 强制拆除；公告 {announced}，限期自拆至 {own}；决定送达 {served}，起诉期限至 {due}；复议诉讼自 "
        "{since} 至 {until}。",
        right="应当公告限期自行拆除，待自拆期限和复议、诉讼期限届满（已申请的待有结果）后再拆除。",
        shows={
            "on": pulled_down,
            "announced": case.demolition_announced.on,
            "own": case.demolition_announced.until_on,
            "served": case.served.on,
            "due": remedies.due,
            "since": case.remedy_since,
            "until": case.remedy_until,
        },
    )
