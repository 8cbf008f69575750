"""What the lists of report tasks were asked for, read from the address; nonsense is as if not asked."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from hengjian.core.people.models import Post
from hengjian.core.wording import say
from hengjian.domain.supervision.reports import access
from hengjian.domain.supervision.reports.queries import Wanted
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.asking import LONGEST, MARK, number, plain
from hengjian.surfaces.desk.findings.asking import address
from hengjian.surfaces.desk.registry.table import choice


def wanted(request: StaffRequest, states: Collection[str], usual: str) -> Wanted:
    """``all`` among the states means no state."""
    given = request.GET
    state = given.get("state", usual)
    state = state if state in states else usual
    return Wanted(
        q=plain(given.get("q", ""), LONGEST),
        state="" if state == "all" else state,
        bureau=number(given.get("bureau")),
        sort=plain(given.get("sort", ""), LONGEST),
        after=plain(given.get("after", ""), MARK),
        before=plain(given.get("before", ""), MARK),
    )


def reading_post(request: StaffRequest, at: datetime) -> Post:
    """The acting post, if tasks of bureaus are its business."""
    post = acting_post(request, at=at)
    if not access.reads(post):
        raise PermissionDenied(
            say("报表任务由监督机构和领导查看；要填报的请打开“报表填报”。",
                "Report tasks are for supervision bodies and leaders.")
        )  # fmt: skip
    return post


def sending_post(request: StaffRequest, at: datetime) -> Post:
    """The acting post, if it sends forms."""
    post = acting_post(request, at=at)
    if not access.sends(post):
        raise PermissionDenied(
            say(
                "报表由监督机构的监督人员、负责人编制和下发。",
                "Supervisors and heads of a bureau send forms.",
            )
        )
    return post


def filling_post(request: StaffRequest, at: datetime) -> Post:
    """The acting post, if it fills in for a unit."""
    post = acting_post(request, at=at)
    if not access.fills(post):
        raise PermissionDenied(
            say(
                "报表由单位的经办人、监督人员、负责人填报。",
                "Clerks, supervisors and heads fill in forms.",
            )
        )
    return post


def bar(
    request: StaffRequest, asked: Wanted, states: Mapping[str, Any], several: list[tuple[str, str]]
) -> dict[str, Any]:
    """What the bar over a list shows: what was asked for, the states, the bureaus to choose from."""
    chosen = str(asked.bureau or "")
    return {
        "asked": asked,
        "state": asked.state or "all",
        "states": [(code, str(name)) for code, name in states.items()],
        "keep": address(request.GET, state=""),
        "choices": [choice("bureau", say("下发单位", "Bureau"), several, chosen)],
    }


def bureaus(rows: Any, path: str) -> list[tuple[str, str]]:
    """The bureaus of these rows, for a filter."""
    pairs = rows.order_by().values_list(path, f"{path}__inward_name").distinct()
    return sorted(((str(pk), name) for pk, name in pairs), key=lambda pair: pair[1])
