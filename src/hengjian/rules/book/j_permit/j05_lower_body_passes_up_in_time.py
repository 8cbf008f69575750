"""J05 · a lower body reviews in twenty working days; the higher one asks for no paper twice."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "J05",
    "case",
    title="下级机关审查逾期，或者上级机关要求重复提供材料",
    basis=["行政许可法#43", "行政许可法#35", "行政许可法#45", "行政许可法#82"],
    severity=SERIOUS,
    at="began_on",
)
def lower_body_passes_the_application_up_in_time(case: Facts, given: Given) -> Judgement:
    """先经下级机关审查后报上级机关决定的许可，下级机关应当自受理之日起二十日（工作日）内审查完毕，连同全部
    材料直接报送上级机关；上级机关不得要求申请人重复提供材料。既没有报送也没有决定的，由 J03 判断。"""
    term = given.term("permit.lower_review", start=case.accepted.on, stops=case.stops)
    again = case.resubmission_demanded
    return Judgement(
        applies=(case.kind == "permit")
        & (case.passed_up.on.is_not_null() | again.on.is_not_null()),
        breaks=term.missed(case.passed_up.on, case.passed_up.known_until) | again.seen,
        term=term,
        says="{accepted} 受理，应于 {due} 前审查完毕报送上级机关，实际：{passed}；"
        "要求申请人重复提供材料：{again}。",
        right="下级机关应当在 {due} 前将审查意见和全部材料直接报送；上级机关不得要求重复提供材料。",
        shows={
            "accepted": case.accepted.on,
            "due": term.due,
            "passed": case.passed_up.on,
            "again": again.on,
        },
    )
