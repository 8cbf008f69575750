"""I10 · deposits are frozen only under a law, as far as needed, told at once and ended in time."""

from hengjian.rules.expressions import choose, least, overlaps
from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "I10",
    "case",
    title="冻结没有法律依据、数额过大、决定书未按时交付或者超期",
    basis=["行政强制法#29", "行政强制法#31", "行政强制法#32", "行政强制法#69"],
    severity=FATAL,
    at="measure_taken.on",
)
def deposits_are_frozen_under_a_law_and_in_measure(case: Facts, given: Given) -> Judgement:
    """冻结存款、汇款须由法律规定，数额与涉案金额相当，三日（工作日）内向当事人交付决定书，三十日内处理或者
    解除，经批准延长不超过三十日。同案还有查封、扣押的，期限由查封扣押的规则判断。"""
    frozen, kinds = case.measure_taken, case.measure_kinds
    no_law = (case.item_basis_level != "law") & (
        (case.item_kind == "coercion") | overlaps(kinds, case.item_measure_kinds)
    )
    total = choose(frozen.amount.is_not_null(), frozen.amount_sum, frozen.amount)
    too_much = total > case.sum_involved * given.value("coercion.freeze_ratio")
    telling = given.term("coercion.freeze_decision", start=frozen.on)
    untold = telling.missed(case.measure_served.on, case.measure_served.known_until)
    most = given.value("coercion.freeze_extension")
    lasting = given.term(
        "coercion.freeze", start=frozen.on, extended=case.measure_extended, at_most=most
    )
    ended = least(case.measure_lifted.on, case.measure_handled.on)
    never_in_time = lasting.missed(
        case.measure_lifted.on, case.measure_lifted.known_until
    ) & lasting.missed(case.measure_handled.on, case.measure_handled.known_until)
    too_long = ~kinds.contains_any("seal", "detain") & (
        never_in_time | (case.measure_extended.days > most)
    )
    return Judgement(
        applies=frozen.on.is_not_null() & kinds.contains("freeze"),
        breaks=no_law | too_much | untold | too_long,
        grades=(
            Grade(
                ~(no_law | too_long).known_true()
                & (case.measure_served.on.is_not_null() | ~untold.known_true()),
                SERIOUS,
                because="依据和期限没有问题，只是数额是否相当没有确切标准，或者决定书交付迟延",
            ),
        ),
        term=lasting,
        says="{on} 冻结 {amount}，涉案金额 {sum}；依据层级：{level}；决定书应于 {told_by} 前交付，实际 {told}；延长 "
        "{extended} 日，应于 {due} 前处理或者解除，实际 {ended}。",
        right="应当依照法律、按涉案金额冻结，于 {told_by} 前交付决定书，于 {due} 前处理或者解除。",
        shows={
            "on": frozen.on,
            "amount": total,
            "sum": case.sum_involved,
            "level": case.item_basis_level,
            "told_by": telling.due,
            "told": case.measure_served.on,
            "extended": case.measure_extended.days,
            "due": lasting.due,
            "ended": ended,
        },
    )
