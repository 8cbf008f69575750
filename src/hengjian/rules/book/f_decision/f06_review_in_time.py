"""F06 · the legal review within the term of the body's own sector, where one is laid down."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "F06",
    "case",
    title="法制审核逾期",
    basis=[
        "市场监督管理行政处罚程序规定#55",
        "医疗保障行政处罚程序暂行规定#40",
        "农业行政处罚程序规定#53",
        "住房和城乡建设行政处罚程序规定#25",
    ],
    severity=GENERAL,
    at="review_sent.on",
)
def legal_review_ends_in_time(case: Facts, given: Given) -> Judgement:
    """各领域程序规定法制审核期限的，审核机构应当自收到材料之日起在期限内审核完毕；经批准可以在规定的
    限度内延长。"""
    term = given.term(
        "legal_review.completion",
        start=case.review_sent.on,
        sector=case.sector,
        extended=case.review_extended,
        at_most=given.value("legal_review.extension", sector=case.sector),
    )
    over = (
        case.closed.seen
        | case.transferred.seen
        | case.crime_transferred.seen
        | case.decision_dated_on.is_not_null()
    )
    return Judgement(
        applies=(case.kind == "penalty") & case.review_sent.on.is_not_null() & term.laid_down,
        breaks=term.missed(case.legally_reviewed.on, case.legally_reviewed.known_until),
        exceptions={"审核完毕之前案件已经终结": case.legally_reviewed.on.is_null() & over},
        term=term,
        says="{sent} 送法制审核，延长 {extended} 日，应于 {due} 前审核完毕，实际：{reviewed}。",
        right="应当在 {due} 前完成审核；确需延长的，应当在此前依规定批准。",
        shows={
            "sent": case.review_sent.on,
            "extended": case.review_extended.days,
            "due": term.due,
            "reviewed": case.legally_reviewed.on,
        },
    )
