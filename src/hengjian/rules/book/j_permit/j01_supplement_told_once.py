"""J01 · what is missing in an application is told once, within five working days."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "J01",
    "case",
    title="补正材料逾期告知或者多次告知",
    basis=["行政许可法#32(4)", "行政许可法#82"],
    severity=SERIOUS,
    at="applied.on",
)
def missing_papers_are_told_once_in_time(case: Facts, given: Given) -> Judgement:
    """申请材料不齐全或者不符合法定形式的，应当当场或者在五日（工作日）内一次告知需要补正的全部内容；
    逾期不告知的，自收到申请材料之日起即为受理。"""
    term = given.term("permit.supplement", start=case.applied.on)
    return Judgement(
        applies=(case.kind == "permit") & case.supplement_told.on.is_not_null(),
        breaks=(case.supplement_told.on > term.due) | (case.supplement_told.count > 1),
        term=term,
        says="{applied} 收到申请，应于 {due} 前一次告知补正，实际 {told}，共告知 {count} 次。",
        right="应当当场或者在 {due} 前一次告知；逾期即视为受理。",
        shows={
            "applied": case.applied.on,
            "due": term.due,
            "told": case.supplement_told.on,
            "count": case.supplement_told.count,
        },
    )
