"""G13 · what is to be open is opened twenty working days after it was made or changed."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "G13",
    "disclosure",
    title="应当主动公开的信息逾期公开",
    basis="政府信息公开条例#26",
    severity=GENERAL,
    at="formed_on",
)
def information_is_disclosed_in_time(disclosure: Facts, given: Given) -> Judgement:
    """属于主动公开范围的政府信息，应当自形成或者变更之日起二十个工作日内公开。年度执法统计的公开另有期限，
    见 G11。"""
    term = given.term("disclosure.proactive", start=disclosure.formed_on)
    return Judgement(
        applies=disclosure.kind != "statistics",
        breaks=disclosure.published_on > term.due,
        term=term,
        says="“{kind}”于 {formed} 形成或者变更，应于 {due} 前公开，实际 {published} 公开。",
        right="应当在 {due} 前主动公开。",
        shows={
            "kind": disclosure.kind,
            "formed": disclosure.formed_on,
            "due": term.due,
            "published": disclosure.published_on,
        },
    )
