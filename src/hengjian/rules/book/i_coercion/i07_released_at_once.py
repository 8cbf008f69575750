"""I07 · once a seizure is decided upon, what is not confiscated goes back at once."""

from hengjian.rules.rule import FATAL, SERIOUS, Facts, Given, Grade, Judgement, rule


@rule(
    "I07",
    "case",
    title="查封扣押已作处理决定而没有立即解除退还",
    basis=["行政强制法#28", "行政强制法#27"],
    severity=FATAL,
    at="measure_taken.on",
)
def seized_goods_are_given_back(case: Facts, given: Given) -> Judgement:
    """对查封、扣押的财物作出处理决定后，除依法没收、销毁、处置或者随案移送的以外，应当解除并立即退还；“立即”
    以参数为准，期限届满还不退还的更重。一直没有处理也没有解除的，属于超过期限，另有规则判断。"""
    term = given.term("coercion.release", start=case.measure_handled.on)
    most = given.term(
        "coercion.seizure",
        start=case.measure_taken.on,
        extended=case.measure_extended,
        at_most=given.value("coercion.seizure_extension"),
        stops=case.stops,
    )
    lifted = case.measure_lifted
    confiscated = case.stated("penalty_kinds") & case.penalty_kinds.contains("confiscate_goods")
    destroyed = (case.measure_handled.mode == "destroyed").known_true()
    return Judgement(
        applies=case.measure_taken.on.is_not_null()
        & case.measure_kinds.contains_any("seal", "detain")
        & case.measure_handled.seen,
        breaks=term.missed(lifted.on, lifted.known_until),
        exceptions={
            "依法没收、销毁、处置或者随案移送，不退还": destroyed
            | confiscated
            | case.goods_disposed.seen
            | case.goods_handed_over.seen
        },
        grades=(
            Grade(
                ~most.missed(lifted.on, lifted.known_until).known_true(),
                SERIOUS,
                because="查封扣押的期限尚未届满；法律只说立即退还，日数系本系统设定",
            ),
        ),
        term=term,
        says="{taken} 查封扣押，{handled} 作出处理决定，至迟应于 {due} 解除退还，实际：{lifted}；查封扣押的期限至 "
        "{most}。",
        right="应当在处理决定后立即解除并退还财物；不易保管的退还价款。",
        shows={
            "taken": case.measure_taken.on,
            "handled": case.measure_handled.on,
            "due": term.due,
            "lifted": lifted.on,
            "most": most.due,
        },
    )
