"""B13 · an examination passed without taking a certificate lapses. Only another province's norm."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "B13",
    "officer",
    title="尚未领证的人员考试成绩已过有效期",
    basis="浙江省综合行政执法条例#28",
    severity=NOTE,
    at="exam_passed_on",
)
def exam_is_still_valid_before_a_certificate(officer: Facts, given: Given) -> Judgement:
    """没有领取执法证件的在编人员，考试合格取得的资格五年内有效；过期的须重新考试。
    依据为外省规定，只作参考。"""
    valid = given.term("officers.exam_validity", start=officer.exam_passed_on)
    left = (officer.employed_to < given.as_of).known_true()
    return Judgement(
        applies=officer.exam_passed_on.is_not_null()
        & ~officer.holds_enforcement_certificate
        & ~left,
        breaks=given.as_of > valid.due,
        term=valid,
        says="{passed} 考试合格，至今没有执法证件，成绩有效至 {due}。",
        right="从事执法之前应当重新参加资格考试。",
        shows={"passed": officer.exam_passed_on, "due": valid.due},
    )
