"""B12 · a certificate is suspended for six months at most, and its holder's body is told. Only
another province's norm says so."""

from hengjian.rules.expressions import least
from hengjian.rules.rule import SERIOUS, Facts, Given, Judgement, rule


@rule(
    "B12",
    "certificate",
    title="证件暂扣超过期限，或者没有按时告知",
    basis="辽宁省行政执法监督规定#36",
    severity=SERIOUS,
    at="suspended_from",
)
def suspension_is_short_and_told(certificate: Facts, given: Given) -> Judgement:
    """暂扣执法证件最长不得超过六个月，并应当在三日内通知持证人所在单位和发证机关。暂扣期间执法的，由另一
    条规则判断。依据为外省规定，只作参考。"""
    longest = given.term("certificates.suspension", start=certificate.suspended_from)
    telling = given.term("certificates.suspension_told", start=certificate.suspended_from)
    ended = least(certificate.suspended_to, certificate.withdrawn_on)
    return Judgement(
        applies=certificate.suspended_from.is_not_null(),
        breaks=longest.missed(ended, certificate.known_until("suspended_to"))
        | telling.missed(
            certificate.suspension_told_on, certificate.known_until("suspension_told_on")
        ),
        term=longest,
        says="{since} 暂扣，最迟应于 {due} 结束，实际：{ended}；应于 {tell_by} 前告知，实际：{told}。",
        right="应当在 {due} 前发还或者提请收缴，并在 {tell_by} 前通知所在单位和发证机关。",
        shows={
            "since": certificate.suspended_from,
            "due": longest.due,
            "ended": ended,
            "tell_by": telling.due,
            "told": certificate.suspension_told_on,
        },
    )
