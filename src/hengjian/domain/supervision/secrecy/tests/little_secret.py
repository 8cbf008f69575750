"""A case that somebody with a peculiar name reported, with a photo and a recording."""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hengjian.core.files.guard import HEARD, look_at
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases import actions as cases
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.leads import actions as leads
from hengjian.domain.supervision.leads.models import Reporter
from hengjian.domain.supervision.leads.reporting.actions import Told
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.secrecy import actions

NAME, PHONE, PLACE = "亓官鹮", "13977770042", "鹮鸣巷七十二号后院"
PHRASE = "他们拎走秤的那天我正在蒸第三笼豆沙包连一张单子都没留下"
SECRETS = (NAME, PHONE, PLACE, PHRASE, "鹮", "豆沙包", "店招照片")
FACTS = "反映一次检查中扣押计量器具没有出具清单。"
PHOTO = base64.b64decode(  # one grey dot
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


@dataclass
class LittleSecret:
    """`case` is proposed from the lead, opened and has two handlers; nobody was told of it yet."""

    little: LittleCase
    lead: Lead
    case: Case

    @property
    def reporter(self) -> Reporter:
        return Reporter.objects.get()

    def take(self, code: str, **more: Any) -> Any:
        return self.little.take(self.case, code, **more)

    def retold(self) -> None:
        """What the body reads was written in other words."""
        self.case.refresh_from_db()
        cases.retell(
            self.case, facts="扣押计量器具时没有当场交付清单。", seen=self.case.version,
            by=self.little.first, at=self.little.at,
        )  # fmt: skip
        self.case.refresh_from_db()


@pytest.fixture
def secret(small_city: SmallCity, tmp_path: Path, settings: Any) -> LittleSecret:
    settings.ATTACHMENTS = str(tmp_path / "attachments")
    settings.PAPERS = str(tmp_path / "papers")
    little = LittleCase.ready(small_city)
    who = Told(name=NAME, phone=PHONE, words=PHRASE, place=PLACE)
    lead = open_lead(
        source=Lead.Source.HOTLINE, title="扣押物品没有出具清单", words="来电反映扣押计量器具。",
        reporters=[who], body=little.body, by=little.first, at=little.at,
    )  # fmt: skip
    lead.refresh_from_db()
    leads.take(lead, "check", words="情况属实。", seen=lead.version, by=little.first, at=little.at)
    case = cases.propose(
        title="扣押物品没有出具清单", facts=FACTS, body=little.body, bureau=little.city.bureau_a,
        unit=little.city.bureau_a, leads=[lead], by=little.first, at=little.at,
    )  # fmt: skip
    little.take(case, "approve_opening")
    for post in (little.first, little.second):
        little.appoint(case, post, leading=post is little.first)
    case.refresh_from_db()
    made = LittleSecret(little, lead, case)
    files = [look_at("店招照片.png", PHOTO, HEARD), look_at("录音.amr", b"#!AMR\n1", HEARD)]
    actions.bring(made.reporter, files, by=little.first, at=little.at)
    return made
