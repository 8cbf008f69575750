"""J15 · the decision to grant a permit is published within seven working days."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "J15",
    "case",
    title="准予许可决定逾期未公开",
    basis=["行政许可法#40", "行政许可法#5.2", "三项制度意见#六"],
    severity=SERIOUS,
    at="decided.on",
)
def granted_permit_is_published_in_time(case: Facts, given: Given) -> Judgement:
    """准予许可的决定应当自作出之日起七个工作日内公开，涉及国家秘密、商业秘密或者个人隐私的除外。处罚决定的
    公开由 G06、G07 判断。"""
    term = given.term("disclosure.publication", start=case.decided.on, kind=case.kind)
    return Judgement(
        applies=(case.kind == "permit")
        & case.decided.on.is_not_null()
        & (case.result == "granted"),
        breaks=term.missed(case.published.on, case.published.known_until),
        exceptions={"涉及秘密或者隐私依法不公开": case.flag("secret")},
        term=term,
        says="{decided} 准予许可，应于 {due} 前公开决定，实际：{published}。",
        right="应当在 {due} 前向社会公开准予许可的决定信息。",
        shows={"decided": case.decided.on, "due": term.due, "published": case.published.on},
    )
