"""J11 · where the body itself tests, two persons are assigned within five working days."""

from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "J11",
    "case",
    title="逾期指派检验检测检疫人员，或者不足两人",
    basis=["行政许可法#55.2", "行政许可法#82"],
    severity=SERIOUS,
    at="began_on",
)
def testers_are_assigned_in_time(case: Facts, given: Given) -> Judgement:
    """行政机关自行检验、检测、检疫的，应当自受理申请之日起五日（工作日）内指派两名以上工作人员进行。期间因检验
    扣除而没有指派记录的，可能是由专业技术组织检验，只作提示。"""
    assigned = case.test_assigned
    term = given.term("permit.test_assignment", start=case.accepted.on)
    tested = case.clock_stopped.on.is_not_null() & (case.clock_stopped.mode == "testing")
    return Judgement(
        applies=(case.kind == "permit") & (assigned.on.is_not_null() | tested),
        breaks=term.missed(assigned.on, assigned.known_until)
        | (assigned.on.is_not_null() & (assigned.officers_named < 2)),
        grades=(
            Grade(
                assigned.on.is_null(),
                NOTE,
                Nature.HINT,
                because="期间因检验检测扣除，没有指派人员的记录；由专业技术组织检验的不必指派，须核实由谁检验",
            ),
        ),
        term=term,
        says="{accepted} 受理，应于 {due} 前指派检验人员，实际：{assigned}，指派 {count} 名。",
        right="应当在 {due} 前指派两名以上工作人员检验、检测、检疫。",
        shows={
            "accepted": case.accepted.on,
            "due": term.due,
            "assigned": assigned.on,
            "count": assigned.officers_named,
        },
    )
