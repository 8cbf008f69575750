"""J16 · a permit whose ground has gone is struck off."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "J16",
    "case",
    title="应当注销许可而没有注销",
    basis="行政许可法#70",
    severity=GENERAL,
    at="cancel_ground_arisen.on",
)
def permit_is_cancelled_when_its_ground_has_gone(case: Facts, given: Given) -> Judgement:
    """有效期届满未延续、公民死亡或者丧失行为能力、法人终止、许可被撤销撤回或者证件被吊销等情形发生后，机关
    应当办理注销手续。法律没有规定期限，以参数为准。"""
    term = given.term("permit.cancellation", start=case.cancel_ground_arisen.on)
    return Judgement(
        applies=(case.kind == "permit") & case.cancel_ground_arisen.on.is_not_null(),
        breaks=term.missed(case.permit_cancelled.on, case.permit_cancelled.known_until),
        term=term,
        says="{arisen} 发生应当注销许可的事由，合理时间至 {due}，实际注销：{cancelled}。",
        right="应当及时办理注销手续；本系统以 {due} 为合理时间的末日，法律没有规定期限。",
        shows={
            "arisen": case.cancel_ground_arisen.on,
            "due": term.due,
            "cancelled": case.permit_cancelled.on,
        },
    )
