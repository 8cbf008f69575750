"""A14 · a case outside the body's competence is handed on in good time, once, and the party told."""

from hengjian.rules.rule import GENERAL, NOTE, Facts, Given, Grade, Judgement, Nature, rule


@rule(
    "A14",
    "case",
    title="不属本机关管辖的案件没有及时移送、告知，或者受移送后又自行移送",
    basis=["黑龙江省行政执法程序规定#9", "黑龙江省行政执法程序规定#10"],
    severity=GENERAL,
    at="began_on",
)
def case_is_handed_on_once_and_the_party_told(case: Facts, given: Given) -> Judgement:
    """认为案件不属本机关管辖的，应当及时移送有管辖权的机关并通知当事人；受移送的机关不得再自行移送，
    有争议的报请指定。规章没有写明日数，以参数为准；已经移送、告知而只是较晚的，只作提示。"""
    found, handed_on, told = case.incompetence_found, case.transferred, case.transfer_told
    received = case.flag("received_by_transfer")
    handing_on = given.term("jurisdiction.transfer", start=found.on)
    telling = given.term("jurisdiction.transfer", start=handed_on.on)
    kept = (
        found.on.is_not_null()
        & handing_on.missed(handed_on.on, handed_on.known_until)
        & ~case.crime_transferred.seen
        & ~received
    )
    untold = handed_on.on.is_not_null() & telling.missed(told.on, told.known_until)
    passed_on = handed_on.on.is_not_null() & received & ~case.flag("designated")
    return Judgement(
        applies=found.on.is_not_null() | handed_on.on.is_not_null(),
        breaks=kept | untold | passed_on,
        grades=(
            Grade(
                handed_on.on.is_not_null() & told.on.is_not_null() & ~passed_on.known_true(),
                NOTE,
                Nature.HINT,
                because="已经移送并告知，只是较晚；规章只说“及时”，没有写明日数",
            ),
        ),
        says="发现不属本机关管辖：{found}；移送：{handed_on}；告知当事人：{told}；案件系他机关移送而来：{received}。",
        right="应当及时移送有管辖权的机关并通知当事人；受移送后认为不属管辖的，报请共同上级指定，不得自行移送。",
        shows={
            "found": found.on,
            "handed_on": handed_on.on,
            "told": told.on,
            "received": received,
        },
    )
