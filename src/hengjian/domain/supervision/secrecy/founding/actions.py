"""Founds a case of the demo that somebody reported: with what he brought, retold, and once read.

Serves `make demo`. It is made by the actions that people use; nobody in it is real.
"""

import base64
from datetime import datetime, timedelta

from hengjian.core.files.guard import HEARD, look_at
from hengjian.core.people.models import Post
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.cases.actions import retell
from hengjian.domain.supervision.cases.conditions import HANDLERS
from hengjian.domain.supervision.cases.models import Case
from hengjian.domain.supervision.founding.actions import found_case
from hengjian.domain.supervision.founding.cast import handlers_of
from hengjian.domain.supervision.leads import actions as leads
from hengjian.domain.supervision.leads.reporting.actions import Told
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.secrecy.actions import bring, open_annex

WHO = Told(
    name="程小满", phone="0999-5550177", place="渡口街 6 号二楼",
    words="上午来了一拨人，下午又来一拨，我要看通知书，都说没带。",
)  # fmt: skip
PHOTO = base64.b64decode(  # one grey dot
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)
BEGUN = 12
"""How many days ago it was reported."""
FACTS = "反映同一天两次入企检查，都没有出示检查通知书。（模拟数据）"
RETOLD = "同一日对同一企业实施两次检查，没有按规定出示检查通知书。（模拟数据）"


def found_reported(supervisor: Post, *, by: Post | None = None, at: datetime) -> Case | None:
    """A case of a body in the supervisor's division, notified; none where two handlers are not found."""
    body = Body.objects.filter(unit__division=supervisor.unit.division).order_by("code").last()
    posts = handlers_of(supervisor.unit.as_bureau, at)
    if body is None or len(posts) < HANDLERS:
        return None
    begun = at - timedelta(days=BEGUN)
    lead = open_lead(
        source=Lead.Source.HOTLINE, title="同一天两次入企检查没有出示通知书", words=FACTS,
        summary=FACTS, severity="S", reporters=[WHO], body=body, by=posts[0], at=begun,
    )  # fmt: skip
    lead.refresh_from_db()
    checked = begun + timedelta(days=1)
    leads.take(lead, "check", words="情况基本属实。（模拟数据）", seen=lead.version, by=posts[0],
               at=checked)  # fmt: skip
    lead.refresh_from_db()
    case = found_case(lead, posts, ("approve_opening",), facts=FACTS, at=checked)
    case.refresh_from_db()
    moment = at - timedelta(days=8)
    files = [look_at("门口照片.png", PHOTO, HEARD)]
    bring(lead.reporters.get(), files, by=posts[0], at=moment)
    retell(case, facts=RETOLD, seen=case.version, by=posts[0], at=moment)
    found_case(lead, posts, ("notify",), case=case, at=moment)
    open_annex(
        case, purpose="verify", words="电话核实检查的时间（模拟数据）", by=posts[0], at=moment
    )
    return case
