"""K13 · officers scan the code when they enter an enterprise."""

from hengjian.rules.conditions import enterprise_inspected
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "K13",
    "case",
    title="入企检查没有当日事先扫码",
    basis="涉企行政检查问题解答#扫码入企",
    severity=SERIOUS,
    at="inspected.on",
)
def code_is_scanned_before_the_inspection(case: Facts, given: Given) -> Judgement:
    """入企检查应当扫码或者亮码，使每次检查留有记录；观摩、督导也应当记录。检查当日没有扫码，或者首次扫码
    晚于检查的，即不符合；非现场检查不适用。本机关不报送扫码记录的不判断。"""
    scanned, inspected = case.code_scanned, case.inspected
    that_day = (scanned.on == inspected.on) | (scanned.last_on == inspected.on)
    too_late = (scanned.at > inspected.at).known_true()
    return Judgement(
        applies=enterprise_inspected(case) & ~(inspected.mode == "remote").known_true(),
        breaks=~scanned.seen | ~that_day | too_late,
        says="检查时间：{on}（{at}）；扫码时间：{scanned}（{scanned_at}）。",
        right="应当在进入企业时、检查开始之前扫码或者亮码。",
        shows={
            "on": inspected.on,
            "at": inspected.at,
            "scanned": scanned.on,
            "scanned_at": scanned.at,
        },
    )
