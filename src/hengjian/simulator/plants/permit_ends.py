"""Plants about what comes of an application: J08, J09, J14–J17.

Serves the truth about refusals without reasons, hearings gone wrong, permits on no list, hidden or
never cancelled, and applicants who deceived.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_REFUSED: dict[str, Any] = {"refused": True}
_HEARING: dict[str, Any] = {"hearing": True}
_CANCELLED: dict[str, Any] = {"cancelled": True, "until": "2024-12-31"}


# --- refusals (许§38.2) -----------------------------------------------------------------------------------


@plant("J08", BREAKS, "permit", "不予许可没有作出书面决定", **_REFUSED)
def refused_by_mouth(b: Batch, rows: Ints) -> None:
    """许§38.2: 不予行政许可的书面决定."""
    b.leave_out(rows, "决定01")


@plant("J08", BREAKS, "permit", "不予许可决定没有说明理由", **_REFUSED)
def refused_without_reasons(b: Batch, rows: Ints) -> None:
    """许§38.2: 应当说明理由."""
    b.leave_out(rows, "决定01", "reasons")


@plant("J08", BREAKS, "permit", "不予许可决定没有告知复议和诉讼的权利", also=("M07",), **_REFUSED)
def refused_without_remedies(b: Batch, rows: Ints) -> None:
    """许§38.2: 告知申请人享有依法申请行政复议或者提起行政诉讼的权利; untold terms run longer (复§20)."""
    b.leave_out(rows, "决定01", "remedies")


@plant("J08", NEAR, "permit", "不予许可决定说明理由并告知救济途径", **_REFUSED)
def refused_properly(b: Batch, rows: Ints) -> None:
    """许§38.2: both are there."""


@plant("J08", EXEMPT, "permit", "准予许可，决定不需要说明不予许可的理由")
def granted(b: Batch, rows: Ints) -> None:
    """许§38.1: who gets what he asked for needs no reasons."""
    b.leave_out(rows, "决定01", "reasons")


# --- the hearing (许§47, 48) ------------------------------------------------------------------------------


@plant("J09", BREAKS, "permit", "申请听证后超过二十个工作日才举行", **_HEARING)
def heard_late(b: Batch, rows: Ints) -> None:
    """许§47.1, 82: 应当在二十日内组织听证; its time is not counted in the term of the decision."""
    b.delay["hearing"][rows] = b.rng.integers(22, 28, len(rows))


@plant("J09", BREAKS, "permit", "举行听证前不足七个工作日才通知", **_HEARING)
def summoned_late(b: Batch, rows: Ints) -> None:
    """许§48(1), 82: 应当于举行听证的七日前…通知."""
    b.delay["hearing"][rows] = b.rng.integers(3, 6, len(rows))


@plant("J09", BREAKS, "permit", "申请人依时申请听证，没有举行听证即作出决定", **_HEARING)
def never_heard(b: Batch, rows: Ints) -> None:
    """许§47.1: who asks in time is heard."""
    b.drop(rows, "hearing_notified")


@plant("J09", BREAKS, "permit", "听证没有制作笔录", **_HEARING)
def no_record(b: Batch, rows: Ints) -> None:
    """许§48(5): 听证应当制作笔录; §48.2 decides by it."""
    b.leave_out(rows, "听证01")


@plant("J09", NEAR, "permit", "申请听证后恰第二十个工作日举行", **_HEARING)
def heard_on_the_twentieth(b: Batch, rows: Ints) -> None:
    """许§47.1, 82: the twentieth working day is the last one."""
    b.delay["summon"][rows] = 1
    b.delay["hearing"][rows] = 19


@plant("J09", NEAR, "permit", "举行听证前恰七个工作日通知申请人", **_HEARING)
def summoned_seven_days_before(b: Batch, rows: Ints) -> None:
    """许§48(1), 82: the seventh working day before."""
    b.delay["hearing"][rows] = 7


@plant("J09", NEAR, "permit", "被告知听证权利后恰第五个工作日申请听证", **_HEARING)
def asked_on_the_fifth(b: Batch, rows: Ints) -> None:
    """许§47.1: 五日内 for the party; he was heard."""
    b.delay["request"][rows] = 5


@plant("J09", EXEMPT, "permit", "超过五日才申请听证，未举行听证", **_HEARING)
def asked_too_late(b: Batch, rows: Ints) -> None:
    """许§47.1: whoever asks after the five days, however counted, has no right to be heard."""
    b.delay["request"][rows] = 8
    b.delay["decide"][rows] = 16
    b.drop(rows, "hearing_notified")


# --- the list (营商§69) and publication (许§40) -------------------------------------------------------------


@plant(
    "J14", BREAKS, "permit", "实施清单以外的许可", sector=("market",), item="permit_never_listed"
)
def never_listed(b: Batch, rows: Ints) -> None:
    """营商§69(8): 变相设定或者实施行政许可; a permit that is on no list."""


@plant("J14", BREAKS, "permit", "继续实施已经取消的许可", sector=("culture",),
       item="permit_delisted", since="2024-02-05", until="2025-06-20")  # fmt: skip
def delisted(b: Batch, rows: Ints) -> None:
    """营商§69(8): 继续实施…已取消的行政许可; it left the list at the end of 2023."""


@plant("J14", NEAR, "permit", "许可取消前已经受理并作出决定", sector=("culture",),
       item="permit_delisted", since="2023-03-01", until="2023-09-28")  # fmt: skip
def still_listed(b: Batch, rows: Ints) -> None:
    """营商§69(8): while it was on the list it could be given."""


@plant("J15", BREAKS, "permit", "准予许可决定超过七个工作日才公开")
def published_late(b: Batch, rows: Ints) -> None:
    """许§40, 118号（六）: 行政许可…决定信息要在执法决定作出之日起7个工作日内公开."""
    late = b.rng.integers(8, 18, len(rows))
    b.pin("published", rows, b.days.add(b.day["decided"][rows], late))


@plant("J15", BREAKS, "permit", "准予许可决定一直没有公开")
def never_published(b: Batch, rows: Ints) -> None:
    """许§40: 准予行政许可决定，应当予以公开."""
    b.drop(rows, "published")


@plant("J15", NEAR, "permit", "准予许可决定恰第七个工作日公开")
def published_on_the_seventh(b: Batch, rows: Ints) -> None:
    """118号（六）: the seventh working day is the last one."""
    b.delay["publish"][rows] = 7


@plant(
    "J15",
    NEAR,
    "permit",
    "三个工作日前作出决定，尚在公开期限内",
    since="2026-10-08",
    until="2026-10-16",
)
def not_yet_due(b: Batch, rows: Ints) -> None:
    """118号（六）: the seven working days are not over on the day of the data."""
    as_of = np.full(len(rows), b.registry.as_of)
    b.restart(rows, b.days.back(as_of, 12))
    b.quick(rows, "accept")
    b.delay["decide"][rows] = 9
    b.delay["publish"][rows] = 6


@plant("J15", NEAR, "permit", "该机关不报送公开活动，没有记录不等于没有公开", narrow=0)
def publication_not_reported(b: Batch, rows: Ints) -> None:
    """许§40: the body's coverage does not name this activity, so its absence proves nothing."""


