"""F09 · a written decision with its six contents and the seal."""

from hengjian.rules.conditions import ended_without_penalty
from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "F09",
    "case",
    title="没有制作处罚决定书，或者决定书缺少法定内容、印章",
    basis=["行政处罚法#59", "黑龙江省行政执法程序规定#29"],
    severity=FATAL,
    at="decision_dated_on",
)
def decision_holds_the_six_contents_and_a_seal(case: Facts, given: Given) -> Judgement:
    """普通程序给予行政处罚，应当制作决定书，载明当事人、事实和证据、种类和依据、履行方式和期限、救济途径
    和期限、机关名称和日期六项，并加盖机关印章。只有警告、通报批评而没有罚款的，不要求写履行方式。"""
    paper = case.document("decision")
    only_words = (
        case.penalty_kinds.contains_any("warning", "criticism") & (case.fine.or_else(0) <= 0)
    ).known_true()
    performance = paper.performance | only_words
    heart = paper.party & paper.facts & paper.kind_and_basis & performance & paper.remedies
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.procedure == "ordinary")
        & case.decision_dated_on.is_not_null()
        & ~ended_without_penalty(case),
        breaks=~paper.seen | ~(heart & paper.organ_and_date & paper.seal),
        grades=(
            Grade(heart, SERIOUS, because="实体内容齐全，只缺机关名称和日期或者印章，可以补正"),
        ),
        says="{decided} 的处罚决定书：已制作 {made}；载明当事人 {party}，事实和证据 {facts}，种类和依据 {kind}，"
        "履行方式和期限 {performance}，救济途径和期限 {remedies}，机关名称和日期 {organ}，印章 {seal}。",
        right="决定书应当载明法定的六项内容并加盖作出决定的机关印章；只是遗漏日期等的应当补正。",
        shows={
            "decided": case.decision_dated_on,
            "made": paper.seen,
            "party": paper.party,
            "facts": paper.facts,
            "kind": paper.kind_and_basis,
            "performance": paper.performance,
            "remedies": paper.remedies,
            "organ": paper.organ_and_date,
            "seal": paper.seal,
        },
    )
