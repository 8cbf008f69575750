"""Founds the demo's orders: given by the city and handed down, late and urged, fed back, sent back, ended.

Serves `make demo`, by the actions that people use.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hengjian.core.clock import day_of
from hengjian.core.organisation.models import Unit, UnitKind
from hengjian.core.people.models import Post, Role
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.orders import actions
from hengjian.domain.supervision.orders.giving.actions import Told, give
from hengjian.domain.supervision.orders.models import Order
from hengjian.domain.supervision.orders.workflow import Kind

SIMULATED = "（模拟数据）"
CHECKED = Told(
    Kind.ASSIGN,
    "一个月内被重复检查四次的核实",
    "请核实检查次数、依据和方案，属于重复的督促合并，书面反馈。（模拟数据）",
)
LATE = Told(
    Kind.SUPERVISE,
    "种子质量投诉逾期没有答复",
    "请督促依法作出决定并告知投诉人，说明逾期的原因。（模拟数据）",
)
LEADER = Told(
    Kind.INSTRUCTION, "罚款没有开具专用票据的核查", "请核查近三个月罚没票据的使用情况并报告。（模拟数据）",
    leader="郑市长（虚构）", leader_words="请司法局核查并报结果。",
)  # fmt: skip
ENDED = Told(Kind.ASSIGN, "行政检查公示的核对", "请核对本县检查结果的公示。（模拟数据）")
FOREIGN = Told(
    Kind.TRANSFER, "跨县运输车辆的处罚争议", "涉及两县，请有管辖权的一方办理。（模拟数据）"
)

EXCHANGED = Told(
    Kind.TRANSFER, "行政处罚案件移送线索的核对",
    "一件处罚案件的当事人可能涉嫌犯罪，请核对是否已经收到移送材料，并反馈处理情况。（模拟数据）",
)  # fmt: skip
ASKED = Told(
    Kind.TRANSFER, "行政诉讼败诉案件情况的核对",
    "请核对上半年本市行政机关败诉案件的数量和主要原因，便于统计和督促整改。（模拟数据）",
)  # fmt: skip


def found_orders(
    city: Post,
    county: Post,
    clerk: Post,
    leads: Sequence[Lead],
    *,
    by: Post | None = None,
    at: datetime,
) -> list[Order]:
    """Orders of the city's section to two counties, and of the county to a body and a township."""
    bureau, body = county.unit.as_bureau, clerk.unit
    others = Unit.objects.filter(kind=UnitKind.BUREAU, division__parent=bureau.division.parent)
    other = others.exclude(pk=bureau.pk).order_by("pk").first()
    found = [_handed_down(city, county, clerk, at)]
    late = _given(LATE, at - timedelta(days=22), city, bureau)
    _take(late, "receive", county, at - timedelta(days=20))
    _take(late, "urge", city, at - timedelta(days=2), words="已经逾期，请抓紧办理。")
    said = replace(LEADER, leader_on=day_of(at - timedelta(days=8)))
    leader = _given(said, at - timedelta(days=7), city, bureau)
    _take(leader, "receive", county, at - timedelta(days=6))
    _take(leader, "report", county, at - timedelta(days=1), words="已核查，没有发现问题。")
    ended = _given(ENDED, at - timedelta(days=40), city, bureau)
    for days, step, post in ((38, "receive", county), (30, "report", county), (28, "close", city)):
        _take(ended, step, post, at - timedelta(days=days))
    found += [late, leader, ended]
    for kind, days in ((UnitKind.PROCURATORATE, 3), (UnitKind.COURT, 2)):
        unit = Unit.objects.filter(kind=kind, division=city.unit.division).first()
        if unit is not None:
            found.append(
                _given(EXCHANGED if days > 2 else ASKED, at - timedelta(days=days), city, unit)
            )
    if other is not None:
        back = _given(FOREIGN, at - timedelta(days=5), county, other)
        found.append(back)
    about = next((one for one in leads if one.source == Lead.Source.PROCURATORATE), None)
    if about is not None:
        about.refresh_from_db()
        said = Told(Kind.ASSIGN, about.title, f"请对照裁量标准自查同类案件，书面反馈。{SIMULATED}")
        asked = {"lead": about, "lead_seen": about.version, "leading": body}
        found.append(give(said, **asked, by=county, at=at - timedelta(days=3)))  # type: ignore[arg-type]
    return found


def _handed_down(city: Post, county: Post, clerk: Post, at: datetime) -> Order:
    """The county received it, and its body and a township's station work on a part."""
    order = _given(CHECKED, at - timedelta(days=10), city, county.unit.as_bureau)
    _take(order, "receive", county, at - timedelta(days=9))
    stations = Unit.objects.filter(
        kind=UnitKind.JUSTICE_STATION, division__path__startswith=county.unit.division.path
    )
    staffed = stations.filter(posts__role=Role.STATION_OFFICER).order_by("pk").first()
    joint = [staffed] if staffed is not None else []
    below = give(
        replace(CHECKED, days=12), leading=clerk.unit, joint=joint, parent=order, by=county,
        at=at - timedelta(days=8),
    )  # fmt: skip
    _take(below, "receive", clerk, at - timedelta(days=7))
    return order


def _given(said: Told, at: datetime, by: Post, leading: Unit) -> Order:
    return give(said, leading=leading, by=by, at=at)


def _take(order: Order, code: str, by: Post, at: datetime, **more: Any) -> None:
    order.refresh_from_db()
    unit = by.unit.as_bureau
    row = order.units.filter(unit=unit).first()
    given = {"words": f"情况如下。{SIMULATED}", "row": row} | more
    actions.take(order, code, seen=order.version, by=by, at=at, **given)
