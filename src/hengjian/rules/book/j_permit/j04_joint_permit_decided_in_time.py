"""J04 · permits handled jointly are done in forty-five working days."""

from hengjian.rules.conditions import permit_terms
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "J04",
    "case",
    title="统一、联合、集中办理的许可逾期未办结",
    basis=["行政许可法#42.2", "行政许可法#45", "行政许可法#82"],
    severity=SERIOUS,
    at="accepted.on",
)
def joint_permit_is_decided_in_time(case: Facts, given: Given) -> Judgement:
    """统一办理或者联合、集中办理的许可，应当自受理之日起四十五日（工作日）内办结，经本级政府负责人批准可以
    延长十五日；听证、检验、检测、检疫、鉴定和专家评审等所需时间不计入。"""
    _, term = permit_terms(case, given)
    return Judgement(
        applies=(case.kind == "permit")
        & case.accepted.on.is_not_null()
        & case.flag("joint_permit"),
        breaks=term.missed(case.decided.on, case.decided.known_until),
        term=term,
        says="{accepted} 受理，统一、联合或者集中办理，应于 {due} 前办结，实际：{decided}。",
        right="应当在 {due} 前办结；需要延长的应当事先经本级政府负责人批准并告知理由。",
        shows={"accepted": case.accepted.on, "due": term.due, "decided": case.decided.on},
    )
