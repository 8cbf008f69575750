"""A07 · the place of the offence lies in the body's area, and the body stands high enough."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "A07",
    "case",
    title="超越地域或者级别管辖作出处罚",
    basis=["行政处罚法#22", "行政处罚法#23", "行政处罚法#25.2"],
    severity=FATAL,
    at="decision_dated_on",
)
def body_has_jurisdiction_over_place_and_level(case: Facts, given: Given) -> Judgement:
    """处罚由违法行为发生地的、县级以上地方政府有处罚权的机关管辖。地域管辖可以由法律、行政法规、部门规章
    另作规定，或者由共同上级指定；级别管辖只能由法律、行政法规另作规定。乡镇街道的级别由另一条规则判断。"""
    # An entrusted organization acts within the area of the body that entrusts it: A03 judges that.
    elsewhere = ~case.place_in_area & (case.body_kind != "entrusted")
    too_low = (case.body_level == "township") & case.body_kind.is_in("agency", "dispatched")
    moved = case.flag("designated") | case.flag("jurisdiction_by_rule")
    by_law = (case.delegation_route == "statutory") & case.delegated
    return Judgement(
        applies=(case.kind == "penalty")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case),
        breaks=elsewhere | too_low,
        exceptions={
            "指定管辖，或者法律、行政法规、部门规章另有规定": (~elsewhere | moved)
            & (~too_low | by_law)
        },
        says="{decided} 作出处罚；违法行为发生地 {place}，本机关区划 {area}，机关层级：{level}（{kind}）。",
        right="应当移送违法行为发生地有管辖权的县级以上机关，或者取得指定管辖的文件、写明另有规定的依据。",
        shows={
            "decided": case.decision_dated_on,
            "place": case.place_division,
            "area": case.body_division,
            "level": case.body_level,
            "kind": case.body_kind,
        },
    )
