"""Plants about who may inspect what and where: K01, K02, K12, K14.

Serves the truth about items on no list, laboratories and task forces at the door, other people's
areas, and officers who are too few.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants import staff
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SINCE_2025: dict[str, Any] = {"since": "2025-02-05", "until": "2026-08-28"}
_SHARED: dict[str, Any] = {"sector": ("market",), "item": "shared", **_SINCE_2025}
_OUTSIDERS = ("K14@act:inspected", "B02@act:inspected")


@plant("K01", BREAKS, "inspection", "检查事项没有列入公布的清单", sector=("market",),
       item="inspection_never_listed", **_SINCE_2025)  # fmt: skip
def never_listed(b: Batch, rows: Ints) -> None:
    """54号: 行政检查事项须公布；未经公布的不得实施."""


@plant("K01", BREAKS, "inspection", "检查事项已经移出清单仍实施检查", sector=("culture",),
       item="inspection_delisted", since="2025-09-01", until="2026-08-28")  # fmt: skip
def delisted(b: Batch, rows: Ints) -> None:
    """54号: the item left the list on 30 June 2025."""


@plant("K01", NEAR, "inspection", "检查事项在清单内的最后一日实施检查", sector=("culture",),
       item="inspection_delisted", since="2025-03-03", until="2025-05-30")  # fmt: skip
def on_its_last_day(b: Batch, rows: Ints) -> None:
    """54号: on 30 June 2025 the item was still on the list."""
    last = int(np.datetime64("2025-06-30", "D").astype(np.int64))
    b.restart(rows, np.full(len(rows), last))
    b.quick(rows, "approve", "visit")


@plant("K02", BREAKS, "inspection", "检验检测机构以自己名义实施检查", body="laboratory",
       subject="act:inspected", also=_OUTSIDERS, **_SHARED)  # fmt: skip
def by_a_laboratory(b: Batch, rows: Ints) -> None:
    """54号: 严禁…检验检测机构…等第三方…实施; it is no subject (罚§17), and its people have no cards."""


@plant(
    "K02",
    BREAKS,
    "inspection",
    "议事协调机构实施检查",
    subject="act:inspected",
    body="task_force",
    also=_OUTSIDERS,
    **_SHARED,
)
def by_a_task_force(b: Batch, rows: Ints) -> None:
    """54号: 严禁政府议事协调机构…实施; it is no subject (罚§17), and its people have no cards."""


@plant("K02", BREAKS, "inspection", "由未取得执法证件的辅助人员实施检查",
       subject="act:inspected", also=("K14@act:inspected",), **_SINCE_2025)  # fmt: skip
def by_an_auxiliary(b: Batch, rows: Ints) -> None:
    """54号: 未取得执法证件的执法辅助人员; one of the two has no card, so two are not there either."""
    for row in rows.tolist():
        staff.join(b, row, "inspected", kind="auxiliary", with_=1)


@plant("K08", BREAKS, "inspection", "将检查外包给中介机构实施", **_SINCE_2025)
def outsourced(b: Batch, rows: Ints) -> None:
    """54号: 严禁…中介外包; told as conduct, because the record does not name who came."""
    b.mark(rows, "inspection_outsourced")


@plant("K02", NEAR, "inspection", "法律法规授权的组织实施检查", body="authorized", **_SINCE_2025)
def by_an_authorized_body(b: Batch, rows: Ints) -> None:
    """54号: 行政机关、法律法规授权组织、受委托组织; the second of the three."""


@plant(
    "K12", BREAKS, "inspection", "未经异地协助机制，到其他县检查企业", county=True, **_SINCE_2025
)
def elsewhere(b: Batch, rows: Ints) -> None:
    """54号: 属地管辖为原则，异地检查按协助机制."""
    _move(b, rows)


@plant("K12", NEAR, "inspection", "市级机关在所辖县检查企业", city=True, **_SINCE_2025)
def city_in_its_county(b: Batch, rows: Ints) -> None:
    """54号: a county lies within the city's area."""


@plant("K12", EXEMPT, "inspection", "经异地协助机制，到其他县检查企业", county=True, **_SINCE_2025)
def elsewhere_with_assistance(b: Batch, rows: Ints) -> None:
    """54号: 按协助机制."""
    _move(b, rows)
    b.mark(rows, "cross_region_assist")


def _move(b: Batch, rows: Ints) -> None:
    """The enterprise lies in the next county."""
    counties = [place.division for place in b.registry.recipe.counties]
    own = b.registry.body_county[b.value["body"][rows]]
    places = [counties[(int(county) + 1) % len(counties)] for county in own]
    b.write(rows, "place_division", places)


@plant("K14", BREAKS, "inspection", "入企检查只有一名执法人员", subject="act:inspected")
def inspected_alone(b: Batch, rows: Ints) -> None:
    """黑程§18, 罚§42: 行政执法人员不得少于两人."""
    for row in rows.tolist():
        b.teams["inspected", row] = [int(b.value["handler"][row])]


@plant("K14", NEAR, "inspection", "恰由两名持证执法人员检查", subject="act:inspected")
def inspected_by_two(b: Batch, rows: Ints) -> None:
    """黑程§18: two with valid cards are enough."""
