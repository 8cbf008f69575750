"""A lead from the hotline with somebody who reported it, and those who may and may not work on it."""

from dataclasses import dataclass
from typing import Any

from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.leads import actions
from hengjian.domain.supervision.leads.reporting.actions import Told
from hengjian.domain.supervision.models import Lead

WHO = Told(
    name="沈岚", phone="13900001234", words="他们把我店里的秤拿走了，没有开单子。",
    place="东风路 18 号老沈烧烤",
)  # fmt: skip


@dataclass
class LittleLead:
    """Made of a little case's people; `case` is that."""

    case: LittleCase

    @property
    def at(self) -> Any:
        return self.case.at

    def entered(self, **more: Any) -> Lead:
        told = {
            "source": Lead.Source.HOTLINE, "title": "扣押物品没有出具清单", "words": "来电反映执法人员扣秤。",
            "summary": "反映一次检查中扣押计量器具没有出具清单。", "reporters": [WHO],
            "body": self.case.body, "by": self.case.first, "at": self.at,
        }  # fmt: skip
        return open_lead(**(told | more))

    def take(self, lead: Lead, code: str, **more: Any) -> Lead:
        lead.refresh_from_db()
        told = {"seen": lead.version, "words": "情况属实。", "by": self.case.first, "at": self.at}
        made = actions.take(lead, code, **(told | more))
        lead.refresh_from_db()
        return made
