"""F08 · the term of an ordinary penalty case. Open cases are judged too: delay is the worst case."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "F08",
    "case",
    title="普通程序逾期未作出处罚决定",
    basis=["行政处罚法#60", "黑龙江省行政执法程序规定#33"],
    severity=SERIOUS,
    at="filed.on",
)
def decision_within_ninety_days(case: Facts, given: Given) -> Judgement:
    """普通程序的处罚案件应当自立案之日起九十日内作出处罚决定；法律、法规、规章另有规定的从其规定。
    听证、检验、检测、鉴定等所需时间不计入。作出决定的日期以决定书上印的日期为准。"""
    term = given.term(
        "penalty.decision",
        start=case.filed.on,
        sector=case.sector,
        extended=case.decision_extended,
        stops=case.stops,
    )
    ended_otherwise = case.closed.seen | case.transferred.seen | case.crime_transferred.seen
    return Judgement(
        applies=(case.kind == "penalty") & (case.procedure == "ordinary"),
        breaks=term.missed(case.decision_dated_on, case.decided.known_until),
        exceptions={
            "已撤销立案、移送或者结案，无须作出决定": case.decision_dated_on.is_null()
            & ended_otherwise.known_true()
        },
        term=term,
        says="立案于 {filed}，应于 {due} 前作出决定，实际决定日期：{decided}。",
        right="应当在 {due} 前（含当日）作出处罚决定；确需延长的，应当在此前依规定批准。",
        shows={
            "filed": case.filed.on,
            "due": term.due,
            "decided": case.decision_dated_on,
        },
    )
