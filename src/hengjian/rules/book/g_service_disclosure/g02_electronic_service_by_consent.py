"""G02 · electronic service only where the party agreed and signed so."""

from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "G02",
    "case",
    title="电子送达没有当事人签订的确认书",
    basis=["行政处罚法#61.2", "民事诉讼法#90"],
    severity=SERIOUS,
    at="served.on",
)
def electronic_service_needs_signed_consent(case: Facts, given: Given) -> Judgement:
    """以传真、电子邮件等电子方式送达处罚文书，应当先取得当事人同意，并由当事人签订确认书。确认书的日期
    晚于送达的，可能是事后补签，提示核查。"""
    consent = case.document("electronic_consent")
    afterwards = (consent.on > case.served.on).known_true()
    return Judgement(
        applies=(case.kind == "penalty")
        & case.served.on.is_not_null()
        & (case.served.mode == "electronic"),
        breaks=~consent.seen | ~consent.party_signed | afterwards,
        grades=(
            Grade(
                consent.party_signed,
                NOTE,
                Nature.HINT,
                because="有当事人签名的确认书，但落款日期晚于送达，可能是事后补签或者另一次确认",
            ),
        ),
        says="{served} 电子送达。有电子送达确认书：{seen}；当事人签名：{signed}；确认书日期：{consent}。",
        right="应当先由当事人同意并签订确认书；没有确认书的，依法改用其他方式送达。",
        shows={
            "served": case.served.on,
            "seen": consent.seen,
            "signed": consent.party_signed,
            "consent": consent.on,
        },
    )
