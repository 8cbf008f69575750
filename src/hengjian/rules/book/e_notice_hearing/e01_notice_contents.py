"""E01 · the notice states the proposed penalty, facts, reasons, basis and the right of defence."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "E01",
    "case",
    title="告知书缺少法定内容",
    basis=["行政处罚法#44", "行政处罚法#62"],
    severity=FATAL,
    at="decision_dated_on",
)
def notice_states_what_the_law_wants(case: Facts, given: Given) -> Judgement:
    """决定之前的告知应当写明拟作出的处罚内容及事实、理由、依据，以及陈述、申辩的权利。没有告知的由“告知”
    一条判断，听证权利由“听证告知”一条判断；简易程序口头告知，不适用本条。"""
    notice = case.document("notice")
    lacking = (
        ~notice.proposed_penalty
        | ~notice.facts
        | ~notice.reasons
        | ~notice.basis
        | ~notice.defence_right
    )
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & case.notified.on.is_not_null()
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case),
        breaks=~notice.seen | lacking,
        grades=(
            Grade(
                ~notice.seen, SERIOUS, because="有告知的记录而案卷没有告知书，无从证明告知的内容"
            ),
        ),
        says="{notified} 告知，有告知书：{notice}。告知书写明拟处罚内容：{penalty}，事实：{facts}，理由：{reasons}，"
        "依据：{basis}，陈述申辩权：{defence}。",
        right="告知书应当写明拟处罚内容、事实、理由、依据和陈述、申辩的权利；缺项的应当重新告知。",
        shows={
            "notified": case.notified.last_on,
            "notice": notice.seen,
            "penalty": notice.proposed_penalty,
            "facts": notice.facts,
            "reasons": notice.reasons,
            "basis": notice.basis,
            "defence": notice.defence_right,
        },
    )
