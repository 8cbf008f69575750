"""Founds the demo's report tasks: one running with some missing and one returned, one to be signed, one signed.

Serves `make demo`. Everything is made by the actions that people use, on days of the last weeks, with the
figures that the system counts for each unit.
"""

from datetime import date, datetime, timedelta
from typing import Any

from hengjian.content.form_design import FormDesign
from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.reports import access, actions, telling
from hengjian.domain.supervision.reports.answering import decimal_of, faults
from hengjian.domain.supervision.reports.figures import counted
from hengjian.domain.supervision.reports.filling import actions as filling
from hengjian.domain.supervision.reports.forms.actions import make_form, release_form
from hengjian.domain.supervision.reports.merging import actions as merging
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportTask

BODIES = 3
OWN: dict[str, Any] = {
    "name": "涉企行政检查专项整治情况",
    "words": "各县（市、区）司法局汇总本地情况，没有的填 0。（模拟数据）",
    "period": "month",
    "sections": [
        {"title": "检查", "fields": [
            {"name": "planned", "label": "列入检查计划的企业", "kind": "number", "unit": "户", "min": 0, "required": True},
            {"name": "visited", "label": "实际检查的企业", "kind": "number", "unit": "户", "min": 0, "required": True},
            {"name": "repeated", "label": "同一企业重复检查", "kind": "number", "unit": "次", "min": 0},
        ]},
        {"title": "整改", "fields": [
            {"name": "problems", "label": "发现不规范检查", "kind": "number", "unit": "件", "min": 0, "required": True},
            {"name": "mended", "label": "已经纠正", "kind": "number", "unit": "件", "min": 0, "required": True},
            {"name": "cases", "label": "典型问题", "kind": "table", "columns": [
                {"name": "what", "label": "问题", "required": True},
                {"name": "number", "label": "件数", "kind": "number", "min": 0},
                {"name": "measure", "label": "整改措施"},
            ]},
            {"name": "words", "label": "工作建议", "kind": "text"},
        ]},
    ],
    "checks": [
        {"left": "mended", "sign": "<=", "right": ["problems"], "words": "已经纠正的不应多于发现的"},
    ],
}  # fmt: skip
NUMBERS = {"planned": 120, "visited": 86, "repeated": 3, "problems": 7, "mended": 5}
PROBLEMS = ["未出示检查通知书", "超出年度频次", "检查结果未告知企业", "多头检查未合并"]


def found_reports(*, by: Post | None = None, at: datetime) -> list[ReportTask]:
    """Nothing where the city's general section has nobody."""
    sender = _post(UnitKind.SECTION_GENERAL, Role.SUPERVISOR, at)
    signer = _post(UnitKind.BUREAU, Role.LEADER, at)
    if sender is None or signer is None:
        return []
    return [_signed(sender, signer, at), _to_sign(sender, at), _running(sender, at)]


def _signed(sender: Post, signer: Post, at: datetime) -> ReportTask:
    """The last quarter's, by the counties where somebody fills in."""
    began, day = at - timedelta(days=40), day_of(at)
    begin = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    last = begin - timedelta(days=1)
    period = (date(last.year, last.month - 2, 1), last)
    task = _sent(
        content().forms["findings-quarterly"], f"{last.year} 年第{'一二三四'[last.month // 3 - 1]}季度行政执法监督情况",
        period, [one for one in _staffed(sender, at) if one.kind == UnitKind.BUREAU], sender, began,
        origin="findings-quarterly",
    )  # fmt: skip
    for place, answer in enumerate(_answers(task)):
        _submit(answer, place, began + timedelta(days=3 + place % 3))
    task = _merge(task, sender, began + timedelta(days=9))
    return merging.sign(
        task,
        words="同意。（模拟数据）",
        seen=task.version,
        by=signer,
        at=began + timedelta(days=10),
    )


def _to_sign(sender: Post, at: datetime) -> ReportTask:
    """A form of the bureau's own, merged, waiting for somebody else's signature."""
    began = at - timedelta(days=14)
    design = FormDesign.model_validate(OWN)
    form = make_form(design, by=sender, at=began)
    form = release_form(form, seen=form.version, by=sender, at=began)
    last = day_of(began).replace(day=1) - timedelta(days=1)
    task = _sent(
        design, f"{last.year} 年 {last.month} 月涉企行政检查专项整治情况", (last.replace(day=1), last),
        _staffed(sender, at), sender, began, form=form,
    )  # fmt: skip
    for place, answer in enumerate(_answers(task)):
        _submit(answer, place, began + timedelta(days=2 + place % 3))
    return _merge(task, sender, at - timedelta(days=1))


