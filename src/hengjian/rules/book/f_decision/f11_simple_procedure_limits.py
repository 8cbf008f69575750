"""F11 · what may be decided on the spot."""

from hengjian.rules.expressions import settled
from hengjian.rules.rule import FATAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule

_MORE_THAN_FINE_AND_WARNING = (
    "criticism",
    "confiscate_gain",
    "confiscate_goods",
    "suspend_permit",
    "downgrade",
    "revoke_permit",
    "revoke_licence",
    "restrict_business",
    "stop_business",
    "close_business",
    "bar_from_trade",
    "detention",
    "other",
)


@rule(
    "F11",
    "case",
    title="当场处罚超出简易程序的限额或者种类",
    basis="行政处罚法#51",
    severity=FATAL,
    at="decision_dated_on",
)
def simple_procedure_within_its_limits(case: Facts, given: Given) -> Judgement:
    """当场作出的处罚决定，对公民限二百元以下、对法人或者其他组织限三千元以下罚款，或者警告；
    法律另有规定的从其规定。"""
    limit = given.value("penalty.simple_fine", party_kind=case.party_kind)
    limit_of_organizations = given.value("penalty.simple_fine_organization")
    too_high = (case.fine > limit) | (case.fine > limit_of_organizations)
    wrong_kind = case.penalty_kinds.contains_any(*_MORE_THAN_FINE_AND_WARNING)
    return Judgement(
        applies=(case.kind == "penalty") & (case.procedure == "simple"),
        breaks=settled(yes=too_high | wrong_kind, no=~wrong_kind & limit.is_not_null()),
        grades=(
            Grade(
                (case.party_kind == "individual_business")
                & ~wrong_kind.known_true()
                & (case.fine <= limit_of_organizations),
                NOTE,
                Nature.DISPUTED,
                because="个体工商户适用公民还是组织的限额有争议",
            ),
        ),
        says="简易程序对{party}罚款 {fine}，处罚种类：{kinds}；限额 {limit}。",
        right="超过限额或者须给予其他种类处罚的，应当适用普通程序。",
        shows={
            "party": case.party_kind,
            "fine": case.fine,
            "kinds": case.penalty_kinds,
            "limit": limit,
        },
    )
