"""G03 · papers left at the door: a witness and the reason, or the leaving on film."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "G03",
    "case",
    title="留置送达没有见证，也没有拍照录像",
    basis=["民事诉讼法#89", "黑龙江省行政执法程序规定#35"],
    severity=SERIOUS,
    at="served.on",
)
def left_service_is_witnessed_or_filmed(case: Facts, given: Given) -> Judgement:
    """当事人拒收而留置送达的，应当请见证人到场，在送达回证上记明拒收事由并由见证人签名；或者以拍照、
    录像等方式记录送达过程。两种做法有其一即可。"""
    receipt = case.document("service_receipt")
    filmed = case.recording("served").seen
    witnessed = receipt.seen & receipt.witness & receipt.refusal_noted
    return Judgement(
        applies=case.served.on.is_not_null() & (case.served.mode == "left"),
        breaks=~witnessed & ~filmed,
        says="{served} 留置送达。送达回证有见证人签名：{witness}；记明拒收情形：{refusal}；"
        "有拍照录像记录：{filmed}。",
        right="应当邀请见证人到场签名并记明拒收事由和日期，或者拍照、录像记录送达过程。",
        shows={
            "served": case.served.on,
            "witness": receipt.witness,
            "refusal": receipt.refusal_noted,
            "filmed": filmed,
        },
    )
