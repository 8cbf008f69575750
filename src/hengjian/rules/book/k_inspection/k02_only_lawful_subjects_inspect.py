"""K02 · who inspects: no task forces, no third parties, no auxiliary staff."""

# Who says what of one inspection: whether the body may inspect at all and whether auxiliary staff
# were sent is K02's (A01 and B05 leave that to it); K14 counts certified officers; B02 names officers
# without a valid certificate; that the work was contracted out is K08's.

from hengjian.rules.conditions import enterprise_inspected
from hengjian.rules.expressions import settled
from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "K02",
    "act",
    title="不具资格的组织或者人员实施检查",
    basis="涉企行政检查意见#检查主体",
    severity=SERIOUS,
    at="on",
)
def only_lawful_subjects_inspect(act: Facts, given: Given) -> Judgement:
    """涉企行政检查只能由行政机关、法律法规授权的组织、受委托的组织实施；议事协调机构、检验检测机构等第三方
    不得检查，没有执法证件的辅助人员、网格员、临时工不得检查。登记为辅助人员而持有证件的，提示核查身份。"""
    no_subject = act.case.body_kind.is_in("coordination", "third_party")
    uncertified = act.officers_auxiliary_uncertified > 0
    auxiliary = settled(
        yes=act.officers_auxiliary > 0,
        no=(act.officers_auxiliary + act.officers_unlisted) <= 0,
    )
    return Judgement(
        applies=enterprise_inspected(act.case) & (act.activity == "inspected"),
        breaks=no_subject | auxiliary,
        grades=(
            Grade(
                ~(no_subject | uncertified).known_true(),
                NOTE,
                Nature.HINT,
                because="登记为辅助人员，但持有证件或者证件情况不明；须核查身份和证件",
            ),
        ),
        says="{on} 实施检查，主体类型：{kind}；{named} 名检查人员中有辅助人员 {auxiliary} 人，其中没有有效证件的"
        " {without} 人。",
        right="应当由有资格的执法主体派出持证的执法人员检查；第三方和辅助人员只能在其指挥下提供辅助。",
        shows={
            "on": act.on,
            "kind": act.case.body_kind,
            "named": act.officers_named,
            "auxiliary": act.officers_auxiliary,
            "without": act.officers_auxiliary_uncertified,
        },
    )
