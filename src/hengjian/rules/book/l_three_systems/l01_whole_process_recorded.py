"""L01 · each stage of a penalty case leaves a record, and the file is archived."""

from hengjian.rules.conditions import keeps_a_whole_record, needs_legal_review
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "L01",
    "case",
    title="处罚案件的阶段没有全过程记录，或者没有归档",
    basis=["行政处罚法#47", "三项制度意见#七", "三项制度意见#九"],
    severity=SERIOUS,
    at="closed.on",
)
def every_stage_is_recorded_and_archived(case: Facts, given: Given) -> Judgement:
    """行政机关应当以文字、音像等形式，对行政处罚的启动、调查取证、审核、决定、送达、执行进行全过程记录，
    归档保存。已经结案的普通程序案件，缺少任何一个阶段的记录，或者结案后久不归档，即不符合；审核阶段只
    要求应当法制审核的案件。归档的期限法律未定，以参数为准。"""
    archiving = given.term("records.archiving", start=case.closed.on)
    no_review = needs_legal_review(case) & ~case.stage_review
    return Judgement(
        applies=keeps_a_whole_record(case),
        breaks=~case.stage_start
        | ~case.stage_investigate
        | no_review.known_true()
        | ~case.stage_decide
        | ~case.stage_serve
        | archiving.missed(case.archived.on, case.archived.known_until).known_true(),
        says="{closed} 结案。有启动记录：{start}；调查取证：{investigate}；审核：{review}；决定：{decide}；"
        "送达：{serve}；归档日期：{archived}。",
        right="应当补全各阶段的文字记录并归档；未实施的步骤应当说明理由。",
        shows={
            "closed": case.closed.on,
            "start": case.stage_start,
            "investigate": case.stage_investigate,
            "review": case.stage_review,
            "decide": case.stage_decide,
            "serve": case.stage_serve,
            "archived": case.archived.on,
        },
    )
