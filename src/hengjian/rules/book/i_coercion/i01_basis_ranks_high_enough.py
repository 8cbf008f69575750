"""I01 · a coercive measure rests on a norm of sufficient rank."""

from hengjian.rules.expressions import overlaps
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "I01",
    "case",
    title="强制措施依据的层级不够",
    basis=["行政强制法#10", "行政强制法#16"],
    severity=FATAL,
    at="measure_taken.on",
)
def measure_rests_on_a_norm_of_sufficient_rank(case: Facts, given: Given) -> Judgement:
    """强制措施由法律设定；行政法规不得设定限制人身自由和冻结，地方性法规只能设定查封和扣押，规章和其他
    规范性文件一律不得设定。只看载明可以采取该种措施的事项；处罚事项不载措施的，措施另有依据。"""
    kinds, level = case.measure_kinds, case.item_basis_level
    too_low = level.is_in("department_rule", "local_rule", "normative")
    beyond_regulation = (level == "admin_regulation") & kinds.contains_any("liberty", "freeze")
    beyond_local = (level == "local_regulation") & kinds.contains_any("liberty", "freeze", "other")
    return Judgement(
        applies=case.measure_taken.on.is_not_null()
        & ((case.item_kind == "coercion") | overlaps(kinds, case.item_measure_kinds)),
        breaks=too_low | beyond_regulation | beyond_local,
        says="{on} 采取“{kinds}”；依据“{basis}”的层级为{level}。",
        right="应当有法律的规定；行政法规、地方性法规只在各自可以设定的种类内作为依据，规章以下不得作为依据。",
        shows={
            "on": case.measure_taken.on,
            "kinds": kinds,
            "basis": case.item_basis,
            "level": level,
        },
    )
