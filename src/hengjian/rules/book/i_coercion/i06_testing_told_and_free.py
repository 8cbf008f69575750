"""I06 · longer holding is told in writing, tests have a fixed time, and the body bears their cost."""

from hengjian.rules.rule import GENERAL, SERIOUS, Facts, Given, Grade, Judgement, overdue, rule


@rule(
    "I06",
    "case",
    title="查封扣押的延长、检测期间没有书面告知，或者向当事人收取检测费用",
    basis=["行政强制法#25.3", "行政强制法#25.2"],
    severity=SERIOUS,
    at="measure_taken.on",
)
def testing_is_told_and_costs_the_party_nothing(case: Facts, given: Given) -> Judgement:
    """对查封、扣押的物品检测、检验、检疫、鉴定的，期间应当明确并书面告知当事人，费用由行政机关承担；延长
    查封、扣押的决定应当书面告知并说明理由。何时告知法律未定，以参数为准。"""
    stop, told = case.clock_stopped, case.stop_told
    ended = case.measure_lifted.on.or_else(case.measure_handled.on)
    tested = (
        stop.seen
        & stop.mode.is_in("testing", "appraisal")
        & ~(stop.until_on < case.measure_taken.on).known_true()
        & ~(stop.last_on > ended).known_true()
    )
    telling = given.term("coercion.testing_told", start=stop.last_on)
    told_late = telling.missed(told.on, told.known_until)
    outlasted = told.seen & overdue(told.until_on, stop.until_on, stop.known_until)
    paper = case.document("measure_extension")
    extended_in_silence = case.measure_extended.seen & (~paper.seen | ~paper.reasons)
    charged = case.testing_fee_charged.seen
    return Judgement(
        applies=case.measure_taken.on.is_not_null()
        & case.measure_kinds.contains_any("seal", "detain"),
        breaks=(tested & (told_late | outlasted)) | extended_in_silence | charged,
        grades=(
            Grade(
                told.seen & ~(outlasted | extended_in_silence | charged).known_true(),
                GENERAL,
                because="已经书面告知，只是迟于本系统设定的期限；法律没有写明何时告知",
            ),
        ),
        term=telling,
        says="{taken} 查封扣押；检测检验自 {since} 至 {until}，书面告知 {told}（应于 {due} 前），告知的期间至 "
        "{told_until}；延长 {extended}，有延长决定书 {paper}，说明理由 {reasons}；向当事人收取检测费用 {charged}。",
        right="检测期间应当在开始时书面告知并按告知的期间完成，费用由机关承担；延长应当书面告知并说明理由。",
        shows={
            "taken": case.measure_taken.on,
            "since": stop.last_on,
            "until": stop.until_on,
            "told": told.on,
            "due": telling.due,
            "told_until": told.until_on,
            "extended": case.measure_extended.on,
            "paper": paper.seen,
            "reasons": paper.reasons,
            "charged": case.testing_fee_charged.on,
        },
    )
