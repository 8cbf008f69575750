"""Plants about evidence from cameras: D07.

Serves the truth about devices that nobody reviewed, announced or marked, records that nobody looked
at, and parties who were not told. Each device with a fault belongs to one planted case alone.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints, as_date
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SEEN: dict[str, Any] = {"class": "monitored"}
_PLACES = (
    "学府街与站前路交叉口",
    "集贸市场东门",
    "中医院门前路段",
    "体育馆北侧路口",
    "大桥引桥路段",
)
Faults = Callable[[Any], dict[str, Any]]


def _device(b: Batch, rows: Ints, faults: Faults) -> None:
    """A device of its own for each case; ``faults``: what is wrong with it, by the day of the act."""
    for row in rows.tolist():
        body = b.registry.bodies[int(b.value["body"][row])]
        acted = as_date(int(b.value["violation_on"][row]))
        place = _PLACES[row % len(_PLACES)]
        b.value["device"][row] = b.registry.devices.add(body, place, **faults(acted))


@plant("D07", BREAKS, "ordinary", "监控设备没有经过法制审核", **_SEEN)
def not_reviewed_by_lawyers(b: Batch, rows: Ints) -> None:
    """罚§41.1: 应当经过法制和技术审核."""
    _device(b, rows, lambda acted: {"legally_reviewed_on": None})


@plant("D07", BREAKS, "ordinary", "监控设备没有经过技术审核", **_SEEN)
def not_reviewed_by_engineers(b: Batch, rows: Ints) -> None:
    """罚§41.1: 应当经过法制和技术审核; one of the two is not both."""
    _device(b, rows, lambda acted: {"technically_reviewed_on": None})


@plant("D07", BREAKS, "ordinary", "违法行为发生以后监控设备才通过法制审核", **_SEEN)
def reviewed_afterwards(b: Batch, rows: Ints) -> None:
    """罚§41.1: the review comes before the device collects anything."""
    _device(b, rows, lambda acted: {"legally_reviewed_on": acted + timedelta(days=20)})


@plant("D07", BREAKS, "ordinary", "监控设备设置地点没有向社会公布", **_SEEN)
def place_not_published(b: Batch, rows: Ints) -> None:
    """罚§41.1: 设置地点应当向社会公布."""
    _device(b, rows, lambda acted: {"site_published_on": None})


@plant("D07", BREAKS, "ordinary", "违法行为发生以后才公布监控设备设置地点", **_SEEN)
def place_published_afterwards(b: Batch, rows: Ints) -> None:
    """罚§41.1: on the day of the act nobody could know of the device."""
    _device(b, rows, lambda acted: {"site_published_on": acted + timedelta(days=3)})


@plant("D07", BREAKS, "ordinary", "监控设备没有明显标志", **_SEEN)
def not_marked(b: Batch, rows: Ints) -> None:
    """罚§41.1: 标志明显."""
    _device(b, rows, lambda acted: {"marked": False})


@plant("D07", BREAKS, "ordinary", "监控记录未经审核即作为处罚的证据", **_SEEN)
def record_not_reviewed(b: Batch, rows: Ints) -> None:
    """罚§41.2: 未经审核…的，不得作为行政处罚的证据."""
    told = b.day["monitoring_told"][rows]
    b.drop(rows, "monitoring_reviewed")
    b.pin("monitoring_told", rows, told)


@plant("D07", BREAKS, "ordinary", "监控记录审核不符合要求，仍作为处罚的证据", **_SEEN)
def record_failed(b: Batch, rows: Ints) -> None:
    """罚§41.2: 经审核不符合要求的，不得作为行政处罚的证据."""
    modes = b.mode.setdefault("monitoring_reviewed", np.full(b.size, "passed"))
    modes[rows] = "failed"


@plant("D07", BREAKS, "ordinary", "没有告知当事人监控所记录的违法事实", **_SEEN)
def never_told(b: Batch, rows: Ints) -> None:
    """罚§41.3: 应当及时告知当事人违法事实，并…为当事人查询、陈述和申辩提供便利."""
    b.drop(rows, "monitoring_told")


@plant("D07", BREAKS, "ordinary", "监控取证的依据只是地方性法规",
       item="rule_monitored", sector=("urban",), **_SEEN)  # fmt: skip
def ground_too_low(b: Batch, rows: Ints) -> None:
    """罚§41.1: 依照法律、行政法规规定利用电子技术监控设备; a local regulation is neither."""


@plant("D07", NEAR, "ordinary", "违法行为发生前一日公布监控设备设置地点", **_SEEN)
def place_published_in_time(b: Batch, rows: Ints) -> None:
    """罚§41.1: the day before the act is before it."""
    _device(b, rows, lambda acted: {"site_published_on": acted - timedelta(days=1)})


@plant("D07", NEAR, "ordinary", "监控记录审核通过当日告知当事人", **_SEEN)
def told_at_once(b: Batch, rows: Ints) -> None:
    """罚§41.3: at once."""
    b.quick(rows, "tell_seen")


@plant("D07", EXEMPT, "ordinary", "执法人员现场取证，没有使用电子技术监控设备")
def seen_by_officers(b: Batch, rows: Ints) -> None:
    """罚§41 is about fixed devices that collect by themselves; here officers were on the scene."""
