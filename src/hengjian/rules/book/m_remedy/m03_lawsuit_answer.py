"""M03 · evidence and answer in a lawsuit within fifteen days; late evidence is no evidence."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "M03",
    "outcome",
    title="行政诉讼逾期答辩举证",
    basis=["行政诉讼法#67", "行政诉讼法#34"],
    severity=SERIOUS,
    at="copy_received_on",
)
def lawsuit_is_answered_in_time(outcome: Facts, given: Given) -> Judgement:
    """被告应当在收到起诉状副本之日起十五日内提交证据、所依据的规范性文件和答辩状；无正当理由逾期提供
    证据的，视为没有相应证据。"""
    term = given.term("lawsuit.answer", start=outcome.copy_received_on)
    return Judgement(
        applies=outcome.kind == "lawsuit",
        breaks=term.missed(outcome.answered_on, outcome.known_until("answered_on")),
        term=term,
        says="{received} 收到起诉状副本，应于 {due} 前答辩举证，实际：{answered}。",
        right="应当在 {due} 前提交证据、依据和答辩状。",
        shows={
            "received": outcome.copy_received_on,
            "due": term.due,
            "answered": outcome.answered_on,
        },
    )
