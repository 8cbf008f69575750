"""G01 · the decision reaches the party: on the spot, else within seven working days."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "G01",
    "case",
    title="处罚决定书逾期送达",
    basis=["行政处罚法#61", "行政处罚法#85"],
    severity=SERIOUS,
    at="decision_dated_on",
)
def decision_is_served_in_time(case: Facts, given: Given) -> Judgement:
    """处罚决定书应当在宣告后当场交付当事人；当事人不在场的，七日（工作日）内依法送达。邮寄、公告送达
    的，以交邮、发布公告之日是否在期限内判断。"""
    start = case.announced.on.or_else(case.decision_dated_on)
    term = given.term("penalty.service", start=start)
    late = term.missed(case.served.on, case.served.known_until)
    sent_in_time = (case.dispatched.on <= term.due).or_else(case.dispatched.seen)
    by_hand = case.served.mode.is_in("direct", "left", "electronic").known_true()
    present = case.announced.party_present.known_true()
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & case.decision_dated_on.is_not_null()
        & ~case.result.is_in("case_withdrawn", "transferred").known_true(),
        breaks=(late & (by_hand | ~sent_in_time))
        | (present & (case.served.on > case.announced.on).known_true()),
        term=term,
        says="{start} 宣告（作出）决定，当事人在场：{present}；应于 {due} 前送达，实际交寄或者公告 {sent}，送达 {served}。",
        right="当事人在场的应当场交付；不在场的应当在 {due} 前送达。",
        shows={
            "start": start,
            "present": case.announced.party_present,
            "due": term.due,
            "sent": case.dispatched.on,
            "served": case.served.on,
        },
    )
