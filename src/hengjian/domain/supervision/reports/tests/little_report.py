"""A form with a sum, a table and a prefilled figure, and a task that the city sends to two counties and a body."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hengjian.content.form_design import FormDesign
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import PASSWORD, SINCE, SmallCity
from hengjian.domain.supervision.reports import actions
from hengjian.domain.supervision.reports.filling import actions as filling
from hengjian.domain.supervision.reports.merging import actions as merging
from hengjian.domain.supervision.reports.models import ReportAnswer, ReportTask

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DESIGN = FormDesign.model_validate(
    {
        "name": "执法情况季报",
        "sections": [
            {"title": "数量", "fields": [
                {"name": "total", "label": "合计", "kind": "number", "unit": "件", "min": 0, "required": True},
                {"name": "simple", "label": "简易程序", "kind": "number", "min": 0},
                {"name": "ordinary", "label": "普通程序", "kind": "number", "min": 0},
                {"name": "fines", "label": "罚款金额", "kind": "money", "min": 0},
                {"name": "officers", "label": "执法人员", "kind": "number", "figure": "officers"},
            ]},
            {"title": "情况", "fields": [
                {"name": "rate", "label": "公开率", "kind": "number", "decimals": 1, "max": 100, "merge": "list"},
                {"name": "on", "label": "公开日期", "kind": "date"},
                {"name": "how", "label": "公开方式", "kind": "choice", "choices": ["网站", "公告栏"]},
                {"name": "told", "label": "是否公开", "kind": "flag"},
                {"name": "words", "label": "说明", "kind": "text"},
                {"name": "items", "label": "重点事项", "kind": "table", "columns": [
                    {"name": "what", "label": "事项", "required": True},
                    {"name": "number", "label": "件数", "kind": "number", "min": 0},
                ]},
            ]},
        ],
        "checks": [
            {"left": "total", "right": ["simple", "ordinary"]},
            {"left": "items.number", "sign": "<=", "right": ["total"], "words": "重点事项不应多于合计"},
        ],
    }
)  # fmt: skip


def filled(total: int = 3, **more: Any) -> dict[str, Any]:
    return {"total": str(total), "simple": "1", "ordinary": str(total - 1), "officers": "0", **more}


@dataclass
class LittleReport:
    """`city` sends and `leader` signs; the counties answer as their supervisors, the body as its clerk."""

    city: SmallCity
    head_a: Post
    at: datetime = AT
    design: FormDesign = field(default=DESIGN)

    @classmethod
    def ready(cls, city: SmallCity) -> "LittleReport":
        head = give_post(
            enrol_person("head_a", "何十", password=PASSWORD, by=None, at=AT),
            city.bureau_a, Role.LEADER, since=SINCE, by=None, at=AT,
        )  # fmt: skip
        return cls(city, head)

    @property
    def day(self) -> date:
        return self.at.date()

    def planned(self, *units: Any) -> ReportTask:
        city = self.city
        task = actions.plan_task(
            self.design, title="一季度执法情况", period=(date(2026, 1, 1), date(2026, 3, 31)),
            due_on=self.day + timedelta(days=10), by=city.city, at=self.at,
        )  # fmt: skip
        asked = units or (city.bureau_a, city.bureau_b, city.body_a)
        return actions.choose(task, asked, seen=task.version, by=city.city, at=self.at)

    def sent(self, *units: Any) -> ReportTask:
        task = self.planned(*units)
        return actions.send(task, seen=task.version, by=self.city.city, at=self.at)

    def answer(self, task: ReportTask, unit: Any) -> ReportAnswer:
        return ReportAnswer.objects.select_related("task", "unit").get(task=task, unit=unit)

    def filler(self, unit: Any) -> Post:
        city = self.city
        return {
            city.bureau_a: city.county_a,
            city.bureau_b: city.county_b,
            city.body_a: city.clerk_a,
        }[unit]

    def submit(self, task: ReportTask, unit: Any, **values: Any) -> ReportAnswer:
        row = self.answer(task, unit)
        filling.submit(
            row, filled(**values), {}, seen=row.version, by=self.filler(unit), at=self.at
        )
        return self.answer(task, unit)

    def back(self, task: ReportTask, unit: Any, words: str = "合计与上月不符") -> ReportAnswer:
        row = self.answer(task, unit)
        return filling.send_back(
            row, words=words, due_on=self.day + timedelta(days=3), seen=row.version,
            by=self.city.city, at=self.at,
        )  # fmt: skip

    def merge(self, task: ReportTask, without: str = "", by: Post | None = None) -> ReportTask:
        row = ReportTask.objects.get(pk=task.pk)
        return merging.merge(
            row, without=without, seen=row.version, by=by or self.city.city, at=self.at
        )

    def sign(self, task: ReportTask, by: Post | None = None) -> ReportTask:
        row = ReportTask.objects.get(pk=task.pk)
        return merging.sign(row, seen=row.version, by=by or self.city.leader, at=self.at)
