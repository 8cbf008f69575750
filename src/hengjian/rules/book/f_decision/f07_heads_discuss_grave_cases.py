"""F07 · intricate cases and grave offences are decided by the heads together."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "F07",
    "case",
    title="情节复杂或者重大违法的处罚未经负责人集体讨论",
    basis="行政处罚法#57.2",
    severity=FATAL,
    at="decision_dated_on",
)
def heads_discuss_grave_cases(case: Facts, given: Given) -> Judgement:
    """对情节复杂或者重大违法行为给予行政处罚，应当由行政机关负责人集体讨论决定，并留有讨论记录。
    先决定后讨论的，按次序颠倒另行判断。"""
    recorded = case.document("meeting_record").seen.known_true()
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case)
        & (case.flag("complex") | case.flag("major")),
        breaks=~case.discussed.seen & ~recorded,
        says="{decided} 作出处罚决定；疑难复杂：{complex}，重大违法：{major}；未见集体讨论，也未见讨论记录。",
        right="应当由负责人集体讨论决定，讨论记录归入案卷。",
        shows={
            "decided": case.decision_dated_on,
            "complex": case.flag("complex"),
            "major": case.flag("major"),
        },
    )
