"""J03 · permits are decided in twenty working days; joint ones in forty-five."""

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
    """行政机关应当自受理之日起二十日（工作日）内作出许可决定，经批准可以延长十日；统一、联合、集中
    办理的四十五日，可以延长十五日。听证、检验、检测、检疫、鉴定和专家评审等所需时间不计入。"""
    alone = given.term(
        "permit.decision",
        start=case.accepted.on,
        extended=case.permit_extended,
        at_most=given.value("permit.decision_extension"),
        stops=case.stops,
    )
    joint = given.term(
        "permit.joint_decision",
        start=case.accepted.on,
        extended=case.permit_extended,
        at_most=given.value("permit.joint_extension"),
        stops=case.stops,
    )
    done, known = case.decided.on, case.decided.known_until
    return Judgement(
        applies=(case.kind == "permit") & case.accepted.on.is_not_null(),
        breaks=joint.missed(done, known) | (alone.missed(done, known) & ~case.flag("joint_permit")),
        term=alone,
        says="{accepted} 受理，应于 {due} 前作出决定，实际：{decided}。",
        right="应当在 {due} 前作出许可决定；需要延长的应当事先批准并告知理由。",
        shows={"accepted": case.accepted.on, "due": alone.due, "decided": done},
    )
