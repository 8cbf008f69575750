"""J06 · the licence is issued within ten working days of the decision."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "J06",
    "case",
    title="许可证件逾期颁发送达",
    basis=["行政许可法#44", "行政许可法#82"],
    severity=GENERAL,
    at="decided.on",
)
def licence_is_issued_in_time(case: Facts, given: Given) -> Judgement:
    """准予许可的，应当自作出决定之日起十日（工作日）内向申请人颁发、送达许可证件。"""
    term = given.term("permit.issue", start=case.decided.on)
    return Judgement(
        applies=(case.kind == "permit")
        & case.decided.on.is_not_null()
        & (case.result == "granted"),
        breaks=term.missed(case.licence_issued.on, case.licence_issued.known_until),
        term=term,
        says="{decided} 准予许可，应于 {due} 前颁证，实际：{issued}。",
        right="应当在 {due} 前颁发、送达许可证件。",
        shows={"decided": case.decided.on, "due": term.due, "issued": case.licence_issued.on},
    )
