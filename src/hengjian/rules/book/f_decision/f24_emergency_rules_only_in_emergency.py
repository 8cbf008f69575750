"""F24 · swift and heavy penalties only while an emergency is declared."""

from hengjian.rules.rule import NOTE, Facts, Given, Judgement, rule


@rule(
    "F24",
    "case",
    title="没有依法宣布突发事件而按突发事件从快从重处罚",
    basis="行政处罚法#49",
    severity=NOTE,
    at="decision_dated_on",
)
def emergency_rules_only_in_an_emergency(case: Facts, given: Given) -> Judgement:
    """只有发生重大传染病疫情等突发事件，为控制、减轻和消除其社会危害，才可以对违反应对措施的行为快速、从重
    处罚；突发事件是否存在须人工核查。"""
    return Judgement(
        applies=(case.kind == "penalty") & case.flag("emergency_rules"),
        breaks=~case.flag("emergency_declared"),
        says="{decided} 按突发事件快速、从重处罚，罚款 {fine}；未见突发事件已经依法宣布。",
        right="应当写明所依据的突发事件及其应对措施；没有突发事件的，按普通规定办理。",
        shows={"decided": case.decision_dated_on, "fine": case.fine},
    )
