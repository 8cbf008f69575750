"""C06 · first the filing, then the investigation, then the notice, then the decision."""

from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, after, rule


@rule(
    "C06",
    "case",
    title="立案、调查、告知、决定次序颠倒",
    basis=[
        "行政处罚法#54",
        "行政处罚法#55",
        "行政处罚法#57",
        "黑龙江省行政执法程序规定#15",
        "黑龙江省行政执法程序规定#16",
    ],
    severity=SERIOUS,
    at="filed.on",
)
def filing_investigation_notice_decision_in_order(case: Facts, given: Given) -> Judgement:
    """普通程序应当先立案，再调查，调查终结后告知，最后决定；立案之前只作线索核查。情况紧急立即启动的、
    他机关移送前已取证的，不受先立案的限制。决定之后才告知的，由“告知”一条判断。"""
    filed, decided = case.filed, case.decision_dated_on
    told, ended = case.notified, case.investigation_ended
    may_precede = case.flag("urgent") | case.flag("received_by_transfer")
    inquired_early = case.inquired.seen & after(filed, case.inquired) & ~may_precede
    preserved_early = case.preserved.seen & after(filed, case.preserved) & ~may_precede
    examined_early = case.site_examined.seen & after(filed, case.site_examined) & ~may_precede
    told_early = told.seen & after(filed, told)
    ended_after_notice = (
        ended.seen & told.seen & (ended.at > told.last_at).or_else(ended.on > told.last_on)
    )
    after_decision = (
        (filed.on > decided) | (case.inquired.on > decided) | (ended.on > decided)
    ).known_true()
    plain = inquired_early | preserved_early | told_early | ended_after_notice | after_decision
    return Judgement(
        applies=(case.kind == "penalty") & (case.procedure == "ordinary") & filed.seen,
        breaks=plain | examined_early,
        grades=(
            Grade(
                ~plain.known_true(),
                NOTE,
                Nature.HINT,
                because="立案之前的现场检查可能是监督检查或者线索核查，须由人核对",
            ),
        ),
        says="立案 {filed}；首次询问 {inquired}，现场检查勘验 {examined}，登记保存 {preserved}，"
        "调查终结 {ended}；最后一次告知 {told}；决定 {decided}。",
        right="应当依次立案、调查、告知、决定；立案之前只作核查。",
        shows={
            "filed": filed.on,
            "inquired": case.inquired.on,
            "examined": case.site_examined.on,
            "preserved": case.preserved.on,
            "ended": ended.on,
            "told": told.last_on,
            "decided": decided,
        },
    )
