"""I07 · a seizure is disposed of before its term ends, and what is not confiscated goes back."""

from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "I07",
    "case",
    title="查封扣押期满未处理，或者处理后没有立即解除退还",
    basis=["行政强制法#27", "行政强制法#28"],
    severity=FATAL,
    at="measure_taken.on",
)
def seizure_is_disposed_of_and_released(case: Facts, given: Given) -> Judgement:
    """查封、扣押应当在期限内作出处理决定；除依法没收、销毁、处置或者随案移送的以外，应当解除并立即退还，“立即”
    以参数为准。期满至今既未处理也未解除，或者处理后不退还的，即不符合；逾期才处理的，由期限的规则判断。"""
    handled, lifted = case.measure_handled, case.measure_lifted
    most = given.term(
        "coercion.seizure",
        start=case.measure_taken.on,
        extended=case.measure_extended,
        at_most=given.value("coercion.seizure_extension"),
        stops=case.stops,
    )
    overdue = most.missed(lifted.on, lifted.known_until)
    forgotten = (
        handled.on.is_null()
        & lifted.on.is_null()
        & overdue
        & most.missed(handled.on, handled.known_until)
    )
    release = given.term("coercion.release", start=handled.on)
    kept_back = handled.seen & release.missed(lifted.on, lifted.known_until)
    confiscated = case.stated("penalty_kinds") & case.penalty_kinds.contains("confiscate_goods")
    destroyed = (handled.mode == "destroyed").known_true()
    return Judgement(
        applies=case.measure_taken.on.is_not_null()
        & case.measure_kinds.contains_any("seal", "detain"),
        breaks=forgotten | kept_back,
        exceptions={
            "依法没收、销毁、处置或者移送公安机关，不退还": destroyed
            | confiscated
            | case.goods_disposed.seen
            | case.crime_transferred.seen
        },
        grades=(
            Grade(
                ~overdue.known_true(),
                SERIOUS,
                because="退还时查封扣押的期限尚未届满；法律只说立即退还，日数系本系统设定",
            ),
        ),
        term=most,
        says="{taken} 查封扣押，期限至 {due}；处理决定 {handled}，解除退还 {lifted}（处理后至迟 {release}）。",
        right="应当在 {due} 前作出处理决定；应当解除的立即解除并退还财物，不易保管的退还价款。",
        shows={
            "taken": case.measure_taken.on,
            "due": most.due,
            "handled": handled.on,
            "lifted": lifted.on,
            "release": release.due,
        },
    )
