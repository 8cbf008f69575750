"""K06 · visits within days of each other: by several bodies, or by one body for several items."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "K06",
    "visit_pair",
    title="多头检查，或者同一机关分项检查",
    basis=["优化营商环境条例#54", "涉企行政检查意见#检查方式"],
    severity=NOTE,
    at="on",
)
def inspections_are_joined_where_possible(pair: Facts, given: Given) -> Judgement:
    """对同一检查对象的多个检查事项应当尽可能合并，或者纳入跨部门联合检查。不同机关在数日之内先后检查同一
    企业，或者同一机关在数日之内就不同事项分别检查，提示核查能否合并；日数以参数为准。同一机关就同一事项
    再次检查的，按频次判断；根据投诉举报等进行的个案检查不在此列。"""
    return Judgement(
        applies=(pair.days_apart <= given.value("inspection.joint_window"))
        & ~(pair.same_body & pair.same_item),
        breaks=(pair.inspection_kind != "individual")
        & (pair.other_inspection_kind != "individual"),
        exceptions={"联合检查": pair.joint},
        says="{on} 检查“{party}”（{kind}）；{other_body} 已于 {other_on} 检查（{other_kind}，案件 {other_case}），"
        "相隔 {apart} 日，事项相同：{same}。",
        right="能够合并或者联合的，应当一次进行；计划阶段即应与其他机关对照检查对象和时间。",
        shows={
            "on": pair.on,
            "party": pair.party_name,
            "kind": pair.inspection_kind,
            "other_body": pair.other_body_id,
            "other_on": pair.other_on,
            "other_kind": pair.other_inspection_kind,
            "other_case": pair.other_case_id,
            "apart": pair.days_apart,
            "same": pair.same_item,
        },
    )
