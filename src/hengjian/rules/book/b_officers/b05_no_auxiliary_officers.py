"""B05 · auxiliary staff do not act as officers."""

# Who says what of one act: B01 counts, whether two certified persons were there at all; B02 names
# officers whose certificate is missing, expired or suspended; auxiliary staff are B05's alone, with
# a certificate (to be looked into) or without (which B02 leaves out). Of the inspection of an
# enterprise K02 speaks, with K14 to count.

from hengjian.rules.conditions import enterprise_inspected
from hengjian.rules.expressions import settled
from hengjian.rules.rule import FATAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "B05",
    "act",
    title="辅助人员、网格员等实施执法",
    basis=["行政处罚法#42.1", "行政强制法#17.3"],
    severity=FATAL,
    at="on",
)
def auxiliary_staff_do_not_act(act: Facts, given: Given) -> Judgement:
    """执法由具有执法资格的执法人员实施；辅助人员、网格员、临时聘用人员不得作为实施人员。
    没有执法证件的为违法；登记为辅助人员而持有证件的，提示核查身份。涉企检查由另一条规则判断。"""
    inspection = enterprise_inspected(act.case) & (act.activity == "inspected")
    uncertified = act.officers_auxiliary_uncertified > 0
    return Judgement(
        applies=(act.officers_named > 0) & ~inspection,
        breaks=settled(
            yes=act.officers_auxiliary > 0,
            no=(act.officers_auxiliary + act.officers_unlisted) <= 0,
        ),
        grades=(
            Grade(
                ~uncertified,
                NOTE,
                Nature.HINT,
                because="登记为辅助人员，但持有证件或者证件情况不明；须核查身份和证件",
            ),
        ),
        says="{on} {activity}：{named} 名实施人员中有辅助人员 {auxiliary} 人，其中没有有效证件的 {without} 人。",
        right="应当由具有执法资格的执法人员实施；辅助人员只能在其指挥下从事辅助工作，不得作为实施人员。",
        shows={
            "on": act.on,
            "activity": act.activity,
            "named": act.officers_named,
            "auxiliary": act.officers_auxiliary,
            "without": act.officers_auxiliary_uncertified,
        },
    )
