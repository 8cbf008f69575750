"""K16 · a visit is no condition of a permit or a benefit. Only norms of elsewhere say so."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "K16",
    "case",
    title="以入企检查作为许可、给付的前提",
    basis=[
        "四平市规范涉企行政检查工作规范#严禁五",
        "聊城市茌平区涉企行政检查工作方案#事项清单",
    ],
    severity=SERIOUS,
    at="inspected.on",
)
def inspection_is_no_precondition(case: Facts, given: Given) -> Judgement:
    """除有法定依据外，不得以入企检查作为办理行政许可、行政给付的前提。依据为外地规定，只作参考。"""
    return Judgement(
        applies=(case.kind == "inspection") & case.inspected.on.is_not_null(),
        breaks=case.flag("inspection_as_precondition"),
        says="{on} 的检查被作为许可或者优惠的前提：{precondition}。",
        right="应当取消没有法定依据的前提；确需核实申请材料的，按许可的实地核查进行。",
        shows={
            "on": case.inspected.on,
            "precondition": case.flag("inspection_as_precondition"),
        },
    )
