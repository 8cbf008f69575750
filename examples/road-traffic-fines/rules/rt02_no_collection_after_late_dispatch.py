"""RT02 · a debt that lapsed by late dispatch is not collected."""

from hengjian.rules.rule import FATAL, Facts, Given, Judgement, rule


@rule(
    "RT02",
    "case",
    title="笔录逾期交寄仍移送征收",
    basis="Codice della Strada#201",
    severity=FATAL,
    at="created.on",
)
def lapsed_debt_is_not_collected(case: Facts, given: Given) -> Judgement:
    """笔录没有在法定期限内送达的，付款义务消灭，不得再移送征收。"""
    term = given.term("fines.dispatch", start=case.created.on)
    return Judgement(
        applies=case.sent.on.is_not_null() & case.collected.on.is_not_null(),
        breaks=case.sent.on > term.due,
        term=term,
        says="笔录应于 {due} 前交寄，实际 {sent}；{collected} 仍移送征收。",
        right="付款义务已经消灭，应当撤回征收。当事人居住国外或者事后才查明的，期限另计，先予核查。",
        shows={"due": term.due, "sent": case.sent.on, "collected": case.collected.on},
    )
