"""C02 · a case that meets the criteria is filed, not refused and not left lying."""

from hengjian.rules.rule import NOTE, SERIOUS, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "C02",
    "case",
    title="符合立案标准而不立案",
    basis=["行政处罚法#54.2", "行政处罚法#76.2", "黑龙江省行政执法程序规定#15"],
    severity=SERIOUS,
    at="clue_received.on",
)
def case_meeting_the_criteria_is_filed(case: Facts, given: Given) -> Judgement:
    """经核查符合立案标准的，应当及时立案；不得决定不予立案，也不得期满仍不立案。逾期才立案的由“立案
    期限”一条判断。已移送其他机关、公安机关的不在此列；轻微并及时改正、没有危害后果的，可以不立案。"""
    sectoral = given.term(
        "penalty.filing",
        start=case.clue_received.on,
        sector=case.sector,
        extended=case.filing_extended,
        stops=case.stops,
    )
    general = given.term("filing.unregulated", start=case.clue_received.on)
    known_until = case.filed.known_until
    refused = case.not_filed.seen
    passed_on = case.transferred.seen | case.crime_transferred.seen
    overdue = sectoral.laid_down & sectoral.missed(case.filed.on, known_until)
    left_lying = ~sectoral.laid_down & general.missed(case.filed.on, known_until)
    return Judgement(
        applies=(case.kind == "penalty")
        & ~(case.procedure == "simple").known_true()
        & case.flag("meets_criteria")
        & ~case.filed.seen,
        breaks=refused | (~passed_on & (overdue | left_lying)),
        exceptions={
            "轻微并及时改正、没有危害后果，可以不立案": case.flag("minor_offence")
            & case.flag("corrected")
            & case.flag("no_harm")
        },
        grades=(
            Grade(
                ~sectoral.laid_down & ~refused.known_true(),
                NOTE,
                Nature.HINT,
                because="本领域没有规定立案期限，是否“及时”须由人判断",
            ),
        ),
        term=sectoral,
        says="{received} 收到线索，经核查符合立案标准；立案期限至 {due}；决定不予立案的日期：{refused}；"
        "没有立案。",
        right="符合立案标准的应当及时立案；不立案的，应当说明不符合哪一项标准。",
        shows={
            "received": case.clue_received.on,
            "due": sectoral.due.or_else(general.due),
            "refused": case.not_filed.on,
        },
    )
