"""What a bureau does with its task: sends, urges, extends, merges, rejects, signs, cancels."""

from datetime import datetime
from typing import Any

from django.urls import path

from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.supervision.reports import access, actions
from hengjian.domain.supervision.reports.merging import actions as merging
from hengjian.domain.supervision.reports.models import ReportTask
from hengjian.surfaces.desk.acting import StaffRequest
from hengjian.surfaces.desk.posted import day, taken_on, text, version, worded


def seen(pk: int, post: Post, at: datetime) -> ReportTask:
    return access.task_seen(pk, post=post, at=at)


done = taken_on("desk:report", seen)


@done
def send(request: StaffRequest, task: ReportTask, by: Post, at: datetime) -> str:
    row = actions.send(task, seen=version(request), by=by, at=at)
    return say(f"已下发，编号{row.number}，各单位已收到通知。", f"Sent as {row.number}.")


@done
def urge(request: StaffRequest, task: ReportTask, by: Post, at: datetime) -> str:
    chosen = [
        int(one) for one in request.POST.getlist("answer") if one.isdecimal() and len(one) < 18
    ]
    told = actions.urge(task, only=chosen, seen=version(request), by=by, at=at)
    if not told:
        return say("今天都已经催过，没有再发通知。", "All were urged today already.")
    return say(f"已催报 {told} 个单位。", f"{told} units were urged.")


@done
def extend(request: StaffRequest, task: ReportTask, by: Post, at: datetime) -> str:
    row = actions.extend(
        task,
        day(request, "due_on"),
        words=text(request, "words"),
        seen=version(request),
        by=by,
        at=at,
    )
    return say(f"报送期限延长到 {row.due_on}。", f"The term is {row.due_on} now.")


@done
def merge(request: StaffRequest, task: ReportTask, by: Post, at: datetime) -> str:
    merging.merge(task, without=text(request, "without", 500), seen=version(request), by=by, at=at)
    return say("已汇总，请本机关另一人审签。", "Merged; another person signs.")


_rejected = said("已退回，汇总人会收到通知。", "Rejected; who merged is told.")
_signed = said("已审签，汇总结果锁定，散列值记入账本。", "Signed; its hash is in the ledger.")
reject = done(worded(merging.reject, _rejected))
sign = done(worded(merging.sign, _signed, longest=500))
cancel = done(worded(actions.cancel, said("已撤销。", "Cancelled.")))


_DEEDS: dict[str, Any] = {
    "send": send, "urge": urge, "extend": extend, "merge": merge, "reject": reject, "sign": sign,
    "cancel": cancel,
}  # fmt: skip
urlpatterns = [
    path(f"reports/<int:pk>/{name}/", view, name=f"report_{name}") for name, view in _DEEDS.items()
]
