"""Conditions that several rules share, each with its article, so that they cannot drift apart."""

from hengjian.rules.expressions import Node
from hengjian.rules.parameters import Term
from hengjian.rules.rule import Facts, Given


def ended_without_penalty(case: Facts) -> Node:
    """The case ended in no penalty (罚§57(2)–(4)): not penalised, withdrawn or transferred."""
    result: Node = case.result
    return result.is_in("not_penalised", "case_withdrawn", "transferred").known_true()


def keeps_a_whole_record(case: Facts) -> Node:
    """A closed ordinary penalty case, of whose every stage a record is kept and archived (罚§47)."""
    result: Node = case.result
    kept: Node = (
        (case.kind == "penalty")
        & (case.procedure == "ordinary")
        & case.closed.on.is_not_null()
        & case.decision_dated_on.is_not_null()
        & ~result.is_in("case_withdrawn", "transferred").known_true()
    )
    return kept


def permit_terms(case: Facts, given: Given) -> tuple[Term, Term]:
    """The terms for deciding on a permit: handled alone (许§42.1) and jointly (许§42.2)."""
    alone, joint = (
        given.term(
            term,
            start=case.accepted.on,
            extended=case.permit_extended,
            at_most=given.value(most),
            stops=case.stops,
        )
        for term, most in (
            ("permit.decision", "permit.decision_extension"),
            ("permit.joint_decision", "permit.joint_extension"),
        )
    )
    return alone, joint


def permit_term_missed(case: Facts, alone: Term, joint: Term) -> Node:
    """The permit was decided too late or not at all; whether it was a joint one may be unknown."""
    done, known = case.decided.on, case.decided.known_until
    return joint.missed(done, known) | (alone.missed(done, known) & ~case.flag("joint_permit"))


def passed_up(case: Facts) -> Node:
    """A lower body reviewed the application and passed it up to the one that decides (许§35)."""
    dated: Node = case.passed_up.on.is_not_null()
    seen: Node = case.passed_up.seen
    undecided: Node = case.decided.on.is_null()
    return dated | (undecided & seen)


def enterprise_inspected(case: Facts) -> Node:
    """An enterprise, or a trader treated alike, was inspected (涉企行政检查); citizens are not meant."""
    kind: Node = case.kind
    citizen: Node = case.party_kind == "citizen"
    inspected: Node = case.inspected.on.is_not_null()
    return (kind == "inspection") & inspected & ~citizen.known_true()


def needs_legal_review(case: Facts) -> Node:
    """One of the four kinds of decision that need a legal review first (罚§58)."""
    heard: Node = case.hearing_held.seen
    return (
        case.flag("public_interest")
        | (case.flag("major_rights") & heard)
        | case.flag("complex")
        | case.flag("review_by_law")
    )


def hearing_due_by_kind(case: Facts) -> Node:
    """The penalty is one of the kinds that always need the hearing right told (罚§63(3)(4))."""
    kinds: Node = case.penalty_kinds
    return kinds.contains_any(
        "downgrade",
        "revoke_permit",
        "revoke_licence",
        "stop_business",
        "close_business",
        "bar_from_trade",
    )


def large_fine(case: Facts, given: Given) -> Node:
    """The fine reaches the large sum laid down (罚§63(1)); unknown where none is entered."""
    fine: Node = case.fine
    return fine >= given.value("hearing.large_fine", sector=case.sector, party_kind=case.party_kind)


def hearing_right_told(case: Facts) -> Node:
    """The party was told of the right to a hearing, by an own act or in the notice (罚§44, 63)."""
    told: Node = case.hearing_told.seen
    return told | case.document("notice").hearing_right.known_true()


def cash_may_be_taken(case: Facts, limit: Node) -> Node:
    """Fines that may be collected on the spot: §68 in the simple procedure, §69 in remote places."""
    simple = (case.procedure == "simple") & ((case.fine <= limit) | case.flag("hard_to_collect"))
    remote = case.flag("remote_area") & case.flag("asked_to_pay_on_spot")
    allowed: Node = simple | remote
    return allowed
