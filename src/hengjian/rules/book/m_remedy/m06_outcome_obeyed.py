"""M06 · what reconsideration or court decided is done within the time set."""

from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, overdue, rule


@rule(
    "M06",
    "outcome",
    title="不履行复议决定、判决、调解书",
    basis=["行政诉讼法#94", "行政诉讼法#96", "行政复议法#77", "行政复议法#83"],
    severity=FATAL,
    at="perform_by",
)
def outcome_is_obeyed_in_time(outcome: Facts, given: Given) -> Judgement:
    """行政机关应当在确定的期限内履行行政复议决定书、调解书和生效的判决、调解书；维持、驳回、撤回的没有需要
    履行的内容。已经履行而超过期限的，程度减轻。"""
    return Judgement(
        applies=given.value("remedy.binds", kind=outcome.kind).known_true()
        & ~outcome.result.is_in("upheld", "dismissed", "withdrawn"),
        breaks=overdue(
            outcome.perform_by, outcome.performed_on, outcome.known_until("performed_on")
        ),
        grades=(
            Grade(
                outcome.performed_on.is_not_null(),
                SERIOUS,
                because="已经履行，只是超过期限；有无正当理由须核实",
            ),
        ),
        says="{kind}结果：{result}（{decided}），应于 {due} 前履行，实际：{performed}。",
        right="应当在 {due} 前履行完毕；确有正当理由的应当事先说明。",
        shows={
            "kind": outcome.kind,
            "result": outcome.result,
            "decided": outcome.decided_on,
            "due": outcome.perform_by,
            "performed": outcome.performed_on,
        },
    )
