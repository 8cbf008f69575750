"""G04 · service by public notice: the last resort, its reason in the file, thirty days."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "G04",
    "case",
    title="公告送达没有记明原因，或者未满公告期间即视为送达",
    basis=["民事诉讼法#95", "黑龙江省行政执法程序规定#35"],
    severity=SERIOUS,
    at="served.on",
)
def public_notice_is_the_last_resort(case: Facts, given: Given) -> Judgement:
    """当事人下落不明，或者用其他方式无法送达的，才可以公告送达；原因和经过应当记入案卷；自发出公告之日起
    经过三十日，方视为送达。"""
    receipt, other = case.document("service_receipt"), case.document("other")
    no_reason = (~receipt.seen | ~receipt.announcement_reason) & (
        ~other.announcement_reason.known_true()
    )
    announced = case.dispatched.last_on
    term = given.term("service.announcement", start=announced, at=announced)
    too_soon = case.served.on < term.due
    return Judgement(
        applies=case.served.on.is_not_null() & (case.served.mode == "announcement"),
        breaks=no_reason | too_soon,
        term=term,
        says="直接送达未成：{tried}；{announced} 发布公告，公告期间至 {due}，{served} 视为送达；"
        "送达回证记明原因和经过：{reason}。",
        right="其他方式无法送达的方可公告，案卷应当记明原因和经过，公告期间届满后视为送达。",
        shows={
            "tried": case.service_attempted.on,
            "announced": announced,
            "due": term.due,
            "served": case.served.on,
            "reason": receipt.announcement_reason,
        },
    )
