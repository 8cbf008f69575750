"""K09 · an inspection on the spot has its notice and leaves a signed record."""

from hengjian.rules.conditions import enterprise_inspected
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "K09",
    "case",
    title="检查没有通知书，或者没有经签名的现场笔录",
    basis=["黑龙江省行政执法程序规定#19", "经济检查规定#8", "经济检查规定#16", "行政处罚法#55.2"],
    severity=SERIOUS,
    at="inspected.on",
)
def inspection_has_its_notice_and_a_signed_record(case: Facts, given: Given) -> Judgement:
    """对企业进行检查应当出具检查通知书，因违法嫌疑依法调查的除外；现场检查应当制作笔录，由当事人核实后签名，
    拒绝签名的应当录像，在笔录上注明并由执法人员签名。当事人不在场的，不要求其签名。非现场检查不适用。"""
    notice, record = case.document("inspection_notice"), case.document("site_record")
    too_late = (notice.on > case.inspected.on).known_true()
    no_notice = (case.inspection_kind != "individual") & (~notice.seen | too_late)
    refused = record.refusal_noted & record.officers_signed & case.recording("inspected").seen
    absent = (case.flag("party_absent") | ~case.inspected.party_present).known_true()
    no_record = ~record.seen | ~(record.party_signed | refused | absent)
    return Judgement(
        applies=enterprise_inspected(case) & ~(case.inspected.mode == "remote").known_true(),
        breaks=no_notice | no_record,
        says="{on} 检查（{kind}）。检查通知书：{notice}，落款 {dated}；现场笔录：{record}，当事人签名：{signed}，"
        "注明拒签：{refused}，有录像：{filmed}。",
        right="应当出具检查通知书并制作现场笔录，由当事人签名；拒签的应当录像、注明并由执法人员签名。",
        shows={
            "on": case.inspected.on,
            "kind": case.inspection_kind,
            "notice": notice.seen,
            "dated": notice.on,
            "record": record.seen,
            "signed": record.party_signed,
            "refused": record.refusal_noted,
            "filmed": case.recording("inspected").seen,
        },
    )
