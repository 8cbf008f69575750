"""A month of records as a body's clerk would hand it in, small enough to be read in a moment."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from hengjian.core.jobs.worker import drain
from hengjian.core.organisation.models import Unit
from hengjian.core.people.models import Post
from hengjian.domain.records import actions
from hengjian.domain.records.arriving import arrive
from hengjian.domain.records.models import Submission
from hengjian.domain.registry.models import Body

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

CASES = "机关编号,案件编号,案件类型,程序,事项编码,当事人类型,当事人名称,主要事实,罚款"
EVENTS = "机关编号,案件编号,序号,活动,时间,人员"


def cases_csv(numbers: Iterable[int], body: str = "A1", **more: str) -> str:
    lines = [
        f"{body},C{n:04},行政处罚,普通程序,I1,公民,张{n},占道经营,{more.get('fine', '200')}"
        for n in numbers
    ]
    return "\n".join([CASES, *lines, *more.get("also", "").splitlines()]) + "\n"


def events_csv(numbers: Iterable[int], body: str = "A1", also: str = "") -> str:
    lines = [
        f"{body},C{n:04},{seq},{activity},2026-10-{day:02},P1"
        for n in numbers
        for seq, activity, day in ((1, "立案", 9), (2, "作出决定", 20))
    ]
    return "\n".join([EVENTS, *lines, *also.splitlines()]) + "\n"


def zipped(**tables: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return held.getvalue()


def month(numbers: Iterable[int] = range(1, 4), body: str = "A1", **more: str) -> bytes:
    """Cases with two events each; ``fine`` of all, ``also`` further lines of cases."""
    every = list(numbers)
    return zipped(cases=cases_csv(every, body, **more), events=events_csv(every, body))


def handed(
    content: bytes, *, unit: Unit, body: Body | None, by: Post | None = None, name: str = "十月.zip",
    at: datetime = AT, **more: Any,
) -> Submission:  # fmt: skip
    """Received by the page, and not yet worked at."""
    arrived = arrive([content], name)
    return actions.receive(
        arrived, channel=Submission.Channel.UPLOAD, unit=unit, body=body, by=by, at=at, **more
    ).submission


def worked(submission: Submission, at: datetime = AT) -> Submission:
    """What becomes of it once a worker has done all that waits."""
    drain(clock=lambda: at)
    submission.refresh_from_db()
    return submission
