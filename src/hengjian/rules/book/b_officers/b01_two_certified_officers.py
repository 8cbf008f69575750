"""B01 · at least two certified officers at every act that the law wants done by two; K14 inspections."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "B01",
    "act",
    title="执法活动中有执法资格的人员不足两人",
    basis=["行政处罚法#42", "行政强制法#18(2)", "黑龙江省行政执法程序规定#18"],
    severity=FATAL,
    at="on",
)
def two_certified_officers_at_each_act(act: Facts, given: Given) -> Judgement:
    """询问、勘验、取证、强制措施和当场处罚，应当由两名以上具有行政执法资格的人员实施，法律另有规定的除外。
    电子技术监控取得的不在此列；行政检查案件的检查由另一条规则判断。"""
    inspection = (act.activity == "inspected") & (act.case.kind == "inspection")
    at_most = act.officers_certified + act.officers_unknown
    return Judgement(
        applies=act.needs_two & ~inspection & ~act.case.flag("e_monitoring").known_true(),
        breaks=settled(yes=at_most < 2, no=act.officers_certified >= 2),
        says="{on} {activity}：载明 {named} 人，其中当日持有效执法证件 {certified} 人。",
        right="应当由两名以上当日持有效执法证件的人员实施。",
        shows={
            "on": act.on,
            "activity": act.activity,
            "named": act.officers_named,
            "certified": act.officers_certified,
        },
    )
