"""D05 · the result of a test or an appraisal is told to the party in writing before the decision."""

from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "D05",
    "case",
    title="检验鉴定结果未书面告知当事人",
    basis="黑龙江省行政执法程序规定#21",
    severity=SERIOUS,
    at="tested.on",
)
def test_results_are_told_in_writing(case: Facts, given: Given) -> Judgement:
    """检验、检测、检疫结果和鉴定意见应当及时书面告知当事人，当事人可以依法申请复检或者重新鉴定。决定之前
    仍未告知的，或者只口头告知的，不符合；“及时”没有规定日数，久不告知的和没有写明复检权利的只作提示。"""
    told, notice = case.test_told, case.document("test_notice")
    decided = case.decision_dated_on
    term = given.term("test.telling", start=case.tested.on)
    untold = ~told.seen | (told.last_on < case.tested.last_on)
    not_before_decision = decided.is_not_null() & (untold | (told.on > decided))
    oral = told.seen & (told.mode == "oral") & ~notice.seen
    slow = term.missed(told.on, told.known_until)
    right_missing = notice.seen & ~notice.retest_right
    plain = not_before_decision | oral
    return Judgement(
        applies=(case.kind == "penalty") & case.tested.on.is_not_null(),
        breaks=plain | slow | right_missing,
        grades=(
            Grade(
                ~plain.known_true(),
                NOTE,
                Nature.HINT,
                because="告知是否“及时”、是否应当写明复检权利，条文没有明文，须由人判断",
            ),
        ),
        term=term,
        says="最后一次结果 {tested}；告知 {told}，方式：{mode}，有书面告知书：{notice}，写明复检权利：{retest}；"
        "决定 {decided}。",
        right="应当在作出决定之前及时书面告知结果，并告知可以依法申请复检或者重新鉴定。",
        shows={
            "tested": case.tested.last_on,
            "told": told.on,
            "mode": told.mode,
            "notice": notice.seen,
            "retest": notice.retest_right,
            "decided": decided,
        },
    )
