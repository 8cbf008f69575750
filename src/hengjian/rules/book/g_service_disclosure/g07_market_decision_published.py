"""G07 · market supervision has its own term for disclosure; between both terms norms clash."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "G07",
    "case",
    title="市场监管处罚决定逾期未公示",
    basis=["市场监督管理行政处罚信息公示规定#9", "三项制度意见#六"],
    severity=SERIOUS,
    at="decision_dated_on",
)
def market_decision_is_published_in_time(case: Facts, given: Given) -> Judgement:
    """市场监管部门适用普通程序作出的处罚决定，应当自作出之日起二十个工作日内公示；仅受警告的不公示。
    国办发〔2018〕118号要求七个工作日，两者之间是规范冲突。"""
    seven = given.term("disclosure.publication", start=case.decision_dated_on, kind=case.kind)
    twenty = given.term("disclosure.market_publication", start=case.decision_dated_on)
    beyond_warning = case.penalty_kinds.contains_any(
        "criticism",
        "fine",
        "confiscate_gain",
        "confiscate_goods",
        "suspend_permit",
        "downgrade",
        "revoke_permit",
        "revoke_licence",
        "restrict_business",
        "stop_business",
        "close_business",
        "bar_from_trade",
        "other",
    )
    missed = twenty.missed(case.published.on, case.published.known_until)
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & (case.sector == "market")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case)
        & beyond_warning,
        breaks=seven.missed(case.published.on, case.published.known_until),
        exceptions={
            "涉及秘密或者隐私依法不公开": case.flag("secret"),
            "当事人在外省，须经外省协助公示": case.flag("cross_province"),
        },
        ordered=True,
        grades=(
            Grade(
                ~missed,
                NOTE,
                Nature.CONFLICT,
                because="已过七个工作日（国办发〔2018〕118号），未过二十个工作日"
                "（市场监督管理行政处罚信息公示规定），两项规范不一致",
            ),
        ),
        term=twenty,
        says="{decided} 作出决定，七个工作日至 {seven}，二十个工作日至 {twenty}，实际公示：{published}。",
        right="应当最迟在 {twenty} 前公示。",
        shows={
            "decided": case.decision_dated_on,
            "seven": seven.due,
            "twenty": twenty.due,
            "published": case.published.on,
        },
    )
