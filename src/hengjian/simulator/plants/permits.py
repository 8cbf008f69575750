"""Plants about permits: J01, J03, J06, J07.

Serves the truth about applicants who were told late, decided on late, or left without their
licence. Applicants who themselves came late are not planted: what the body then owes them is
disputed.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SUPPLEMENT: dict[str, Any] = {"supplement": True}
_RENEWAL: dict[str, Any] = {"renewal": True}


def _told(b: Batch, rows: Ints, after: Ints | int) -> None:
    """Told so late, but decided within twenty working days of the application even so."""
    b.delay["tell"][rows] = after
    b.delay["tell_again"][rows] = 3
    b.delay["supplement"][rows] = 1
    b.delay["accept"][rows] = 0
    b.delay["decide"][rows] = 5


@plant("J01", BREAKS, "permit", "收到申请后第六个工作日以后才告知补正", **_SUPPLEMENT)
def told_too_late(b: Batch, rows: Ints) -> None:
    """许§32(4): 应当当场或者在五日内一次告知; five working days (§82)."""
    _told(b, rows, b.rng.integers(6, 10, len(rows)))


@plant("J01", BREAKS, "permit", "分两次告知补正", told_twice=True, **_SUPPLEMENT)
def told_twice(b: Batch, rows: Ints) -> None:
    """许§32(4): 一次告知申请人需要补正的全部内容; here there was a second time."""
    _told(b, rows, 1)


@plant("J01", NEAR, "permit", "收到申请后第五个工作日一次告知补正", **_SUPPLEMENT)
def told_on_the_fifth(b: Batch, rows: Ints) -> None:
    """许§32(4), 82: the fifth working day is the last one."""
    _told(b, rows, 5)


@plant("J03", BREAKS, "permit", "受理后超过二十个工作日才作出决定，没有延长")
def decided_too_late(b: Batch, rows: Ints) -> None:
    """许§42.1, 82: 自受理…之日起二十日内作出行政许可决定."""
    b.delay["decide"][rows] = b.rng.integers(21, 34, len(rows))


@plant("J03", BREAKS, "permit", "延长十日后仍超过期限作出决定", extended=True)
def beyond_the_extension(b: Batch, rows: Ints) -> None:
    """许§42.1: thirty working days are the most."""
    b.delay["decide_extended"][rows] = b.rng.integers(31, 40, len(rows))


@plant("J03", BREAKS, "permit", "受理后一直没有作出决定")
def never_decided(b: Batch, rows: Ints) -> None:
    """许§42.1: the term has long run out; an open term is broken too."""
    b.drop(rows, "decided")


@plant("J03", NEAR, "permit", "受理后恰第二十个工作日作出决定")
def decided_on_the_twentieth(b: Batch, rows: Ints) -> None:
    """许§42.1, 82: the twentieth working day is the last one."""
    b.delay["decide"][rows] = 20


@plant("J03", NEAR, "permit", "经批准延长十日，恰第三十个工作日作出决定", extended=True)
def decided_on_the_thirtieth(b: Batch, rows: Ints) -> None:
    """许§42.1: twenty and ten working days, to the last of them."""
    b.delay["decide_extended"][rows] = 30


@plant("J03", EXEMPT, "permit", "专家评审或者检测所需时间已书面告知，扣除后未超期", stopped=True)
def stopped_clock(b: Batch, rows: Ints) -> None:
    """许§45: the time of tests and expert review is not counted if it was told in writing."""
    b.delay["decide"][rows] = 20


@plant("J03", EXEMPT, "permit", "统一、联合、集中办理的许可，第四十个工作日作出决定", joint=True)
def joint_permit(b: Batch, rows: Ints) -> None:
    """许§42.2: for these the term is forty-five working days."""
    b.delay["decide_joint"][rows] = 40


@plant("J06", BREAKS, "permit", "决定后超过十个工作日才颁发许可证件")
def licence_late(b: Batch, rows: Ints) -> None:
    """许§44, 82: 自作出决定之日起十日内…颁发、送达行政许可证件."""
    b.delay["issue"][rows] = b.rng.integers(11, 20, len(rows))


@plant("J06", BREAKS, "permit", "准予许可后一直没有颁发许可证件")
def licence_never(b: Batch, rows: Ints) -> None:
    """许§44: the ten working days have long passed."""
    b.drop(rows, "licence_issued")


@plant("J06", NEAR, "permit", "决定后恰第十个工作日颁发许可证件")
def licence_on_the_tenth(b: Batch, rows: Ints) -> None:
    """许§44, 82: the tenth working day is the last one."""
    b.delay["issue"][rows] = 10


@plant("J06", EXEMPT, "permit", "不予许可，没有证件可以颁发", refused=True)
def nothing_to_issue(b: Batch, rows: Ints) -> None:
    """许§44 speaks of granted permits only."""


@plant(
    "J07", BREAKS, "permit", "申请人依时申请延续，有效期届满后才作出决定", extended=True, **_RENEWAL
)
def renewed_too_late(b: Batch, rows: Ints) -> None:
    """许§50: 应当…在该行政许可有效期届满前作出是否准予延续的决定; asked 31 days before."""
    b.delay["accept"][rows] = 0
    b.delay["old_permit"][rows] = 31
    b.delay["decide_extended"][rows] = 30


@plant("J07", BREAKS, "permit", "申请人依时申请延续，一直没有作出决定", also=("J03",), **_RENEWAL)
def renewal_never_decided(b: Batch, rows: Ints) -> None:
    """许§50; with the term of §42 run out as well."""
    b.drop(rows, "decided")


@plant(
    "J07",
    BREAKS,
    "permit",
    "有效期届满未作决定，视为准予延续",
    deemed=True,
    also=("J03",),
    **_RENEWAL,
)
def deemed_renewed(b: Batch, rows: Ints) -> None:
    """许§50: 视为准予 helps the holder and does not cure the silence; §42 is broken as well."""
    b.drop(rows, "decided")
    b.pin("closed", rows, b.days.roll(b.value["permit_valid_to"][rows] + 5))


@plant("J07", NEAR, "permit", "有效期届满当日作出延续决定", extended=True, **_RENEWAL)
def renewed_on_the_last_day(b: Batch, rows: Ints) -> None:
    """许§50: 届满前 lets the last day of validity stand; the holder had asked in time."""
    b.delay["decide_extended"][rows] = np.maximum(b.delay["decide_extended"][rows], 27)

    def change() -> None:
        b.case["permit_valid_to"][rows] = b.day["decided"][rows]

    b.finish(change)
