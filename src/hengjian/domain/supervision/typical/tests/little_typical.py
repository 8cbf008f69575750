"""A closed case with a lead that somebody reported, and its typical case on its way."""

from dataclasses import dataclass
from typing import Any

from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.tests.little_case import AT, LittleCase
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.typical import actions
from hengjian.domain.supervision.typical.models import TypicalCase

TEXTS = {
    "title": "超期作出处罚决定监督案", "facts": "某行政机关三件案件超过期限才作出决定。",
    "handling": "监督机构调取案卷，制发监督意见书。", "result": "该机关按期整改，完善了期限提醒。",
    "meaning": "期限是程序公正的底线。",
}  # fmt: skip


@dataclass
class LittleTypical:
    little: LittleCase
    case: Case

    @classmethod
    def ready(cls, little: LittleCase) -> "LittleTypical":
        case = little.opened()
        lead = Lead.objects.create(
            bureau=case.bureau, year=2026, serial=77, number="线索〔2026〕0077号", source="finding",
            title="超期", body=little.body, unit=case.bureau, opened_at=AT,
        )  # fmt: skip
        case.leads.add(lead)
        Reporter.objects.create(
            lead=lead, name="卫十二", phone="13900001111", place="幸福路九号", received_on=AT.date(),
            entered_at=AT,
        )  # fmt: skip
        Case.objects.filter(pk=case.pk).update(state="closed", ended_at=AT)
        case.refresh_from_db()
        return cls(little, case)

    def begun(self) -> TypicalCase:
        return actions.begin(self.case, by=self.little.first, at=self.little.at)

    def written(self, one: TypicalCase | None = None, **more: str) -> TypicalCase:
        one = one or self.begun()
        self.do(one, "write", texts={**TEXTS, **more}, body_named=False)
        return one

    def submitted(self, **more: str) -> TypicalCase:
        one = self.written(**more)
        self.do(one, "submit")
        return one

    def published(self) -> TypicalCase:
        one = self.submitted()
        self.do(one, "publish", by=self.little.second)
        return one

    def do(self, one: TypicalCase, name: str, **more: Any) -> None:
        """Take one action with the version that is on the screen."""
        one.refresh_from_db()
        by, seen = more.pop("by", self.little.first), more.pop("seen", one.version)
        getattr(actions, name)(one, seen=seen, by=by, at=self.little.at, **more)
        one.refresh_from_db()
