"""H13 · a decision that fines says at which bank, and what happens when it is late."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.expressions import choose
from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "H13",
    "case",
    title="罚款决定书没有载明代收机构或者是否加处罚款",
    basis="罚缴分离办法#7",
    severity=GENERAL,
    at="decision_dated_on",
)
def decision_names_the_bank_and_the_surcharge(case: Facts, given: Given) -> Judgement:
    """作出罚款决定的，决定书应当载明代收机构，并明确逾期缴纳是否加处罚款。履行方式和期限由 F09 判断；依法当场
    收缴的不需要代收机构；没有决定书数据的不判断。"""
    simple = case.procedure == "simple"
    ordinary, on_spot = case.document("decision"), case.document("on_spot_decision")
    bank = choose(simple, on_spot.bank, ordinary.bank)
    clause = choose(simple, on_spot.surcharge_clause, ordinary.surcharge_clause)
    fined = (case.fine > 0).or_else(case.penalty_kinds.contains("fine"))
    return Judgement(
        applies=(case.kind == "penalty")
        & fined
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case),
        breaks=~bank | ~clause,
        exceptions={"依法当场收缴": case.cash_collected.seen},
        says="{decided} 决定罚款 {fine}。决定书载明代收机构：{bank}；载明逾期是否加处罚款：{clause}。",
        right="决定书应当写明代收机构的名称、地址和逾期是否加处罚款。",
        shows={
            "decided": case.decision_dated_on,
            "fine": case.fine,
            "bank": bank,
            "clause": clause,
        },
    )
