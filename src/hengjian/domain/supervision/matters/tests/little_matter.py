"""A county with two bodies, their clerks, three supervisors, a head, an invited supervisor, and their registers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hengjian.content.matters import Asked, Column, MatterKind, Step
from hengjian.core.organisation.actions import add_unit
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import PASSWORD, SINCE
from hengjian.domain.records.models import Record
from hengjian.domain.registry.actions import enter_row
from hengjian.domain.registry.history import first_version
from hengjian.domain.registry.lists import content
from hengjian.domain.registry.models import Body, Version
from hengjian.domain.registry.registers import BODIES, CERTIFICATES, ITEMS, OFFICERS
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.matters.actions import open_matter, take
from hengjian.domain.supervision.matters.models import Matter, MatterStep


@dataclass
class LittleMatter:
    """`opened` and `walk` act as whoever a step is for."""

    case: LittleCase
    other: Body
    other_clerk: Post
    invited: Post
    at: datetime

    @classmethod
    def ready(cls, case: LittleCase) -> "LittleMatter":
        city, at = case.city, case.at
        unit = add_unit(
            UnitKind.BODY, "甲县水务局", division=city.county_a_division, by=None, at=at
        )
        point = add_unit(
            UnitKind.CONTACT_POINT,
            "甲县商会联系点",
            division=city.county_a_division,
            by=None,
            at=at,
        )
        known = first_version(BODIES, case.body.pk, BODIES.values_of(case.body), post=None, at=at)
        Version.objects.bulk_create([known])
        place = {"kind": "agency", "level": "county", "management": "local", "division": "990101"}
        enter_row(BODIES, {"body_id": "B002", "name": "甲县水务局", **place}, by=None, at=at)
        other = Body.objects.get(code="B002")
        clerk = give_post(
            enrol_person("clerk_w", "冯十二", password=PASSWORD, by=None, at=at), unit,
            Role.BODY_CLERK, since=SINCE, by=None, at=at,
        )  # fmt: skip
        invited = give_post(
            enrol_person("invited", "陈十三", password=PASSWORD, by=None, at=at), point,
            Role.INVITED_SUPERVISOR, since=SINCE, by=None, at=at,
        )  # fmt: skip
        for body, number in ((case.body, "1"), (other, "2")):
            officer = {"officer_id": f"E{number}", "name": f"执法员{number}", "kind": "enforcement"}
            enter_row(OFFICERS, officer | {"body_id": body.code}, by=None, at=at)
            card = {"cert_no": f"Z{number}", "officer_id": f"E{number}", "kind": "enforcement"}
            term = {"valid_from": "2024-01-01", "valid_to": "2026-12-31"}
            enter_row(CERTIFICATES, card | term, by=None, at=at)
            item = {"item_id": f"I{number}", "name": "对占道经营的处罚", "kind": "penalty"}
            enter_row(
                ITEMS, item | {"body_id": body.code, "discretion_required": True}, by=None, at=at
            )
            for case_number in range(4):
                Record.objects.create(
                    body=body, case_id=f"AJ{number}{case_number}", kind="penalty",
                    on=date(2026, 2, 3), bucket=0, batch=1, received_at=at,
                )  # fmt: skip
        return cls(case, other, clerk, invited, at)

    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    def opened(self, code: str, *, by: Post | None = None, **given: Any) -> Matter:
        kind = content().matters[code]
        who = by or (self.case.clerk if "body" in kind.opens.by else self.case.first)
        values = {one.name: self.answer(one) for one in kind.opens.fields}
        return open_matter(code, values | given, by=who, at=self.at)

    def take(
        self, matter: Matter, code: str, *, by: Post | None = None, **given: Any
    ) -> MatterStep:
        kind = content().matters[matter.kind]
        step = kind.step(code)
        assert step is not None
        matter.refresh_from_db()
        values = {one.name: self.answer(one) for one in step.fields} | given
        made = take(
            matter, code, values, seen=matter.version, by=by or self.doer(kind, step), at=self.at
        )
        matter.refresh_from_db()
        return made

    def doer(self, kind: MatterKind, step: Step) -> Post:
        who = {
            "body": self.case.clerk, "party": self.case.clerk, "chief": self.case.head,
            "invited": self.invited, "handler": self.case.first,
        }[step.by]  # fmt: skip
        return self.case.second if step.by == "handler" and step.not_by else who

    def answer(self, one: Asked | Column) -> Any:
        """Something right for what is asked."""
        known = {
            "date": "2026-03-01", "number": "2", "yes": "1", "body": "B001",
            "bodies": ["B001", "B002"], "item": "I1", "officer": "E1", "certificate": "Z1",
            "invited": str(self.invited.pk), "text": "情况属实，证据附后。", "line": "甲一二三",
        }  # fmt: skip
        if one.type == "choice":
            return one.choices[0]
        if one.type == "rows":
            assert isinstance(one, Asked)
            return [{column.name: self.answer(column) for column in one.columns}]
        special = {
            "valid_to": "2027-12-31", "to_body": "B002", "due": "2026-03-20",
            "year": "2026", "cert_no": "Z1", "enrol_by": "2026-03-20", "from_day": "2026-01-01",
            "to_day": "2026-02-28", "self_check_by": "2026-03-20", "hand_in_by": "2026-03-20",
            "confirmed_on": "2026-03-02", "qualified_to": "",
        }  # fmt: skip
        return special.get(one.name, known[one.type])
