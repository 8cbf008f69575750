"""D04 · a sample is bought, listed, signed for and handed over; testing it costs the party nothing."""

from hengjian.rules.rule import GENERAL, Facts, Given, Judgement, rule


@rule(
    "D04",
    "case",
    title="抽样没有清单、未购样，或者向当事人收取检验费用",
    basis=["黑龙江省行政执法程序规定#20", "行政处罚法#56"],
    severity=GENERAL,
    at="acted_on",
)
def samples_are_listed_and_tested_without_charge(case: Facts, given: Given) -> Judgement:
    """抽取样品应当购买样品并制作清单，由当事人签名或者盖章，当场交付当事人，依法无偿抽样的除外；没有法律、
    法规依据的，不得就检验、检测、检疫、鉴定向当事人收费。拒绝签名的应当在清单上注明。"""
    listed = case.document("sample_list")
    signed = listed.party_signed | listed.refusal_noted
    badly_listed = case.sampled.seen & (~listed.seen | ~signed | ~listed.handed_over)
    # Only an explicit price of 0 shows that the sample was not bought; an empty one says nothing.
    not_bought = (case.sampled.amount == 0).known_true() & ~case.flag("free_sample_by_law")
    charged = case.testing_fee_charged.seen & ~case.flag("fee_by_law")
    return Judgement(
        applies=(case.kind == "penalty") & (case.sampled.seen | case.testing_fee_charged.seen),
        breaks=badly_listed | not_bought | charged,
        says="抽样 {sampled}，有抽样清单：{listed}，当事人签名：{signed}，当场交付：{handed_over}，购样价款 {price}；"
        "向当事人收取检验费用 {charged}，金额 {fee}。",
        right="应当购买样品、制作清单，由当事人签名并当场交付；没有法律、法规依据的费用应当退还。",
        shows={
            "sampled": case.sampled.on,
            "listed": listed.seen,
            "signed": listed.party_signed,
            "handed_over": listed.handed_over,
            "price": case.sampled.amount,
            "charged": case.testing_fee_charged.on,
            "fee": case.testing_fee_charged.amount,
        },
    )
