"""B04 · officers show their certificates before they inquire, inspect, punish on the spot or seize."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "B04",
    "act",
    title="执法前没有出示证件的记录",
    basis=["行政处罚法#55", "行政处罚法#52", "行政强制法#18(3)", "三项制度意见#五"],
    severity=SERIOUS,
    at="on",
)
def certificate_is_shown_before_the_act(act: Facts, given: Given) -> Judgement:
    """调查取证、检查、当场处罚、采取强制措施和强制执行，执法人员应当先向当事人或者有关人员出示执法证件。
    电子技术监控取得的、非现场检查的不在此列。"""
    return Judgement(
        applies=act.activity.is_in(
            "inquired",
            "site_examined",
            "preserved",
            "sampled",
            "inspected",
            "decided_on_spot",
            "measure_taken",
            "enforced",
        )
        & ~act.case.flag("e_monitoring").known_true()
        & ~(act.mode == "remote").known_true(),
        breaks=~act.certificate_shown_before,
        says="{on} {activity}（时刻 {at}）：当日此前没有出示执法证件的记录。",
        right="应当先出示执法证件表明身份，并记入笔录。",
        shows={"on": act.on, "activity": act.activity, "at": act.at},
    )
