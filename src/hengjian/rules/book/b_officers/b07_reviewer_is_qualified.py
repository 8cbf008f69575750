"""B07 · reviewers who began after the law took effect hold the legal qualification."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "B07",
    "officer",
    title="初次从事法制审核的人员没有法律职业资格",
    basis=["行政处罚法#58.2", "行政处罚法#58"],
    severity=SERIOUS,
    at="reviewer_since",
)
def reviewer_holds_the_legal_qualification(officer: Facts, given: Given) -> Judgement:
    """初次从事行政处罚决定法制审核的人员，应当通过国家统一法律职业资格考试取得法律职业资格。
    本法施行前已从事审核的人员不在此列。"""
    return Judgement(
        applies=officer.kind == "reviewer",
        breaks=~officer.legal_qualification,
        says="自 {since} 初次从事法制审核，法律职业资格：{held}。",
        right="应当由取得法律职业资格的人员从事法制审核。",
        shows={"since": officer.reviewer_since, "held": officer.legal_qualification},
    )
