"""K10 · a random check is drawn before it is made, and its result is published."""

from hengjian.rules.rule import (
    NOTE,
    SERIOUS,
    Facts,
    Given,
    Grade,
    Judgement,
    Nature,
    after,
    rule,
)


@rule(
    "K10",
    "case",
    title="双随机抽查没有事先抽取，或者结果没有公开",
    basis=["优化营商环境条例#54", "黑龙江省行政执法程序规定#42.2"],
    severity=SERIOUS,
    at="inspected.on",
)
def random_checks_are_drawn_before_and_published_after(case: Facts, given: Given) -> Judgement:
    """双随机抽查应当随机抽取检查对象、随机选派检查人员，并及时公开抽查结果。没有抽取记录或者抽取晚于检查
    的，即不符合；公开的日数以参数为准，只是迟延公开的作提示。"""
    term = given.term("inspection.result_published", start=case.inspected.on)
    undrawn = ~case.drawn.seen | after(case.drawn, case.inspected)
    unpublished = term.missed(case.result_published.on, case.result_published.known_until)
    return Judgement(
        applies=(case.kind == "inspection")
        & case.inspected.on.is_not_null()
        & case.flag("double_random"),
        breaks=undrawn | unpublished,
        term=term,
        grades=(
            Grade(
                case.result_published.on.is_not_null() & ~undrawn.known_true(),
                NOTE,
                Nature.HINT,
                because="结果已经公开，只是迟延；公开的日数系本系统参照设定",
            ),
        ),
        says="{inspected} 双随机抽查；抽取时间：{drawn}；结果应于 {due} 前公开，实际：{published}。",
        right="应当在检查前随机抽取对象和人员并留存记录，检查后及时公开结果。",
        shows={
            "inspected": case.inspected.on,
            "drawn": case.drawn.on,
            "due": term.due,
            "published": case.result_published.on,
        },
    )
