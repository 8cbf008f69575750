"""H07 · a fine is deferred or split only after the party has applied."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, after, rule


@rule(
    "H07",
    "case",
    title="延期、分期缴纳罚款没有当事人申请",
    basis="行政处罚法#66.2",
    severity=GENERAL,
    at="deferred.on",
)
def deferral_follows_an_application(case: Facts, given: Given) -> Judgement:
    """当事人确有经济困难，需要延期或者分期缴纳罚款的，经当事人申请和行政机关批准，才可以暂缓或者分期缴纳；
    申请应当在批准以前。"""
    applied, granted = case.deferral_applied, case.deferred
    return Judgement(
        applies=(case.kind == "penalty") & granted.on.is_not_null(),
        breaks=~applied.seen | after(applied, granted),
        says="批准延期、分期缴纳：{granted}；当事人申请：{applied}。",
        right="应当由当事人提出申请并说明困难，机关审查后批准。",
        shows={"granted": granted.on, "applied": applied.on},
    )
