"""Founds the demo's inbox: leads of a county from every source, some new, some late, some decided.

Serves `make demo`. Each is made by the actions that people use, on days of the last weeks; nobody in it
is real.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hengjian.core.people.models import Post
from hengjian.domain.registry.models import Body
from hengjian.domain.supervision.actions import open_lead
from hengjian.domain.supervision.leads import actions
from hengjian.domain.supervision.leads.merging.actions import merge
from hengjian.domain.supervision.leads.reporting.actions import Told, answer
from hengjian.domain.supervision.models import Lead

S = Lead.Source
SIMULATED = "（模拟数据）"
CALLERS = (
    Told(name="沈岚", phone="0999-5550131", words="他们把我店里的秤拿走了，没有给我单子。", place="东风路 18 号"),
    Told(name="赵云山", phone="0999-5550132", words="隔壁的秤被拿走，我也看见了。", place="东风路 20 号"),
    Told(name="吴小满", phone="0999-5550133", words="投诉以后，他们又来查了我三次。", place="砚一镇集市"),
)  # fmt: skip
LEADS: tuple[dict[str, Any], ...] = (
    {"days": 1, "source": S.HOTLINE, "reference": "12345-20260001", "severity": "S", "who": 0,
     "title": "扣押计量器具没有出具清单", "words": "来电反映检查时扣走电子秤，没有出具清单。",
     "summary": "反映一次检查中扣押计量器具没有出具清单。"},
    {"days": 0, "source": S.REPORT, "severity": "S", "who": 1, "merge": True,
     "title": "检查中扣押电子秤没有清单", "words": "来访反映同一条街的另一家被扣秤。",
     "summary": "反映一次检查中扣押计量器具没有出具清单。"},
    {"days": 2, "source": S.REPORT, "kind": Lead.Kind.RETALIATION, "severity": "F", "who": 2,
     "title": "投诉以后被频繁检查", "words": "反映投诉后一周内被检查三次。",
     "summary": "反映提出投诉以后短期内被多次检查。"},
    {"days": 9, "source": S.MEDIA, "severity": "G",
     "title": "媒体报道一次检查没有出示证件", "words": "本地媒体报道一次集市检查没有出示执法证件。"},
    {"days": 3, "source": S.FIELD, "severity": "G", "step": "check",
     "title": "现场监督发现检查没有扫码登记", "words": "随行监督时发现一次入企检查没有扫码登记。"},
    {"days": 16, "source": S.PROCURATORATE, "reference": "检建〔2026〕3号", "severity": "S",
     "step": "check",
     "title": "检察建议：类案处罚畸轻", "words": "检察机关就同类案件处罚幅度差别提出建议。"},
    {"days": 20, "source": S.COURT, "severity": "S", "step": "transfer", "receiver": "北砚县人民检察院",
     "title": "司法建议：强制执行申请材料不全", "words": "法院就非诉执行申请材料提出建议。"},
    {"days": 24, "source": S.BODY, "severity": "N", "step": "settle",
     "title": "机关自查：公示迟了两天", "words": "机关自查发现两件处罚公示迟了两天，已经补正。"},
    {"days": 12, "source": S.DOSSIER, "severity": "G", "step": "refuse",
     "title": "评查发现一件案卷缺页", "words": "案卷评查发现一件案卷缺少送达回证。"},
    {"days": 30, "source": S.HOTLINE, "reference": "12345-20250977", "severity": "G", "who": 1,
     "step": "refuse", "answered": True,
     "title": "对合同纠纷不处理", "words": "来电反映对一起买卖纠纷不处理。",
     "summary": "反映对一起买卖纠纷没有处理，经核对不属于行政执法事项。"},
)  # fmt: skip
"""``days`` ago, from which source, who reported it, and how far it came."""


def found_inbox(
    supervisor: Post, *, ago: range, by: Post | None = None, at: datetime
) -> list[Lead]:
    """The leads of so many days ago, the oldest first, about the bodies of the supervisor's division in
    turn."""
    bodies = list(Body.objects.filter(unit__division=supervisor.unit.division).order_by("code"))
    if not bodies:
        return []
    made: list[Lead] = []
    for place, told in sorted(enumerate(LEADS), key=lambda one: -one[1]["days"]):
        if told["days"] in ago:
            body, moment = bodies[place // 2 % len(bodies)], at - timedelta(days=told["days"])
            made.append(_one(told, body, supervisor, moment))
            if told.get("merge"):
                made[-1].refresh_from_db()
                lead, words = made[-1], f"同一次检查。{SIMULATED}"
                merge(lead, made[-2], words=words, seen=lead.version, by=supervisor, at=at)
    return made


def _one(told: dict[str, Any], body: Body, by: Post, at: datetime) -> Lead:
    names = ("source", "title", "summary", "reference", "kind", "severity")
    given = {name: told[name] for name in names if name in told}
    people: Sequence[Told] = [CALLERS[told["who"]]] if "who" in told else []
    words = f"{told['words']}{SIMULATED}"
    lead = open_lead(**given, words=words, reporters=people, body=body, by=by, at=at)
    if step := told.get("step"):
        _taken(lead, "check", by, at + timedelta(hours=20))
        if step != "check":
            _taken(lead, step, by, at + timedelta(hours=46), receiver=told.get("receiver", ""))
    if told.get("answered"):
        moment = at + timedelta(days=3)
        answer(lead.reporters.get(), words=f"已电话告知。{SIMULATED}", on=None, by=by, at=moment)
    return lead


def _taken(lead: Lead, code: str, by: Post, at: datetime, receiver: str = "") -> None:
    lead.refresh_from_db()
    words = f"已核对有关材料。{SIMULATED}"
    actions.take(lead, code, seen=lead.version, words=words, receiver=receiver, by=by, at=at)
