"""F12 · the decision on the spot: a numbered, signed form, handed over at once, reported back."""

from hengjian.rules.expressions import choose
from hengjian.rules.rule import (
    GENERAL,
    NOTE,
    SERIOUS,
    Facts,
    Given,
    Grade,
    Judgement,
    Nature,
    rule,
)


@rule(
    "F12",
    "case",
    title="当场处罚决定书未编号、未签名、未当场交付或者未备案",
    basis=[
        "行政处罚法#52",
        "市场监督管理行政处罚程序规定#70",
        "住房和城乡建设行政处罚程序规定#14",
        "交通运输行政执法程序规定#61",
        "医疗保障行政处罚程序暂行规定#51",
    ],
    severity=SERIOUS,
    at="decided_on_spot.on",
)
def on_spot_decision_is_numbered_handed_over_and_reported(case: Facts, given: Given) -> Judgement:
    """当场作出处罚决定的，应当填写预定格式、编有号码的决定书，由执法人员签名或者盖章，当场交付当事人；
    当事人拒绝签收的在决定书上注明；并报所属机关备案。备案的期限法律没有规定，有的领域另有规定。"""
    slip = case.document("on_spot_decision")
    handed_over = slip.handed_over | slip.refusal_noted
    on = case.decided_on_spot.on
    flawed = (
        ~case.stated("decision_no")
        | ((~case.served.seen | (case.served.on > on)) & ~handed_over)
        | ~slip.officers_signed
    )
    laid_down = given.term("penalty.simple_report", start=on, sector=case.sector)
    elsewhere = given.term("penalty.simple_report_elsewhere", start=on)
    done, known = case.filed_back.on, case.filed_back.known_until
    late = choose(laid_down.laid_down, laid_down.missed(done, known), elsewhere.missed(done, known))
    never = ~case.filed_back.seen & case.closed.on.is_not_null()
    form_right = ~flawed.known_true()
    return Judgement(
        applies=(case.kind == "penalty") & (case.procedure == "simple") & on.is_not_null(),
        breaks=flawed | never | late,
        grades=(
            Grade(
                form_right & ~never.known_true() & ~laid_down.laid_down,
                NOTE,
                Nature.HINT,
                because="备案的期限法律没有规定，所用界限系本系统设定",
            ),
            Grade(form_right & done.is_not_null(), GENERAL, because="已经备案，只是晚于规定的期限"),
        ),
        says="{on} 当场处罚；文号：{number}；执法人员签名：{signed}；送达：{served}；备案界限 {due}，"
        "实际备案：{done}。",
        right="应当使用编有号码的决定书，执法人员签名，当场交付当事人，并及时报所属机关备案。",
        shows={
            "on": on,
            "number": case.decision_no,
            "signed": slip.officers_signed,
            "served": case.served.on,
            "due": choose(laid_down.laid_down, laid_down.due, elsewhere.due),
            "done": done,
        },
    )
