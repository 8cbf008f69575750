"""J02 · an application accepted or turned away is answered with a sealed and dated paper."""

from hengjian.rules.rule import GENERAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "J02",
    "case",
    title="受理或者不予受理没有加盖印章、注明日期的书面凭证",
    basis=["行政许可法#32.2", "黑龙江省行政执法程序规定#14.2"],
    severity=GENERAL,
    at="began_on",
)
def application_is_answered_with_a_receipt(case: Facts, given: Given) -> Judgement:
    """受理或者不予受理许可申请，应当出具加盖专用印章和注明日期的书面凭证；不予受理的还应当告知救济途径
    和期限。受理当日即作出许可决定的，是否另须凭证不明，只作提示。"""
    receipt = case.document("permit_receipt")
    turned_away = case.not_accepted.on.is_not_null()
    return Judgement(
        applies=(case.kind == "permit") & (case.accepted.on.is_not_null() | turned_away),
        breaks=~receipt.seen
        | ~receipt.seal
        | ~receipt.organ_and_date
        | (turned_away & ~receipt.remedies),
        grades=(
            Grade(
                (case.decided.on == case.accepted.on) & ~receipt.seen,
                NOTE,
                Nature.HINT,
                because="受理当日即作出书面决定；法律要求出具受理凭证，对当场决定没有例外规定，"
                "但决定书本身可以证明已经受理",
            ),
        ),
        says="受理：{accepted}；不予受理：{refused}。有书面凭证：{seen}；加盖印章：{seal}；"
        "注明机关和日期：{dated}；告知救济途径：{remedies}。",
        right="应当出具加盖专用印章、注明日期的受理或者不予受理凭证；不予受理的写明救济途径和期限。",
        shows={
            "accepted": case.accepted.on,
            "refused": case.not_accepted.on,
            "seen": receipt.seen,
            "seal": receipt.seal,
            "dated": receipt.organ_and_date,
            "remedies": receipt.remedies,
        },
    )
