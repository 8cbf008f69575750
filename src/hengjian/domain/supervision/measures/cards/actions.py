"""The issuer adopted a suggestion: the certificate is suspended or withdrawn in the register.

Serves the step of that name. The register's own action writes it, by somebody who keeps the register; a
suspension longer than the parameter allows is refused.
"""

from datetime import date, datetime

from hengjian.content.errors import PlainError
from hengjian.core.clock import day_of
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.registry.access import row_editable
from hengjian.domain.registry.actions import amend_row
from hengjian.domain.registry.registers import REGISTERS
from hengjian.domain.supervision.measures.cards.terms import last_day, longest_suspension
from hengjian.domain.supervision.measures.models import Measure


def carry_out(
    measure: Measure, term: tuple[date | None, date | None], *, by: Post, at: datetime
) -> None:
    """Write what was decided into the register of certificates."""
    register, card = REGISTERS["certificates"], measure.card
    row = row_editable(register, card.pk, post=by, at=at) if card is not None else None
    if card is None or row is None:
        raise RefusedError(
            say("证件台账不由您的岗位更改", "your post does not keep the register of certificates"),
            say("请交由管理证件台账的人员办理这一步。", "Let somebody who keeps it take this step."),
        )  # fmt: skip
    first, last = term
    if first is None:
        raise PlainError(say("请写明起始日期", "the first day must be given"))
    if measure.form == Measure.Form.REVOKE:
        changes = {"withdrawn_on": first.isoformat()}
    else:
        limit = last_day(first, longest_suspension())
        if last is None or not first <= last <= limit:
            raise PlainError(
                say(f"暂扣最长 {longest_suspension()} 个月：从 {first} 起至迟到 {limit}",
                    f"a suspension lasts {longest_suspension()} months at most: until {limit}"),
                say("期限以发证机关的决定为准；本地另有规定的，改参数 certificates.suspension。",
                    "Change the parameter certificates.suspension where another limit holds."),
            )  # fmt: skip
        changes = {"suspended_from": first.isoformat(), "suspended_to": last.isoformat(),
                   "suspension_told_on": day_of(at).isoformat()}  # fmt: skip
    amend_row(register, row, changes, seen=row.version, since=None, by=by, at=at)
    measure.carried_out_on = day_of(at)
