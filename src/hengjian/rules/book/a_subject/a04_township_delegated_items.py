"""A04 · whether a township punished only what the province has handed to it."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "A04",
    "case",
    title="乡镇街道处罚不在赋权范围或者赋权尚未生效",
    basis=["行政处罚法#24.1", "行政处罚法#24"],
    severity=FATAL,
    at="acted_on",
)
def township_punishes_only_delegated_items(case: Facts, given: Given) -> Judgement:
    """乡镇人民政府、街道办事处只能就省级决定下放的县级部门处罚事项，自决定生效之日起实施处罚。"""
    too_early = case.acted_on < case.delegation_valid_from
    too_late = (case.acted_on > case.delegation_valid_to).known_true()
    not_of_a_county = (case.delegation_from_level != "county").known_true()
    return Judgement(
        applies=(case.kind == "penalty") & (case.body_kind == "township"),
        breaks=~case.delegated | not_of_a_county | too_early | too_late,
        exceptions={
            "法律、行政法规直接规定由乡镇处罚，或者相对集中处罚权": case.delegation_route.is_in(
                "statutory", "concentrated"
            ).known_true()
        },
        says="乡镇街道于 {acted} 实施处罚；该事项的赋权：{listed}（原机关层级：{of}），自 {since} 至 {until}。",
        right="应当移送有管辖权的县级部门，或者在赋权决定生效后、范围内实施。",
        shows={
            "acted": case.acted_on,
            "listed": case.delegated,
            "of": case.delegation_from_level,
            "since": case.delegation_valid_from,
            "until": case.delegation_valid_to,
        },
    )
