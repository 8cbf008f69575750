"""Conditions that several rules share, each with its article, so that they cannot drift apart."""

from hengjian.rules.expressions import Node
from hengjian.rules.rule import Facts


def ended_without_penalty(case: Facts) -> Node:
    """The case ended in no penalty (罚§57(2)–(4)): not penalised, withdrawn or transferred."""
    result: Node = case.result
    return result.is_in("not_penalised", "case_withdrawn", "transferred").known_true()


def needs_legal_review(case: Facts) -> Node:
    """One of the four kinds of decision that need a legal review first (罚§58)."""
    heard: Node = case.hearing_held.seen
    return (
        case.flag("public_interest")
        | (case.flag("major_rights") & heard)
        | case.flag("complex")
        | case.flag("review_by_law")
    )


def cash_may_be_taken(case: Facts, limit: Node) -> Node:
    """Fines that may be collected on the spot: §68 in the simple procedure, §69 in remote places."""
    simple = (case.procedure == "simple") & ((case.fine <= limit) | case.flag("hard_to_collect"))
    remote = case.flag("remote_area") & case.flag("asked_to_pay_on_spot")
    allowed: Node = simple | remote
    return allowed
