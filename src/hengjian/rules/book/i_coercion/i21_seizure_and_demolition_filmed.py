"""I21 · sealing, detaining and demolition are filmed."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "I21",
    "case",
    title="查封扣押、强制拆除没有音像记录",
    basis="三项制度意见#八",
    severity=SERIOUS,
    at="coerced_on",
)
def seizure_and_demolition_are_filmed(case: Facts, given: Given) -> Judgement:
    """查封扣押财产、强制拆除等直接涉及重大权益的现场执法活动，推行全程音像记录；冻结没有现场，不在此列。记录
    是否中断、是否完整，另有规则判断。"""
    seized = case.measure_taken.on.is_not_null() & case.measure_kinds.contains_any("seal", "detain")
    demolished = case.enforced.on.is_not_null() & case.enforcement_kinds.contains("demolish")
    unfilmed = (seized & ~case.recording("measure_taken").seen) | (
        demolished & ~case.recording("enforced").seen
    )
    return Judgement(
        applies=seized | demolished,
        breaks=unfilmed,
        says="{measure} 采取“{kinds}”，有音像记录：{measure_film}；{enforced} 以“{ways}”强制执行，有音像记录："
        "{enforced_film}。",
        right="查封扣押、强制拆除应当全程音像记录，并上传归档。",
        shows={
            "measure": case.measure_taken.on,
            "kinds": case.measure_kinds,
            "measure_film": case.recording("measure_taken").seen,
            "enforced": case.enforced.on,
            "ways": case.enforcement_kinds,
            "enforced_film": case.recording("enforced").seen,
        },
    )
