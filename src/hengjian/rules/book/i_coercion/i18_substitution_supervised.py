"""I18 · who has a duty performed at the party's cost serves the order, demands, watches, and signs."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, after, rule


@rule(
    "I18",
    "case",
    title="代履行前未送达决定书、未提前催告，或者无人监督、文书未签名",
    basis=["行政强制法#51", "行政强制法#69"],
    severity=SERIOUS,
    at="substituted.on",
)
def substitution_is_demanded_watched_and_signed(case: Facts, given: Given) -> Judgement:
    """代履行前送达决定书；代履行三日（工作日）前催告当事人履行；代履行时派员到场监督；完毕后由到场监督人员和
    当事人或者见证人在执行文书上签名。立即代履行的不在此列。决定书、催告书的内容另有规则判断。"""
    done, record = case.substituted, case.document("substitute_record")
    unserved = ~case.enforcement_decision_served.seen | after(
        case.enforcement_decision_served, done
    )
    demanded_on = case.demand_served.on.or_else(case.demanded.on)
    term = given.term("coercion.substitution_demand", start=demanded_on)
    undemanded = (~case.demanded.seen & ~case.demand_served.seen) | (done.on < term.due)
    signed = record.officers_signed & (record.party_signed | record.witness)
    return Judgement(
        applies=done.on.is_not_null() & ~case.flag("immediate_substitution"),
        breaks=unserved | undemanded | (done.officers_named < 1) | ~record.seen | ~signed,
        term=term,
        says="{on} 代履行；决定书送达 {served}；催告 {demanded}，最早应在 {due} 代履行；到场监督 {watching} 人；有执行"
        "文书 {made}，监督人员签名 {officers}，当事人签名 {party}，见证人签名 {witness}。",
        right="应当先送达决定书，提前三个工作日催告，派员到场监督，并由监督人员和当事人或者见证人在执行文书上签名。",
        shows={
            "on": done.on,
            "served": case.enforcement_decision_served.on,
            "demanded": demanded_on,
            "due": term.due,
            "watching": done.officers_named,
            "made": record.seen,
            "officers": record.officers_signed,
            "party": record.party_signed,
            "witness": record.witness,
        },
    )
