"""E04 · the decision is not heavier than what the party was told."""

from hengjian.rules.expressions import adds, settled
from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "E04",
    "case",
    title="处罚决定重于告知的内容",
    basis=["行政处罚法#45.2", "行政处罚法#44", "行政处罚法#45"],
    severity=FATAL,
    at="decision_dated_on",
)
def decision_not_heavier_than_the_notice(case: Facts, given: Given) -> Judgement:
    """不得因当事人陈述、申辩而给予更重的处罚；决定与最后一次告知相比加重的，应当以新的事实重新告知。"""
    heavier_fine = settled(
        yes=case.fine > case.notified.amount,
        no=case.fine.or_else(0) <= case.notified.amount.or_else(0),
    )
    more_kinds = adds(case.penalty_kinds, case.notified.kinds)
    heard = case.defended.seen | case.hearing_held.seen
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & case.notified.on.is_not_null()
        & case.decision_dated_on.is_not_null(),
        breaks=heavier_fine | more_kinds,
        grades=(
            Grade(
                ~heard.known_true(),
                SERIOUS,
                because="未见陈述申辩或者听证记录；决定重于告知，未经重新告知",
            ),
        ),
        says="最后一次告知（{notified}）拟罚款 {proposed}、种类：{kinds_told}；"
        "决定罚款 {fine}、种类：{kinds}。",
        right="决定不得重于告知；确有新事实的，应当重新告知并听取陈述申辩。",
        shows={
            "notified": case.notified.last_on,
            "proposed": case.notified.amount,
            "kinds_told": case.notified.kinds,
            "fine": case.fine,
            "kinds": case.penalty_kinds,
        },
    )
