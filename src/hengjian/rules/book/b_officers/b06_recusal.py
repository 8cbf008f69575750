"""B06 · a request for recusal is decided before the case is, and who is recused stays away."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "B06",
    "case",
    title="回避申请未作决定，或者已决定回避的人员仍参加办案",
    basis=["行政处罚法#43", "黑龙江省行政执法程序规定#11", "黑龙江省行政执法程序规定#12"],
    severity=SERIOUS,
    at="acted_on",
)
def recusal_is_decided_and_kept(case: Facts, given: Given) -> Judgement:
    """当事人申请回避的，应当在作出决定之前审查，由机关负责人决定；已决定回避的人员不得再参加办案。
    有无应当回避的关系，须由人判断。"""
    # No term is laid down for deciding on the request: it is late once the case itself is decided.
    asked, answered, decided = case.recusal_requested, case.recusal_decided, case.decision_dated_on
    unanswered = (
        asked.on.is_not_null()
        & decided.is_not_null()
        & (asked.last_on <= decided)
        & (~answered.seen | (answered.last_on < asked.last_on) | (answered.last_on > decided))
    )
    return Judgement(
        applies=asked.seen | answered.seen,
        breaks=unanswered | (answered.seen & case.recused_took_part),
        says="最近一次申请回避：{asked}；回避决定：{answered}（结果：{result}，人员：{who}）；案件决定：{decided}；"
        "已决定回避的人员其后仍参加：{again}。",
        right="应当在作出案件决定之前由负责人决定是否回避；已决定回避的人员应当退出并更换。",
        shows={
            "asked": asked.last_on,
            "answered": answered.last_on,
            "result": answered.mode,
            "who": answered.officers,
            "decided": decided,
            "again": case.recused_took_part,
        },
    )
