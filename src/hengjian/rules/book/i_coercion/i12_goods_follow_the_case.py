"""I12 · what was seized or frozen goes to the police with the case, and the party is told."""

from hengjian.rules.rule import (
    GENERAL,
    NOTE,
    SERIOUS,
    Facts,
    Given,
    Grade,
    Judgement,
    Nature,
    rule,
)


@rule(
    "I12",
    "case",
    title="移送涉嫌犯罪案件没有一并移送查封扣押冻结的财物，或者没有告知当事人",
    basis=["行政强制法#21", "涉嫌犯罪案件移送规定#12"],
    severity=SERIOUS,
    at="crime_transferred.on",
)
def seized_goods_follow_the_case(case: Facts, given: Given) -> Judgement:
    """移送涉嫌犯罪案件的，查封、扣押、冻结的财物应当一并移送，并书面告知当事人；此前已经解除的不在此列，公安
    机关不予立案的不再移送。何时告知法律未定，以参数为准。"""
    moved, told = case.goods_handed_over, case.goods_handover_told
    lifted_before = case.measure_lifted.seen & (case.measure_lifted.on <= case.crime_transferred.on)
    kept = ~moved.seen & ~case.police_not_filed.seen
    telling = given.term("coercion.handover_told", start=moved.on)
    return Judgement(
        applies=case.measure_taken.on.is_not_null()
        & case.crime_transferred.on.is_not_null()
        & ~lifted_before,
        breaks=kept | (moved.seen & telling.missed(told.on, told.known_until)),
        grades=(
            Grade(
                ~moved.seen & ~case.police_filed.seen.known_true(),
                NOTE,
                Nature.CONFLICT,
                because="公安机关尚未立案；移送规定第十二条准许在接到立案通知后三日内移交",
            ),
            Grade(
                told.seen & moved.seen,
                GENERAL,
                because="已经书面告知，只是迟于本系统设定的期限；法律没有写明何时告知",
            ),
        ),
        term=telling,
        says="{taken} 采取强制措施，{transferred} 移送公安机关（立案通知 {filed}）；移交财物 {moved}，书面告知当事人 "
        "{told}（应于 {due} 前）。",
        right="应当将查封、扣押、冻结的财物随案移送，并书面告知当事人。",
        shows={
            "taken": case.measure_taken.on,
            "transferred": case.crime_transferred.on,
            "filed": case.police_filed.on,
            "moved": moved.on,
            "told": told.on,
            "due": telling.due,
        },
    )