@plant("J15", EXEMPT, "permit", "不予许可决定，不属于应当公开的准予许可决定", **_REFUSED)
def refusal_not_published(b: Batch, rows: Ints) -> None:
    """许§40 opens 准予行政许可的决定; within seven working days it was opened all the same."""
    b.delay["publish"][rows] = 7


# --- cancelling (许§70) and deceit (许§69.2, 78) -------------------------------------------------------------


@plant("J16", BREAKS, "permit", "被许可人依法终止已一年以上，没有办理注销", **_CANCELLED)
def never_cancelled(b: Batch, rows: Ints) -> None:
    """许§70(3): 应当依法办理有关行政许可的注销手续."""
    b.delay["ground"][rows] = 120
    b.drop(rows, "permit_cancelled")


@plant("J16", NEAR, "permit", "被许可人依法终止后数日内注销许可", **_CANCELLED)
def cancelled_soon(b: Batch, rows: Ints) -> None:
    """许§70: cancelled within days; the article sets no term."""
    b.delay["ground"][rows] = 120


@plant("J16", EXEMPT, "permit", "没有发生应当注销的情形，许可继续有效")
def still_valid(b: Batch, rows: Ints) -> None:
    """许§70: nothing happened that would end it."""


@plant("J17", BREAKS, "permit", "申请人提供虚假材料，仍准予许可", false_material=True)
def granted_on_false_papers(b: Batch, rows: Ints) -> None:
    """许§78: 不予受理或者不予行政许可，并给予警告."""


@plant(
    "J17", NEAR, "permit", "申请人提供虚假材料，不予许可并给予警告", false_material=True, **_REFUSED
)
def refused_and_warned(b: Batch, rows: Ints) -> None:
    """许§78: refused and warned."""


@plant("J17", EXEMPT, "permit", "以欺骗手段取得的许可，发现后撤销并注销", false_material=True,
       until="2024-12-31")  # fmt: skip
def revoked_later(b: Batch, rows: Ints) -> None:
    """许§69.2, 70(4): found out later, it was revoked, cancelled and taken from the public list."""
    found = b.days.add(b.day["decided"][rows], 60)
    b.pin("decision_changed", rows, found)
    b.pin("unpublished", rows, b.days.add(found, 1))
    b.pin("permit_cancelled", rows, b.days.add(found, 3))
    notes = b.note.setdefault(
        "decision_changed", np.full(b.size, "经行政复议、行政诉讼或者依法撤销")
    )
    notes[rows] = "查明以欺骗手段取得，依法撤销"
