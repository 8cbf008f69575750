"""M08 · market supervision takes up complaints in seven working days, looks into reports in fifteen."""

from hengjian.rules.expressions import choose
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "M08",
    "ticket",
    title="市场监管投诉举报逾期处理",
    basis=[
        "市场监督管理投诉举报处理暂行办法#14",
        "市场监督管理行政处罚程序规定#18",
        "市场监督管理投诉举报处理暂行办法#31.2",
    ],
    severity=SERIOUS,
    at="received.on",
)
def market_complaints_and_reports_are_handled_in_time(ticket: Facts, given: Given) -> Judgement:
    """市场监管部门应当自收到投诉之日起七个工作日内决定是否受理；自收到举报之日起十五个工作日内核查并决定
    是否立案，经批准可以延长十五个工作日；实名举报的，自决定之日起五个工作日内告知。检测等所需时间不计入
    核查期限，工单不载，有此情形的须由人核实。"""
    begun = ticket.column("dispatched.on").or_else(ticket.column("received.on"))
    accepted, verified = ticket.column("accepted.on"), ticket.column("verified.on")
    accepting = given.term("market.complaint", start=begun)
    verifying = given.term(
        "market.report",
        start=begun,
        extended=ticket.extended,
        at_most=given.value("market.report_extension"),
    )
    telling = given.term("market.report_told", start=verified)
    complaint = ticket.kind == "complaint"
    not_accepted = accepting.missed(accepted, ticket.known_until("accepted"))
    not_verified = verifying.missed(verified, ticket.known_until("verified"))
    not_told = telling.missed(ticket.column("told.on"), ticket.known_until("told"))
    return Judgement(
        applies=(ticket.body_sector == "market") & ticket.kind.is_in("complaint", "report"),
        breaks=choose(
            complaint,
            not_accepted,
            not_verified | (verified.is_not_null() & ticket.real_name & not_told),
        ),
        says="{kind}于 {begun} 收到，应于 {due} 前决定是否受理或者立案。受理决定：{accepted}；核查完毕：{verified}；"
        "告知实名举报人：{told}。",
        right="应当按期决定是否受理投诉、核查举报，并告知投诉人和实名举报人；需要延长的应当事先批准。",
        shows={
            "kind": ticket.kind,
            "begun": begun,
            "due": choose(complaint, accepting.due, verifying.due),
            "accepted": accepted,
            "verified": verified,
            "told": ticket.column("told.on"),
        },
    )
