"""Staffing taken away: use of posts, ledger lines and who fills the posts, each as a table.

Serves whoever reads the page: the same rows, as one workbook of three sheets or three CSV files.
"""

from datetime import datetime
from typing import Any

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.wording import said, say
from hengjian.domain.registry import access
from hengjian.domain.registry.models import PostKind
from hengjian.domain.registry.staffing.figures import figures
from hengjian.surfaces.desk.acting import StaffRequest, acting_post
from hengjian.surfaces.desk.sheet import Column, Table, exports

USE = [
    Column(said("单位", "Unit"), lambda row: row["unit"], 30),
    Column(said("编制类别", "Kind"), lambda row: row["kind"]),
    Column(said("编制", "Posts"), lambda row: row["figures"].posts, 12),
    Column(said("实有", "Occupied"), lambda row: row["figures"].occupied, 12),
    Column(said("空编", "Vacant"), lambda row: row["figures"].vacant, 12),
    Column(said("领导职数", "Leadership"), lambda row: row["figures"].leadership, 12),
    Column(said("现任领导", "Leaders"), lambda row: row["figures"].leaders, 12),
    Column(said("空职", "Vacant leadership"), lambda row: row["figures"].leading_vacant, 12),
    Column(said("用编核准（累计）", "Approvals (sum)"), lambda row: row["figures"].approvals),
]
LINES = [
    Column(said("自何日起", "From"), lambda line: line.since, 12),
    Column(said("哪本账", "Ledger"), lambda line: line.get_ledger_display()),
    Column(said("单位", "Unit"), lambda line: line.unit, 30),
    Column(said("类别", "Kind"), lambda line: line.get_kind_display()),
    Column(said("增减", "Change"), lambda line: line.change, 10),
    Column(said("批准文件", "Document"), lambda line: line.document, 30),
    Column(said("说明", "Note"), lambda line: line.note, 40),
    Column(said("冲销", "Reversal"), lambda line: _reversal(line), 12),
]
PEOPLE = [
    Column(said("姓名", "Name"), lambda one: one.name),
    Column(said("单位", "Unit"), lambda one: one.unit, 30),
    Column(said("类别", "Kind"), lambda one: one.get_kind_display()),
    Column(said("领导职务", "Leading"), lambda one: one.leading, 12),
    Column(said("起", "From"), lambda one: one.since, 12),
    Column(said("止", "To"), lambda one: one.until, 12),
]


def titles() -> list[str]:
    """What the three tables are called."""
    return [
        say("编制使用", "Use of posts"),
        say("编制账目", "Staffing lines"),
        say("在编人员", "Who fills the posts"),
    ]


def staffed(post: Post, at: datetime) -> tuple[list[Any], list[Any], list[Any]]:
    """What a post sees: the use of posts, the ledger lines, the persons."""
    entries = list(access.staffing_seen(post=post, at=at).order_by("unit__path", "since", "pk"))
    people = list(access.occupancies_seen(post=post, at=at).order_by("unit__path", "since", "pk"))
    both: list[Any] = [*entries, *people]
    units = {row.unit_id: row.unit for row in both}
    found = figures(entries, people, clock.day_of(at))
    use = [
        {"unit": units[unit], "kind": PostKind(kind).label, "figures": one}
        for (unit, kind), one in sorted(found.items(), key=lambda item: units[item[0][0]].path)
    ]
    return use, entries, people


def tables(request: StaffRequest, at: datetime) -> list[Table]:
    """What is taken away: the three tables of the page."""
    rows = staffed(acting_post(request, at=at), at)
    three = zip(titles(), (USE, LINES, PEOPLE), rows, strict=True)
    return [Table(title, columns, some) for title, columns, some in three]


def _reversal(line: Any) -> str:
    if line.reverses_id:
        return say("冲销", "reversal")
    return say("已冲销", "reversed") if getattr(line, "reversed_by", None) else ""


urlpatterns = exports("staffing/", "staffing", tables, whole=said("编制", "Staffing"))
