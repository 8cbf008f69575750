"""J03 · permits are decided in twenty working days; J04 has the joint ones."""

# Who says what of one late decision: J04 where the case is known to be handled jointly, J03 where
# it is not, or where that is not reported but even the joint term has run out. A lower body that
# only passes the application up decides nothing: J05.

from hengjian.rules.conditions import passed_up, permit_term_missed, permit_terms
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "J03",
    "case",
    title="逾期未作出许可决定",
    basis=["行政许可法#42", "行政许可法#45", "行政许可法#82"],
    severity=SERIOUS,
    at="accepted.on",
)
def permit_is_decided_in_time(case: Facts, given: Given) -> Judgement:
    """行政机关应当自受理之日起二十日（工作日）内作出许可决定，经批准可以延长十日；听证、检验、检测、检疫、
    鉴定和专家评审等所需时间不计入。统一、联合、集中办理的，以及下级审查后报上级决定的，另有期限。"""
    alone, joint = permit_terms(case, given)
    return Judgement(
        applies=(case.kind == "permit")
        & case.accepted.on.is_not_null()
        & ~case.flag("joint_permit").known_true(),
        breaks=permit_term_missed(case, alone, joint),
        exceptions={"下级机关审查后报送上级机关决定": passed_up(case)},
        term=alone,
        says="{accepted} 受理，应于 {due} 前作出决定，实际：{decided}。",
        right="应当在 {due} 前作出许可决定；需要延长的应当事先批准并告知理由。",
        shows={"accepted": case.accepted.on, "due": alone.due, "decided": case.decided.on},
    )
