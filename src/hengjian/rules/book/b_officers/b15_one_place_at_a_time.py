"""B15 · nobody acts in two cases, before two parties or in two places, at the same time."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "B15",
    "act_pair",
    title="同一人员在重叠的时间出现在两项执法活动中",
    basis=["行政处罚法#42.1", "行政处罚法#47"],
    severity=NOTE,
    at="on",
)
def officer_is_in_one_place_at_a_time(pair: Facts, given: Given) -> Judgement:
    """执法活动由所载的人员亲自实施，记录应当真实。同一人员在时间重叠的两项活动中面对不同的当事人，或者
    身在不同的地方，可能是挂名或者误记，须人工核对。联合执法的不在此列。"""
    return Judgement(
        applies=pair.on.is_not_null(),
        breaks=~pair.same_party | ~pair.same_place,
        exceptions={"联合执法": pair.joint},
        says="人员 {who} 于 {at} {activity}；同时又载于 {other_body} 案件 {other_case} 的{other_activity}"
        "（{other_at} 至 {other_until}）。",
        right="应当核对笔录、音像记录和行程；没有到场的不得列为实施人员，误记的更正。",
        shows={
            "who": pair.officer_id,
            "at": pair.at,
            "activity": pair.activity,
            "other_body": pair.other_body_id,
            "other_case": pair.other_case_id,
            "other_activity": pair.other_activity,
            "other_at": pair.other_at,
            "other_until": pair.other_until,
        },
    )
