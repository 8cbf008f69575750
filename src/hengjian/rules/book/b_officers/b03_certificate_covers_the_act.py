"""B03 · the certificate's field and area cover the act. Only other provinces' norms say so."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "B03",
    "act",
    title="超出证件载明的领域、区域执法",
    basis=["浙江省综合行政执法条例#29", "山东省行政执法监督条例#10"],
    severity=SERIOUS,
    at="on",
)
def certificate_covers_field_and_area_of_the_act(act: Facts, given: Given) -> Judgement:
    """执法人员在所持证件载明的领域和区域内执法；跨部门、跨区域的，须有执法协同的安排。
    依据为外省规定，只作参考。"""
    return Judgement(
        applies=act.officers_named > 0,
        breaks=settled(
            yes=act.officers_out_of_scope > 0,
            no=(act.officers_out_of_scope + act.officers_unknown) <= 0,
        ),
        exceptions={"联合执法": act.case.flag("joint_enforcement")},
        says="{on} {activity}：{named} 人中 {outside} 人的证件与本机关领域、区域不符。",
        right="应当由证件载明的领域、区域相符的人员实施，或者补充联合执法的记录。",
        shows={
            "on": act.on,
            "activity": act.activity,
            "named": act.officers_named,
            "outside": act.officers_out_of_scope,
        },
    )
