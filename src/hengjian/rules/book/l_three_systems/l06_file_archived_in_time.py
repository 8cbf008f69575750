"""L06 · the file of a closed case is archived in time; the term must be entered by the bureau."""

# A penalty case of which nothing is archived a year after it was closed is L01's finding.

from hengjian.rules.conditions import keeps_a_whole_record
from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "L06",
    "case",
    title="结案后逾期归档",
    basis="三项制度意见#九",
    severity=GENERAL,
    at="closed.on",
)
def file_of_a_closed_case_is_archived_in_time(case: Facts, given: Given) -> Judgement:
    """案件办结后，应当按照档案管理规定将案卷归档保存。归档的期限尚未核实，须由司法局录入后才作判断；处罚案件
    久不归档的，由 L01 判断。"""
    term = given.term("records.archived_after_closing", start=case.closed.on)
    never = given.term("records.archiving", start=case.closed.on)
    judged_as_never = keeps_a_whole_record(case) & never.missed(
        case.archived.on, case.archived.known_until
    )
    return Judgement(
        applies=case.closed.on.is_not_null() & ~judged_as_never,
        breaks=term.missed(case.archived.on, case.archived.known_until),
        term=term,
        says="{closed} 结案，应于 {due} 前归档，实际：{archived}。",
        right="应当在 {due} 前将案卷归档。",
        shows={"closed": case.closed.on, "due": term.due, "archived": case.archived.on},
    )
