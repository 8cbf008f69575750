"""K14 · at least two certified officers at every inspection. B01 counts at all other acts."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "K14",
    "act",
    title="检查中有执法资格的人员不足两人",
    basis=["行政处罚法#42.1", "黑龙江省行政执法程序规定#18"],
    severity=FATAL,
    at="on",
)
def two_certified_officers_at_each_inspection(act: Facts, given: Given) -> Judgement:
    """行政检查应当由两名以上具有行政执法资格的人员实施，法律另有规定的除外。电子技术监控取得的不在此列。"""
    at_most = act.officers_certified + act.officers_unknown
    return Judgement(
        applies=(act.activity == "inspected")
        & (act.case.kind == "inspection")
        & ~act.case.flag("e_monitoring").known_true(),
        breaks=settled(yes=at_most < 2, no=act.officers_certified >= 2),
        says="{on} 检查：载明 {named} 人，其中当日持有效执法证件 {certified} 人。",
        right="应当由两名以上当日持有效执法证件的人员检查。",
        shows={
            "on": act.on,
            "named": act.officers_named,
            "certified": act.officers_certified,
        },
    )
