"""C01 · the decision whether to file, within the term of the body's own sector."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "C01",
    "case",
    title="收到线索后逾期未决定是否立案",
    basis=[
        "行政处罚法#54.2",
        "市场监督管理行政处罚程序规定#18",
        "农业行政处罚程序规定#29",
        "住房和城乡建设行政处罚程序规定#15",
        "自然资源行政处罚办法#12",
    ],
    severity=SERIOUS,
    at="clue_received.on",
)
def filing_is_decided_in_time(case: Facts, given: Given) -> Judgement:
    """符合立案标准的应当及时立案。各领域规定期限的，自发现线索或者收到材料之日起，在期限内核查并
    决定是否立案；经批准可以延长；检测、检验、鉴定等时间不计入。"""
    term = given.term(
        "penalty.filing",
        start=case.clue_received.on,
        sector=case.sector,
        extended=case.filing_extended,
        stops=case.stops,
    )
    decided = case.filed.on.or_else(case.not_filed.on).or_else(case.transferred.on)
    # Criteria met and nothing decided is the graver wrong, which C02 states.
    never_though_due = case.flag("meets_criteria").known_true() & decided.is_null()
    return Judgement(
        applies=(case.kind == "penalty")
        & ~(case.procedure == "simple").known_true()  # a clue without a case has no procedure yet
        & case.clue_received.on.is_not_null()
        & ~never_though_due
        & term.laid_down,
        breaks=term.missed(decided, case.filed.known_until),
        term=term,
        says="{received} 收到线索，应于 {due} 前决定是否立案，实际：{decided}。",
        right="应当在 {due} 前核查并由负责人决定是否立案。",
        shows={"received": case.clue_received.on, "due": term.due, "decided": decided},
    )
