"""J18 · who promises to be quicker than the law asks is held to it."""

# A decision later than the law itself allows is J03's or J04's finding, not this rule's.

from hengjian.rules.conditions import passed_up, permit_term_missed, permit_terms
from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "J18",
    "case",
    title="超过承诺期限作出许可决定",
    basis=["黑龙江省行政执法程序规定#32.2", "黑龙江省行政执法程序规定#33"],
    severity=GENERAL,
    at="accepted.on",
)
def promise_shorter_than_the_term_is_kept(case: Facts, given: Given) -> Judgement:
    """承诺的办理期限少于法定期限的，应当在承诺期限内办结；听证、检验、检测、检疫、鉴定和专家评审等所需时间不
    计入。已经超过法定期限的，由 J03、J04 判断；下级审查后报送上级的，由 J05 判断。"""
    done, known = case.decided.on, case.decided.known_until
    promised = given.term(
        "permit.promise", start=case.accepted.on, stated=case.promised_days, stops=case.stops
    )
    alone, joint = permit_terms(case, given)
    on_the_spot = (done == case.accepted.on).known_true()
    return Judgement(
        applies=(case.kind == "permit")
        & case.accepted.on.is_not_null()
        & case.promised_days.is_not_null()
        & ~passed_up(case)
        & ~permit_term_missed(case, alone, joint),
        breaks=promised.missed(done, known) & ~on_the_spot,
        term=promised,
        says="{accepted} 受理，承诺 {days} 个工作日，应于 {due} 前办结，实际：{decided}。",
        right="应当在承诺的 {due} 前作出决定；承诺对机关有约束力。",
        shows={
            "accepted": case.accepted.on,
            "days": case.promised_days,
            "due": promised.due,
            "decided": done,
        },
    )
