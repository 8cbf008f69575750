"""E09 · a hearing is public unless secrets are at stake, and its record is signed."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "E09",
    "case",
    title="听证不公开举行，或者没有经当事人签名的听证笔录",
    basis=["行政处罚法#64(3)", "行政处罚法#64(8)"],
    severity=SERIOUS,
    at="hearing_held.on",
)
def hearing_is_public_and_its_record_signed(case: Facts, given: Given) -> Judgement:
    """听证应当公开举行，涉及国家秘密、商业秘密或者个人隐私的除外；应当制作笔录，交当事人或者其代理人核对后
    签名，拒绝签名的由主持人在笔录中注明。当事人没有到场的，不要求签名。"""
    record = case.document("hearing_record")
    closed = (case.hearing_held.mode == "closed") & ~case.flag("secret")
    signed = record.party_signed | record.refusal_noted
    absent = case.hearing_held.party_present.known_false()
    return Judgement(
        applies=(case.kind == "penalty") & case.hearing_held.on.is_not_null(),
        breaks=closed | ~record.seen | ~(signed | absent),
        says="{held} 听证，方式：{mode}；有听证笔录：{record}，当事人签名：{signed}，注明拒签：{refused}。",
        right="除涉及秘密、隐私外应当公开听证；笔录应当由当事人核对签名，拒签的由主持人注明。",
        shows={
            "held": case.hearing_held.last_on,
            "mode": case.hearing_held.mode,
            "record": record.seen,
            "signed": record.party_signed,
            "refused": record.refusal_noted,
        },
    )
