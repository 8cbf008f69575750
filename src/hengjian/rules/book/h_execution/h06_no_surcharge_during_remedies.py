"""H06 · the surcharge stands still while the party seeks a remedy."""

from hengjian.rules.expressions import days, greatest, least
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "H06",
    "case",
    title="复议、诉讼期间计算加处罚款",
    basis="行政处罚法#73.3",
    severity=SERIOUS,
    at="decision_dated_on",
)
def surcharge_stands_still_during_remedies(case: Facts, given: Given) -> Judgement:
    """当事人申请行政复议或者提起行政诉讼的，复议、诉讼期间不计算加处罚款。以机关收到副本之日至有结果之日为
    期间（实际期间只会更长），加处数额超过期间以外的逾期日数乘以每日比例的，即不符合。连期间以内的日数都算上
    仍然超过的，由 H05 判断。"""
    rate = given.value("penalty.surcharge_rate")
    due = given.term("penalty.payment", start=case.served.on).due
    until = case.paid.last_on.or_else(case.surcharged.last_on)
    late = days(due, until)
    still = (
        days(greatest(case.remedy_since, due), least(case.remedy_until, until))
        - case.remedy_idle_days
    )
    surcharge = case.surcharge.or_else(case.surcharged.amount)
    allowed = case.fine * rate * (late - still)
    return Judgement(
        applies=(case.kind == "penalty")
        & (case.fine > 0)
        & (surcharge > 0).or_else(case.surcharged.seen)
        & case.challenged,
        breaks=(surcharge > allowed) & (surcharge <= case.fine * rate * late),
        says="罚款 {fine}，{due} 缴纳期满，至 {until} 逾期 {late} 日，其中复议、诉讼期间（{since} 至 {ended}）"
        "至少 {still} 日，加处 {surcharge}，按期间以外的日数最多 {allowed}。",
        right="复议、诉讼期间的日数不计算加处罚款；多收的应当退还。",
        shows={
            "fine": case.fine,
            "due": due,
            "until": until,
            "late": late,
            "since": case.remedy_since,
            "ended": case.remedy_until,
            "still": still,
            "surcharge": surcharge,
            "allowed": allowed,
        },
    )
