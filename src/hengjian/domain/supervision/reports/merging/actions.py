"""All writes of mergers: the answers of a task made one, rejected or signed by another person.

What is signed carries a hash that the ledger keeps, and is locked with every answer it was made of. A
merger without some of the units says why.
"""

from datetime import datetime

from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.people.duties import RefusedError
from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.duties.actions import perform
from hengjian.domain.supervision.duties.models import OPEN as OWED
from hengjian.domain.supervision.duties.models import Duty
from hengjian.domain.supervision.reports import notice_kinds as kinds
from hengjian.domain.supervision.reports import telling
from hengjian.domain.supervision.reports.actions import held, kept
from hengjian.domain.supervision.reports.digest import digest_of
from hengjian.domain.supervision.reports.merging.adding import merged
from hengjian.domain.supervision.reports.merging.parts import parts_of, sealed_of
from hengjian.domain.supervision.reports.models import ReportTask
from hengjian.domain.supervision.reports.refusing import SHORTEST, check_state, need


@transaction.atomic
def merge(task: ReportTask, *, without: str = "", seen: int, by: Post, at: datetime) -> ReportTask:
    """All that was submitted, as one. ``without``: why it is merged before all have answered."""
    row = held(task, "merge", seen=seen, by=by, at=at)
    parts, missing = parts_of(row)
    if not parts:
        raise PlainError(
            say("还没有单位报送，不能汇总", "nobody has answered yet"),
            say("请先催报。", "Urge the units first."),
        )
    if missing and len("".join(without.split())) < SHORTEST:
        names = "、".join(missing[:5]) + (say("等", " …") if len(missing) > 5 else "")
        raise PlainError(
            say(
                f"还有 {len(missing)} 个单位没有报送：{names}",
                f"{len(missing)} units lack: {names}",
            ),
            say("确须先行汇总的，写明理由。", "To merge without them, say why."),
        )
    row.merged = {
        "values": merged(row.designed, parts),
        "of": [
            {"unit": one.unit, "name": one.name, "edition": one.edition, "sha256": one.sha256}
            for one in parts
        ],
        "missing": missing,
    }
    row.merged_without = without.strip()[:500] if missing else ""
    row.merged_by, row.merged_at, row.state = by, at, ReportTask.State.MERGED
    kept(row, "report.merge", {"units": len(parts), "missing": len(missing)}, by=by, at=at)
    telling.tell_signers(row, by=by, at=at, kind=kinds.to_sign)
    return row


@transaction.atomic
def reject(task: ReportTask, *, words: str, seen: int, by: Post, at: datetime) -> ReportTask:
    """Another person does not sign: it is merged anew."""
    row = held(task, "reject", seen=seen, by=by, at=at)
    _another(row, by)
    reason = need(words, check_state("reject", row))
    row.state, row.merged, row.signed_words = ReportTask.State.RUNNING, None, reason
    kept(row, "report.reject", by=by, at=at)
    telling.tell_bureau(kinds.rejected, row, key=str(row.version), by=by, at=at)
    return row


@transaction.atomic
def sign(task: ReportTask, *, words: str = "", seen: int, by: Post, at: datetime) -> ReportTask:
    """Another person signs: version locked, hash in the ledger; the yearly duty that it fulfils is done."""
    row = held(task, "sign", seen=seen, by=by, at=at)
    _another(row, by)
    row.state, row.signed_by, row.signed_at = ReportTask.State.SIGNED, by, at
    row.signed_words = words.strip()[:500]
    row.digest = digest_of(sealed_of(row))
    kept(row, "report.sign", {"sha256": row.digest}, by=by, at=at)
    if row.above is not None:
        telling.tell_unit(kinds.merged_below, row.above, key=str(row.pk), by=by, at=at)
    _fulfil(row, by, at)
    return row


def _another(row: ReportTask, by: Post) -> None:
    merged_by = row.merged_by
    if merged_by is not None and merged_by.person_id == by.person_id:
        raise RefusedError(
            say("汇总人不能审签自己的汇总", "nobody signs his own merger"),
            say("请本机关负责人或者另一位监督人员审签。", "Ask the head or another supervisor."),
        )


def _fulfil(row: ReportTask, by: Post, at: datetime) -> None:
    """The yearly duty of the power that the form names: of the year after the statistics' own."""
    power = row.designed.fulfils
    if not power or row.above_id is not None:
        return
    owed = Duty.objects.filter(
        unit=row.bureau, power=power, event="yearly", state__in=OWED,
        start__year=row.period_to.year + 1,
    )  # fmt: skip
    for duty in owed:
        told = say(f"报表任务{row.number}已汇总审签", f"task {row.number} was merged and signed")
        perform(duty, words=told, by=by, at=at)
