"""D01 · an inquiry and an examination on the spot leave a record that the party signed."""

from hengjian.rules.expressions import Node
from hengjian.rules.rule import SERIOUS, Activity, Facts, Given, Judgement, rule


@rule(
    "D01",
    "case",
    title="询问、检查没有笔录，或者笔录未经当事人签名",
    basis=["行政处罚法#55.2", "黑龙江省行政执法程序规定#19"],
    severity=SERIOUS,
    at="acted_on",
)
def inquiry_and_examination_leave_a_signed_record(case: Facts, given: Given) -> Judgement:
    """询问或者检查应当制作笔录，由当事人核实后签名或者盖章；拒绝签名的，应当录像记录，在笔录上注明情况
    并由执法人员签名。现场检查时当事人不在场的，不要求当事人签名。"""
    inquiry, site = case.paper("inquired"), case.paper("site_examined")
    inquiry_signed = _signed_or_refused(inquiry, case.recording("inquired").seen)
    site_signed = _signed_or_refused(site, case.recording("site_examined").seen)
    absent = case.flag("party_absent") | ~case.site_examined.party_present
    inquiry_fails = case.inquired.seen & (~inquiry.seen | ~inquiry_signed)
    site_fails = case.site_examined.seen & (~site.seen | ~(site_signed | absent.known_true()))
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & (case.inquired.seen | case.site_examined.seen),
        breaks=inquiry_fails | site_fails,
        says="询问 {inquired}，有询问笔录：{inquiry}，当事人签名：{inquiry_signed}，注明拒签：{inquiry_refused}；"
        "现场检查勘验 {examined}，有现场笔录：{site}，当事人签名：{site_signed}，注明拒签：{site_refused}。",
        right="应当制作笔录并由当事人签名；拒签的应当录像、在笔录上注明并由执法人员签名。",
        shows={
            "inquired": case.inquired.on,
            "inquiry": inquiry.seen,
            "inquiry_signed": inquiry.party_signed,
            "inquiry_refused": inquiry.refusal_noted,
            "examined": case.site_examined.on,
            "site": site.seen,
            "site_signed": site.party_signed,
            "site_refused": site.refusal_noted,
        },
    )


def _signed_or_refused(record: Activity, filmed: Node) -> Node:
    """Signed by the party, or refused in the form that 黑程§19 wants: noted, signed and filmed."""
    return record.party_signed | (record.refusal_noted & record.officers_signed & filmed)
