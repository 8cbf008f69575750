"""J10 · what an application states is verified by two persons at least."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "J10",
    "case",
    title="核查许可申请不足两人",
    basis="行政许可法#34.3",
    severity=SERIOUS,
    at="verified_on_site.on",
)
def two_persons_verify_the_application(case: Facts, given: Given) -> Judgement:
    """需要核实申请材料实质内容的，行政机关应当指派两名以上工作人员进行核查。"""
    return Judgement(
        applies=(case.kind == "permit") & case.verified_on_site.on.is_not_null(),
        breaks=case.verified_on_site.officers_named < 2,
        says="{on} 实地核查，载明的人员 {count} 名：{officers}。",
        right="应当指派两名以上工作人员核查，并在核查记录中载明。",
        shows={
            "on": case.verified_on_site.on,
            "count": case.verified_on_site.officers_named,
            "officers": case.verified_on_site.officers,
        },
    )
