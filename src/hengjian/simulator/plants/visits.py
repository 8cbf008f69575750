"""Plants about how often an enterprise is visited: K04, K05, K06, K15.

Serves the truth about caps, the old rule of one visit a year (1999) where no cap was published, and
visits that could have been one.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints, year_of
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant
from hengjian.simulator.stories.inspection import KINDS


def _visits(b: Batch, rows: Ints, group: int, *kinds: str, every: int = 62) -> None:
    """Each group of cases is one enterprise in one year; ``kinds``: of the group's visits."""
    of = b.value.setdefault("party_of", np.arange(b.size))
    leader = np.repeat(rows[::group], group)
    of[rows] = leader
    place = np.tile(np.arange(group), len(rows) // group)
    january = (year_of(b.day["root"][leader]) - 1970).astype("datetime64[Y]")
    first = january.astype("datetime64[D]").astype(np.int64) + 65
    moved = b.days.roll(first + place * every + b.rng.integers(0, every // 3, len(rows)))
    b.restart(rows, moved)
    codes = np.array([KINDS.index(kind) for kind in kinds])
    b.value["inspection_kind"][rows] = codes[place]


@plant("K04", BREAKS, "inspection", "同一机关一年内对同一企业检查三次，超过年度上限二次",
       subject="enterprise_year", group=3, since="2025-01-02", until="2025-12-20")  # fmt: skip
def three_visits(b: Batch, rows: Ints) -> None:
    """54号: 年度频次上限 counts 日常 and 专项; three of them where two are allowed."""
    _visits(b, rows, 3, "daily", "daily", "special")


@plant("K04", NEAR, "inspection", "同一机关一年内对同一企业检查二次，恰为年度上限",
       subject="enterprise_year", group=2, since="2025-01-02", until="2025-12-20")  # fmt: skip
def two_visits(b: Batch, rows: Ints) -> None:
    """54号: the cap itself may be used up."""
    _visits(b, rows, 2, "daily", "special")


@plant("K04", EXEMPT, "inspection", "日常检查二次，另有两次根据投诉举报的个案检查",
       subject="enterprise_year", group=4, since="2025-01-02", until="2025-12-20")  # fmt: skip
def visits_upon_complaint(b: Batch, rows: Ints) -> None:
    """54号 with 司法部解答: 个案 visits upon complaints may go beyond the cap."""
    _visits(b, rows, 4, "daily", "individual", "daily", "individual")


@plant("K04", EXEMPT, "inspection", "日常检查二次，另有一次上级部署的专项检查",
       subject="enterprise_year", group=3, since="2025-01-02", until="2025-12-20")  # fmt: skip
def visits_by_order(b: Batch, rows: Ints) -> None:
    """54号 with 司法部解答: special inspections ordered from above do not count."""
    _visits(b, rows, 3, "daily", "daily", "special")
    b.mark(rows[2::3], "by_superior")


# --- no cap published: once a year (1999规定§6) ------------------------------------------------------------

_UNCAPPED: dict[str, Any] = {
    "subject": "enterprise_year", "sector": ("labour",), "item": "uncapped", "since": "2025-01-02",
    "until": "2025-12-20",
}  # fmt: skip


@plant("K05", BREAKS, "inspection", "没有公布频次上限，同一机关一年内对同一企业日常检查二次", group=2,
       **_UNCAPPED)  # fmt: skip
def twice_without_a_cap(b: Batch, rows: Ints) -> None:
    """1999年规定§6: 同一行政机关对同一企业的经济检查每年一般不得超过一次."""
    _visits(b, rows, 2, "daily", "daily", every=120)


@plant("K05", NEAR, "inspection", "没有公布频次上限，一年内检查一次", group=1, **_UNCAPPED)
def once_without_a_cap(b: Batch, rows: Ints) -> None:
    """1999年规定§6: once is what is allowed."""
    _visits(b, rows, 1, "daily")


@plant("K05", EXEMPT, "inspection", "没有公布频次上限，另有一次因涉嫌违法的个案检查", group=2,
       **_UNCAPPED)  # fmt: skip
def suspected(b: Batch, rows: Ints) -> None:
    """1999年规定§16: 有理由认为企业存在违法行为…依法进行调查的，不受…第六条…的限制."""
    _visits(b, rows, 2, "daily", "individual", every=120)


# --- visits that could have been one (54号, 营商§54) --------------------------------------------------------

_PAIR: dict[str, Any] = {
    "subject": "visit_pair", "group": 2, "since": "2025-02-05", "until": "2025-12-10",
}  # fmt: skip
_TWO_BODIES: dict[str, Any] = {
    "sector": ("market",), "county": True, "other": {"sector": ("emergency",), "neighbour": True},
}  # fmt: skip


def _one_enterprise(b: Batch, rows: Ints, apart: int) -> None:
    """The second visit of each pair goes to the first one's enterprise, so many days later."""
    first, second = rows[0::2], rows[1::2]
    b.value.setdefault("party_of", np.arange(b.size))[second] = first
    b.quick(rows, "approve", "visit")
    began = b.day["root"][first]
    later = b.days.roll(began + apart)
    while apart < 10 and (stretched := later - began > apart + 3).any():
        # Over a long holiday the second visit would slip too far: both move before it.
        began = np.where(stretched, b.days.back(began, 5), began)
        later = b.days.roll(began + apart)
    if apart < 10:
        b.restart(first, began)
    b.restart(second, later)


@plant(
    "K06", BREAKS, "inspection", "两个部门三日内先后检查同一企业，没有联合", **_PAIR, **_TWO_BODIES
)
def two_departments(b: Batch, rows: Ints) -> None:
    """54号: 能联合的不得多头; two departments within days of each other."""
    _one_enterprise(b, rows, 3)


@plant(
    "K06",
    BREAKS,
    "inspection",
    "同一机关两日内就两个事项分别检查同一企业",
    sector=("market",),
    **_PAIR,
)
def two_items_of_one_body(b: Batch, rows: Ints) -> None:
    """54号: 能合并的不得重复; one body's two items are done in one visit."""
    _one_enterprise(b, rows, 2)
    b.value["item"][rows[1::2]] = b.registry.item_of("shared")


@plant("K06", NEAR, "inspection", "两个部门相隔五十八日检查同一企业", **_PAIR, **_TWO_BODIES)
def two_months_apart(b: Batch, rows: Ints) -> None:
    """54号: what lies two months apart could hardly have been one visit."""
    _one_enterprise(b, rows, 58)


@plant("K06", EXEMPT, "inspection", "两个部门同日联合检查同一企业", **_PAIR, **_TWO_BODIES)
def joint_visit(b: Batch, rows: Ints) -> None:
    """营商§54: 纳入跨部门联合抽查范围; they came together."""
    _one_enterprise(b, rows, 0)
    b.mark(rows, "joint_enforcement")


@plant(
    "K06",
    EXEMPT,
    "inspection",
    "日常检查数日后，另一部门根据投诉举报作个案检查",
    **_PAIR,
    **_TWO_BODIES,
)
def upon_complaint(b: Batch, rows: Ints) -> None:
    """营商§54.2: 对通过投诉举报…发现的问题，应当有针对性地进行检查; that cannot wait for a partner."""
    _one_enterprise(b, rows, 4)
    b.value["inspection_kind"][rows[1::2]] = KINDS.index("individual")


# --- visits upon complaints (54号) ------------------------------------------------------------------------

_COMPLAINTS: dict[str, Any] = {
    "subject": "enterprise_year", "since": "2025-01-02", "until": "2025-12-20",
}  # fmt: skip


@plant(
    "K15",
    NEAR,
    "inspection",
    "一年内以投诉举报为由对同一企业个案检查九次",
    group=9,
    **_COMPLAINTS,
)
def nine_complaints(b: Batch, rows: Ints) -> None:
    """54号, 司法部解答: 个案 visits may exceed the cap, but a clearly unreasonable number is looked at;
    which number that is no norm that was read says, so nothing is found until it is entered."""
    _visits(b, rows, 9, *["individual"] * 9, every=31)


@plant("K15", NEAR, "inspection", "一年内根据投诉举报个案检查二次", group=2, **_COMPLAINTS)
def two_complaints(b: Batch, rows: Ints) -> None:
    """54号, 司法部解答: two complaints, two visits."""
    _visits(b, rows, 2, "individual", "individual", every=120)
