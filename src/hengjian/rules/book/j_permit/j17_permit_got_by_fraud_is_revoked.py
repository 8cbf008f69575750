"""J17 · a permit got by fraud is revoked; false papers are no ground to grant one."""

from hengjian.rules.rule import GENERAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "J17",
    "case",
    title="以虚假材料、欺骗贿赂取得的许可没有撤销",
    basis=["行政许可法#69.2", "行政许可法#78", "行政许可法#79"],
    severity=GENERAL,
    at="began_on",
)
def permit_got_by_fraud_is_revoked(case: Facts, given: Given) -> Judgement:
    """提供虚假材料申请许可的，不予受理或者不予许可；以欺骗、贿赂等不正当手段取得的许可，应当予以撤销，可能对
    公共利益造成重大损害的除外。涉及重大公共利益的，只作提示。"""
    return Judgement(
        applies=(case.kind == "permit")
        & case.flag("false_material")
        & case.result.is_in("granted", "deemed_granted"),
        breaks=~(case.decision_changed.seen | case.permit_cancelled.seen),
        grades=(
            Grade(
                case.flag("public_interest"),
                NOTE,
                Nature.HINT,
                because="涉及重大公共利益；撤销是否会造成重大损害，须由人判断",
            ),
        ),
        says="申请人提供虚假材料或者以欺骗、贿赂取得许可，{decided} 准予许可（{result}），没有撤销或者注销的记录。",
        right="应当依法撤销许可并予处罚；直接关系公共安全、人身健康的事项，三年内不得再次申请。",
        shows={"decided": case.decided.on, "result": case.result},
    )
