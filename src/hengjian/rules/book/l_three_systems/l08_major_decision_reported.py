"""L08 · major decisions are reported to the supervisor. Only other provinces' norms say so."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "L08",
    "case",
    title="重大处罚、强制决定未按期备案",
    basis=["四川省行政执法监督条例#36", "辽宁省行政执法监督规定#16"],
    severity=SERIOUS,
    at="decision_dated_on",
)
def major_decision_is_reported_in_time(case: Facts, given: Given) -> Judgement:
    """重大的处罚、强制决定应当自作出之日起十五日内报行政执法监督机关备案；列入本机关重大执法决定目录的事项，以及
    责令停产停业、吊销许可证件或者营业执照的处罚，都是重大决定。依据为外省规定，只作参考。"""
    term = given.term("records.major_decision_reported", start=case.decision_dated_on)
    heavy = case.penalty_kinds.contains_any("stop_business", "revoke_permit", "revoke_licence")
    return Judgement(
        applies=case.kind.is_in("penalty", "coercion")
        & case.decision_dated_on.is_not_null()
        & (case.item_major | heavy),
        breaks=term.missed(case.decision_reported.on, case.decision_reported.known_until),
        term=term,
        says="{decided} 作出重大决定，应于 {due} 前备案，实际：{reported}。",
        right="应当在 {due} 前将决定和说明材料报行政执法监督机关备案。",
        shows={
            "decided": case.decision_dated_on,
            "due": term.due,
            "reported": case.decision_reported.on,
        },
    )
