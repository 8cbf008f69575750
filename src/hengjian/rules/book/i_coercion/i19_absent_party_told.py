"""I19 · after clearing at once in the party's absence, the party is told at once."""

from hengjian.rules.rule import GENERAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "I19",
    "case",
    title="立即代履行后没有立即通知不在场的当事人",
    basis="行政强制法#52",
    severity=SERIOUS,
    at="substituted.on",
)
def absent_party_is_told_at_once(case: Facts, given: Given) -> Judgement:
    """须立即清除道路、河道、航道或者公共场所的遗洒物、障碍物、污染物而立即代履行的，当事人不在场时，应当在事后
    立即通知当事人。“立即”的时数法律未定，以参数为准。"""
    done, told = case.substituted, case.substitution_told
    absent = case.flag("party_absent") | done.party_present.known_false()
    return Judgement(
        applies=done.on.is_not_null() & case.flag("immediate_substitution") & absent,
        breaks=given.hours_missed("coercion.at_once", start=done, done=told),
        grades=(
            Grade(
                told.seen,
                GENERAL,
                because="已经通知，只是迟于本系统设定的时数；法律只说立即",
            ),
        ),
        says="{on} 立即代履行（时刻 {at}），当事人不在场；事后通知：{told}（时刻 {told_at}）。",
        right="应当在立即代履行后立即通知当事人，并依法作出处理。",
        shows={"on": done.on, "at": done.at, "told": told.on, "told_at": told.at},
    )