def _running(sender: Post, at: datetime) -> ReportTask:
    """The year's statistics so far: one has answered, one was returned, the rest are missing."""
    began, day = at - timedelta(days=6), day_of(at)
    until = day.replace(day=1) - timedelta(days=1)
    offered = list(access.recipients(post=sender, at=at))
    own = [
        one
        for one in offered
        if one.kind == UnitKind.BODY and one.division_id == sender.unit.division_id
    ]
    counties = [one for one in offered if one.kind == UnitKind.BUREAU]
    staffed = _staffed(sender, at)
    title = f"{until.year} 年 1—{until.month} 月行政执法统计（年报试填）"
    words = "年报前先试填一次，核对系统数和本机关台账。没有发生的填 0。（模拟数据）"
    task = _sent(
        content().forms["statistics-yearly"], title, (date(until.year, 1, 1), until),
        list(dict.fromkeys([*counties, *own[:BODIES], *staffed])), sender, began,
        origin="statistics-yearly", days=16, words=words,
    )  # fmt: skip
    answers = [one for one in _answers(task) if one.unit in staffed]
    for place, answer in enumerate(answers[:2]):
        _submit(answer, place, began + timedelta(days=2 + place))
    first = ReportAnswer.objects.select_related("task", "unit").filter(task=task, edition=1).first()
    if first is not None:
        filling.send_back(
            first, words="罚款金额与上季度累计数相差较大，请核对后重报。（模拟数据）",
            due_on=day + timedelta(days=5), seen=first.version, by=sender, at=at - timedelta(days=1),
        )  # fmt: skip
    return task


def _sent(
    design: FormDesign, title: str, period: tuple[date, date], units: list[Unit], by: Post,
    at: datetime, days: int = 8, words: str = "", **more: Any,
) -> ReportTask:  # fmt: skip
    task = actions.plan_task(
        design, title=title, words=words or design.words, period=period,
        due_on=day_of(at) + timedelta(days=days), by=by, at=at, **more,
    )  # fmt: skip
    task = actions.choose(task, units, seen=task.version, by=by, at=at)
    return actions.send(task, seen=task.version, by=by, at=at)


def _answers(task: ReportTask) -> list[ReportAnswer]:
    return list(task.answers.select_related("task", "unit__division").order_by("unit__path"))


def _submit(answer: ReportAnswer, place: int, at: datetime) -> None:
    """As the first who fills in for the unit; nothing where it has nobody."""
    posts = telling.speakers(answer.unit, day_of(at))
    if not posts:
        return
    values = _filled(answer, place)
    reasons = {"*": "以本机关台账为准。（模拟数据）"}
    filling.submit(answer, values, reasons, seen=answer.version, by=posts[0], at=at)


def _filled(answer: ReportAnswer, place: int) -> dict[str, Any]:
    """What the system counts, noughts for the rest, and whatever the checks want."""
    task, design = answer.task, answer.task.designed
    figures = counted(design, answer.unit, task.period_from, task.period_to)
    values: dict[str, Any] = {one.name: "0" for one in design.fields() if one.numeric} | figures
    values |= {name: str(number + place * 3) for name, number in NUMBERS.items() if name in values}
    if design.field("cases"):
        named = [PROBLEMS[(place + n) % len(PROBLEMS)] for n in range(2)]
        values["cases"] = [
            {"what": what, "number": str(n + 2), "measure": "已约谈并限期整改"}
            for n, what in enumerate(named)
        ]
    for check in design.checks:
        numbers = {name: decimal_of(values.get(name)) or 0 for name in (check.left, *check.right)}
        if check.sign == "=" or (
            check.sign == "<=" and numbers[check.left] > sum(numbers[one] for one in check.right)
        ):
            values[check.right[0]] = str(numbers[check.left])
    for one in design.fields():
        if one.kind == "text":
            values[one.name] = "数据经核对，与上期相比变化正常。（模拟数据）"
    wrong = {one.field for one in faults(design, values, whole=False)}
    return {name: value for name, value in values.items() if name not in wrong}


def _merge(task: ReportTask, by: Post, at: datetime) -> ReportTask:
    task.refresh_from_db()
    return merging.merge(
        task, without="其余单位另行补报。（模拟数据）", seen=task.version, by=by, at=at
    )


def _staffed(sender: Post, at: datetime) -> list[Unit]:
    """The units where somebody fills in: one can log in as him."""
    offered = access.recipients(post=sender, at=at)
    return [one for one in offered if telling.speakers(one, day_of(at))]


def _post(kind: UnitKind, role: Role, at: datetime) -> Post | None:
    """Of the highest division that has one."""
    held = Post.objects.filter(unit__kind=kind, role=role).on(day_of(at))
    named = held.select_related("person", "unit__division", "unit__parent")
    return named.order_by("unit__division__path", "pk").first()
