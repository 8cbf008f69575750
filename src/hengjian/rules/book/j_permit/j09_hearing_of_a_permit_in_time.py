"""J09 · a hearing on a permit is held in time, announced ahead, public and put on record."""

# Who chairs it is B09's question.

from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "J09",
    "case",
    title="许可听证未按期组织，通知少于七日，不公开或者没有笔录",
    basis=["行政许可法#47", "行政许可法#48", "行政许可法#82"],
    severity=SERIOUS,
    at="began_on",
)
def hearing_of_a_permit_is_held_in_time_and_on_record(case: Facts, given: Given) -> Judgement:
    """申请人、利害关系人在被告知之日起五日（工作日）内要求听证的，行政机关应当在二十日内组织听证，并在举行
    七日前通知；听证公开举行，涉密的除外，笔录由参加人签名。当事人逾期要求，或者其后放弃听证的，不必组织；仍然
    举行的，也应当提前通知、公开举行并制作笔录。参加人拒绝签名而有注明的，视为有效的笔录。"""
    window = given.term("permit.hearing_window", start=case.hearing_told.on)
    holding = given.term("permit.hearing", start=case.hearing_requested.on)
    notice = given.term("permit.hearing_notice", start=case.hearing_notified.on)
    asked_late = case.hearing_told.seen & (case.hearing_requested.on > window.due)
    not_held = (
        case.hearing_requested.on.is_not_null()
        & holding.missed(case.hearing_held.on, case.hearing_held.known_until)
        & ~asked_late
        & ~case.hearing_waived.seen
    )
    short_notice = ~case.hearing_notified.seen | (case.hearing_held.on < notice.due)
    record = case.document("hearing_record")
    no_record = ~record.seen | ~(record.party_signed | record.refusal_noted)
    closed = (case.hearing_held.mode == "closed").known_true() & ~case.flag("secret")
    return Judgement(
        applies=(case.kind == "permit")
        & (case.hearing_requested.on.is_not_null() | case.hearing_held.on.is_not_null()),
        breaks=not_held
        | (case.hearing_held.on.is_not_null() & (short_notice | no_record | closed)),
        term=holding,
        says="告知听证权利：{told}；要求听证：{requested}，应于 {due} 前组织；通知：{notified}，"
        "其后第七个工作日为 {earliest}；举行听证：{held}，方式：{mode}；有听证笔录：{record}，参加人签名：{signed}。",
        right="应当在 {due} 前组织听证，至少提前七个工作日通知，公开举行，制作笔录由参加人签名。",
        shows={
            "told": case.hearing_told.on,
            "requested": case.hearing_requested.on,
            "due": holding.due,
            "notified": case.hearing_notified.on,
            "held": case.hearing_held.on,
            "earliest": notice.due,
            "mode": case.hearing_held.mode,
            "record": record.seen,
            "signed": record.party_signed,
        },
    )
