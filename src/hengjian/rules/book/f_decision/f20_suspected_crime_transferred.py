"""F20 · a suspected crime goes to the police, in time, and is not settled by a penalty."""

from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "F20",
    "case",
    title="涉嫌犯罪案件未移送、以罚代刑，或者移送逾期",
    basis=[
        "涉嫌犯罪案件移送规定#11",
        "涉嫌犯罪案件移送规定#5",
        "行政处罚法#27.1",
        "行政处罚法#57(4)",
        "行政处罚法#82",
    ],
    severity=FATAL,
    at="acted_on",
)
def suspected_crime_is_transferred(case: Facts, given: Given) -> Judgement:
    """违法行为涉嫌犯罪的，应当移送公安机关，不得以行政处罚代替移送，也不得不移送而结案。负责人应当自接到
    移送报告之日起三日内决定，批准的二十四小时内移送；不批准的，理由记录在案。"""
    deciding = given.term("crime.decision", start=case.crime_reported.on)
    undecided = case.crime_reported.on.is_not_null() & deciding.missed(
        case.crime_decided.on, case.crime_decided.known_until
    )
    refused = (case.crime_decided.mode == "failed").known_true()
    late = (
        case.crime_decided.on.is_not_null()
        & ~refused
        & given.hours_missed(
            "crime.transfer", start=case.crime_decided, done=case.crime_transferred
        )
    )
    settled_here = case.decision_dated_on.is_not_null() | case.closed.on.is_not_null()
    kept = (
        case.flag("crime_suspected")
        & settled_here
        & ~case.crime_transferred.seen
        & ~(case.result == "transferred").known_true()
    )
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.flag("crime_suspected") | case.crime_reported.on.is_not_null()),
        breaks=kept | undecided | late,
        exceptions={"负责人决定不批准移送，理由记录在案": refused & ~undecided},
        grades=(
            Grade(~kept.known_true() | refused, SERIOUS, because="移送的步骤逾期，不是以罚代刑"),
        ),
        says="涉嫌犯罪：{suspected}；移送报告 {reported}，负责人决定 {decided}，移送公安机关 {transferred}；"
        "处罚决定 {penalty}，结案 {closed}。",
        right="应当在接到报告之日起三日内决定是否移送，批准后二十四小时内移送公安机关；不得以罚代刑。",
        shows={
            "suspected": case.flag("crime_suspected"),
            "reported": case.crime_reported.on,
            "decided": case.crime_decided.on,
            "transferred": case.crime_transferred.on,
            "penalty": case.decision_dated_on,
            "closed": case.closed.on,
        },
    )
