"""A01 · whether the body was a confirmed enforcement subject when it acted."""

from hengjian.rules.conditions import enterprise_inspected
from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "A01",
    "case",
    title="执法主体没有资格或者未经确认公告",
    basis=["行政处罚法#17", "行政处罚法#38"],
    severity=FATAL,
    at="acted_on",
)
def body_is_a_confirmed_subject(case: Facts, given: Given) -> Judgement:
    """执法须由具有行政主体资格的机关、授权组织或者受委托组织在资格有效期内实施；
    议事协调机构和第三方机构不是执法主体，其处罚无效；它们对企业实施检查的，由另一条规则判断。"""
    no_subject = case.body_kind.is_in("coordination", "third_party")
    outside = (case.acted_on < case.body_qualified_from) | (
        case.acted_on > case.body_qualified_to
    ).known_true()
    return Judgement(
        applies=case.body_kind.is_not_null() & ~(no_subject & enterprise_inspected(case)),
        breaks=no_subject | outside,
        grades=(
            Grade(
                ~no_subject,
                SERIOUS,
                because="有主体资格，但执法行为不在确认公告的有效期内",
            ),
        ),
        says="主体类型为“{kind}”，资格自 {since} 至 {until}，执法行为日期 {acted}。",
        right="应当由经确认并公告、在资格有效期内的执法主体实施。",
        shows={
            "kind": case.body_kind,
            "since": case.body_qualified_from,
            "until": case.body_qualified_to,
            "acted": case.acted_on,
        },
    )
