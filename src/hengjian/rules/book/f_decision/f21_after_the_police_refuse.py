"""F21 · after the police refuse: ask again in three days or not at all, and deal with the case."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "F21",
    "case",
    title="公安机关不予立案后逾期提请复议，或者久不处理",
    basis=["涉嫌犯罪案件移送规定#10", "涉嫌犯罪案件移送规定#9"],
    severity=GENERAL,
    at="police_not_filed.on",
)
def refused_case_is_still_dealt_with(case: Facts, given: Given) -> Judgement:
    """公安机关不予立案的，可以自接到通知之日起三日内提请复议；案件仍应当依法处理，应当给予行政处罚的依法
    处罚。处理的期限没有规定，久不处理的界限以参数为准。"""
    asking = given.term("crime.reconsideration", start=case.police_not_filed.on)
    asked_late = (case.police_reconsideration_asked.on > asking.due).known_true()
    handling = given.term("crime.handling_after_refusal", start=case.police_not_filed.on)
    ended = case.decision_dated_on
    idle = ended.is_null() & ~case.closed.seen & handling.missed(ended, case.decided.known_until)
    return Judgement(
        applies=case.police_not_filed.on.is_not_null(),
        breaks=asked_late | idle,
        exceptions={"公安机关其后已经立案": case.police_filed.seen},
        says="{refused} 接到公安机关不予立案通知；应于 {ask_by} 前提请复议，实际提请：{asked}；"
        "久不处理的界限（法律未定）{handle_by}，决定：{decided}，结案：{closed}。",
        right="不服的应当在三日内提请复议；仍不立案的，应当依法作出处理，应当处罚的依法处罚。",
        shows={
            "refused": case.police_not_filed.on,
            "ask_by": asking.due,
            "asked": case.police_reconsideration_asked.on,
            "handle_by": handling.due,
            "decided": ended,
            "closed": case.closed.on,
        },
    )
