"""F22 · once the police file the case, goods and papers follow within three days."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "F22",
    "case",
    title="公安机关立案后逾期未移交涉案物品和材料",
    basis="涉嫌犯罪案件移送规定#12",
    severity=SERIOUS,
    at="police_filed.on",
)
def goods_are_handed_to_the_police(case: Facts, given: Given) -> Judgement:
    """公安机关决定立案的，行政执法机关应当自接到立案通知书之日起三日内，将涉案物品和与案件有关的其他材料
    移交公安机关并办结交接手续；法律、行政法规另有规定的除外。"""
    term = given.term("crime.goods", start=case.police_filed.on)
    return Judgement(
        applies=case.police_filed.on.is_not_null(),
        breaks=term.missed(case.goods_handed_over.on, case.goods_handed_over.known_until),
        term=term,
        says="{filed} 接到公安机关立案通知，应于 {due} 前移交涉案物品和材料，实际：{handed}。",
        right="应当在 {due} 前移交涉案物品和材料，并办结交接手续。",
        shows={
            "filed": case.police_filed.on,
            "due": term.due,
            "handed": case.goods_handed_over.on,
        },
    )
