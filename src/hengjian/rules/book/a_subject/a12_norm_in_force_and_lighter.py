"""A12 · the norm applied was in force at the act, or is the lighter one in force at the decision."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.expressions import Node, adds
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "A12",
    "case",
    title="适用的依据在行为时无效，或者没有适用较轻的新规定",
    basis=["行政处罚法#37", "行政处罚法#38"],
    severity=FATAL,
    at="decision_dated_on",
)
def norm_is_the_one_of_the_act_or_the_lighter_new_one(case: Facts, given: Given) -> Judgement:
    """处罚适用行为发生时的规定。作出决定时该规定已修改、废止，新规定处罚较轻的，适用新规定；新规定不认为
    违法的，不得处罚。行为跨越新旧规定的，任一时段有效即可。"""
    decided = case.decision_dated_on
    began = case.violation_on.or_else(case.violation_ended_on)
    ended = case.violation_ended_on.or_else(case.violation_on)
    not_yet = case.item_in_force_from > ended
    no_longer = (case.item_in_force_to < began).known_true()
    lapsed = (case.item_in_force_to < decided).known_true()
    # Whether the act is still unlawful matters only where nobody replaced the norm.
    lawful_now = ~case.item_still_unlawful.or_else(True)
    lighter_now = (case.replacement_in_force_from <= decided) & _lighter(case)
    named_new = case.flag("lighter_new_law")
    return Judgement(
        applies=(case.kind == "penalty") & decided.is_not_null() & ~ended_without_penalty(case),
        breaks=not_yet | no_longer | (lapsed & (lawful_now | lighter_now)),
        exceptions={
            "适用决定时已经施行的较轻的新规定": named_new
            & (case.item_in_force_from <= decided)
            & ~no_longer
            & ~(lapsed & lawful_now)
        },
        says="违法行为 {began} 至 {ended}，{decided} 决定；所适用的依据施行 {since} 至 {until}，失效后仍属违法："
        "{unlawful}；取代的新规定自 {newer} 施行，罚款上限由 {fine} 改为 {new_fine}。",
        right="应当适用行为发生时有效的规定；决定时新规定较轻的适用新规定，不再认为违法的不予处罚。",
        shows={
            "began": began,
            "ended": ended,
            "decided": decided,
            "since": case.item_in_force_from,
            "until": case.item_in_force_to,
            "unlawful": case.item_still_unlawful,
            "newer": case.replacement_in_force_from,
            "fine": case.item_fine_max,
            "new_fine": case.replacement_fine_max,
        },
    )


def _lighter(case: Facts) -> Node:
    """The new norm punishes more lightly: no new kind, and a lower maximum, else a lower minimum,
    else fewer kinds."""
    old, new = case.item_penalty_kinds, case.replacement_penalty_kinds
    same_top = case.replacement_fine_max == case.item_fine_max
    old_least, new_least = case.item_fine_min.or_else(0), case.replacement_fine_min.or_else(0)
    lower = (case.replacement_fine_max < case.item_fine_max) | (same_top & (new_least < old_least))
    fewer = same_top & (new_least == old_least) & adds(old, new)
    lighter: Node = ~adds(new, old) & (lower | fewer)
    return lighter
