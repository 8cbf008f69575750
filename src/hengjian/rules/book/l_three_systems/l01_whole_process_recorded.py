"""L01 · each stage of a penalty case leaves a record."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "L01",
    "case",
    title="处罚案件的阶段没有全过程记录",
    basis=["行政处罚法#47", "三项制度意见#七"],
    severity=SERIOUS,
    at="closed.on",
)
def every_stage_is_recorded(case: Facts, given: Given) -> Judgement:
    """行政机关应当以文字、音像等形式，对行政处罚的启动、调查取证、审核、决定、送达、执行进行全过程记录，
    归档保存。已经结案的普通程序案件，缺少任何一个阶段的记录即不符合。"""
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & case.closed.on.is_not_null()
        & case.decision_dated_on.is_not_null()
        & ~case.result.is_in("case_withdrawn", "transferred").known_true(),
        breaks=~case.stage_start | ~case.stage_investigate | ~case.stage_decide | ~case.stage_serve,
        says="{closed} 结案。有启动记录：{start}；调查取证：{investigate}；决定：{decide}；送达：{serve}。",
        right="应当补全各阶段的文字记录并归档；未实施的步骤应当说明理由。",
        shows={
            "closed": case.closed.on,
            "start": case.stage_start,
            "investigate": case.stage_investigate,
            "decide": case.stage_decide,
            "serve": case.stage_serve,
        },
    )
