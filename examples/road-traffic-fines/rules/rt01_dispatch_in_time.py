"""RT01 · the report is handed to the post within the term of art. 201."""

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "RT01",
    "case",
    title="笔录逾期交寄",
    basis="Codice della Strada#201",
    severity=SERIOUS,
    at="created.on",
)
def report_is_dispatched_in_time(case: Facts, given: Given) -> Judgement:
    """不能当场交付的笔录，应当自查获之日起一百五十日（2010年8月13日之后查获的为九十日）内送达；
    对机关而言，以交寄之日为准。"""
    term = given.term("fines.dispatch", start=case.created.on)
    return Judgement(
        applies=case.sent.on.is_not_null(),
        breaks=case.sent.on > term.due,
        term=term,
        says="{created} 查获，应于 {due} 前交寄，实际 {sent}。",
        right="应当在 {due} 前交寄；逾期的付款义务消灭，应当撤销罚单。"
        "当事人居住国外或者事后才查明的，期限另计，先予核查。",
        shows={"created": case.created.on, "due": term.due, "sent": case.sent.on},
    )
