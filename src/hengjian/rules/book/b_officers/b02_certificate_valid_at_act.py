"""B02 · every named officer's certificate at the very date of the act."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "B02",
    "act",
    title="执法人员证件无效、过期或者在暂扣期间",
    basis=["行政处罚法#42", "行政处罚法#76"],
    severity=FATAL,
    at="on",
)
def certificates_valid_at_the_act(act: Facts, given: Given) -> Judgement:
    """实施执法活动的每一名人员，当日都应当持有在有效期内、未被暂扣收回的执法证件。
    登记为辅助人员的，由另一条规则判断。"""
    # Of an auxiliary person without certificate only B05 speaks; B01 counts, and names nobody.
    without = act.officers_uncertified - act.officers_auxiliary_uncertified
    return Judgement(
        applies=act.officers_named > 0,
        breaks=settled(yes=without > 0, no=(without + act.officers_unknown) <= 0),
        says="{on} {activity}：{named} 人中 {without} 名执法人员当日没有有效证件"
        "（全部人员中，从未领证 {never}，不在有效期 {expired}，暂扣 {suspended}）。",
        right="应当由当日持有效执法证件的人员实施；无证、过期或者暂扣期间的不得上岗执法。",
        shows={
            "on": act.on,
            "activity": act.activity,
            "named": act.officers_named,
            "without": without,
            "never": act.officers_without_certificate,
            "expired": act.officers_expired,
            "suspended": act.officers_suspended,
        },
    )
