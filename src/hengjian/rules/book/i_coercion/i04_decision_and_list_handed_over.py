"""I04 · sealing and detaining: a complete decision and a list, handed over on the spot."""

from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "I04",
    "case",
    title="查封扣押没有决定书、清单，内容不全或者没有当场交付",
    basis="行政强制法#24",
    severity=FATAL,
    at="measure_taken.on",
)
def decision_and_list_are_handed_over(case: Facts, given: Given) -> Judgement:
    """查封、扣押应当制作决定书和清单并当场交付当事人。决定书载明当事人，理由、依据和期限，财物的名称数量，
    救济途径和期限，机关名称、印章和日期。当事人不到场的，不要求当场交付。"""
    decision, goods = case.document("measure_decision"), case.document("measure_list")
    heart = (
        decision.party
        & decision.reasons
        & decision.basis
        & decision.measure_term
        & decision.object
        & decision.remedies
    )
    served_there = case.measure_served.seen & (case.measure_served.on <= case.measure_taken.on)
    handed_over = (decision.handed_over & goods.handed_over) | served_there
    kept_back = ~handed_over & ~case.measure_taken.party_present.known_false()
    return Judgement(
        applies=case.measure_taken.on.is_not_null()
        & case.measure_kinds.contains_any("seal", "detain"),
        breaks=~decision.seen
        | ~goods.seen
        | ~(heart & decision.organ_and_date & decision.seal)
        | kept_back,
        grades=(
            Grade(
                goods.seen & heart & ~kept_back,
                SERIOUS,
                because="决定书、清单已经交付，只缺机关名称、日期或者印章，可以补正",
            ),
        ),
        says="{on} {kinds}：有决定书 {decision}，有清单 {goods}，当场交付 {handed}；决定书载明当事人 {party}，"
        "理由 {reasons}，依据 {basis}，期限 {term}，财物 {object}，救济 {remedies}，机关和日期 {organ}，印章 {seal}。",
        right="应当制作载明法定五项内容的决定书和清单，加盖印章，当场交付当事人。",
        shows={
            "on": case.measure_taken.on,
            "kinds": case.measure_kinds,
            "decision": decision.seen,
            "goods": goods.seen,
            "handed": handed_over,
            "party": decision.party,
            "reasons": decision.reasons,
            "basis": decision.basis,
            "term": decision.measure_term,
            "object": decision.object,
            "remedies": decision.remedies,
            "organ": decision.organ_and_date,
            "seal": decision.seal,
        },
    )
