"""Plants about service: G01, G02, G03, G04, G05.

Serves the truth about papers that reach the party late, or in a way the party need not accept. That a
service left no trace at all is planted with the records (L01), since both are broken then.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant


def _after(b: Batch, rows: Ints, step: str, low: int, high: int) -> None:
    late = b.rng.integers(low, high + 1, len(rows))
    b.pin(step, rows, b.days.add(b.day["decided"][rows], late))


@plant("G01", BREAKS, "ordinary", "当事人不在场，决定作出后超过七个工作日才送达")
def served_late(b: Batch, rows: Ints) -> None:
    """罚§61, 85: 当事人不在场的，应当在七日内…送达; seven working days."""
    _after(b, rows, "served", 8, 16)


@plant("G01", BREAKS, "ordinary", "邮寄送达，决定作出后超过七个工作日才交邮", mode="post")
def mailed_late(b: Batch, rows: Ints) -> None:
    """罚§61, 85: what counts for the post is the day of dispatch, and that was too late."""
    _after(b, rows, "dispatched", 8, 14)


@plant("G01", NEAR, "ordinary", "决定作出后第七个工作日送达")
def served_on_the_seventh(b: Batch, rows: Ints) -> None:
    """罚§61, 85: the seventh working day is the last one."""
    _after(b, rows, "served", 7, 7)


@plant("G01", EXEMPT, "ordinary", "第七个工作日交邮，以交邮日为准，收件在后", mode="post")
def mailed_on_the_seventh(b: Batch, rows: Ints) -> None:
    """民诉§85: 在期满前交邮的，不算过期; the letter arrives later."""
    _after(b, rows, "dispatched", 7, 7)


@plant("G01", EXEMPT, "ordinary", "其他方式无法送达，七个工作日内发布公告，满三十日视为送达",
       mode="announcement")  # fmt: skip
def by_public_notice(b: Batch, rows: Ints) -> None:
    """民诉§95: deemed served thirty days after the notice, which came in time."""
    _after(b, rows, "dispatched", 5, 7)


@plant("G02", BREAKS, "ordinary", "电子送达，案卷中没有当事人签订的确认书", mode="electronic")
def online_without_consent(b: Batch, rows: Ints) -> None:
    """罚§61.2: 当事人同意并签订确认书的，可以; nobody agreed to anything."""
    b.leave_out(rows, "确认01")


@plant("G02", BREAKS, "ordinary", "电子送达，确认书没有当事人签名", mode="electronic")
def online_without_signature(b: Batch, rows: Ints) -> None:
    """罚§61.2: the paper has to be signed by the party."""
    b.leave_out(rows, "确认01", "party_signed")


@plant("G02", NEAR, "ordinary", "当事人签订确认书后电子送达", mode="electronic")
def online_with_consent(b: Batch, rows: Ints) -> None:
    """罚§61.2, 民诉§90: agreed to in writing; served when it arrived."""


@plant("G02", EXEMPT, "ordinary", "邮寄送达，不需要电子送达确认书", mode="post")
def no_consent_for_the_post(b: Batch, rows: Ints) -> None:
    """民诉§91: letters need no consent of the party."""


@plant("G03", BREAKS, "ordinary", "留置送达既无见证人签名，也没有拍照录像",
       mode="left", since="2022-02-01")  # fmt: skip
def left_unseen(b: Batch, rows: Ints) -> None:
    """民诉§89: a witness signs, or the leaving is photographed or filmed; here neither."""
    b.leave_out(rows, "送达01", "witness")
    b.leave_unfilmed(rows, "served")
    _without_note(b, rows)


@plant("G03", BREAKS, "ordinary", "留置送达没有注明拒收情形，也没有见证人和录像",
       mode="left", since="2022-02-01")  # fmt: skip
def left_without_a_word(b: Batch, rows: Ints) -> None:
    """民诉§89: reason and day of the refusal, and somebody or something that saw it."""
    b.leave_out(rows, "送达01", "witness", "refusal_noted")
    b.leave_unfilmed(rows, "served")
    _without_note(b, rows)


@plant("G03", NEAR, "ordinary", "留置送达没有见证人，全程录像并注明拒收情形", mode="left")
def left_on_film(b: Batch, rows: Ints) -> None:
    """民诉§89: 也可以…采用拍照、录像等方式记录送达过程; the film is enough."""
    b.leave_out(rows, "送达01", "witness")


@plant("G03", NEAR, "ordinary", "留置送达有见证人签名并注明拒收情形和日期", mode="left")
def left_before_a_witness(b: Batch, rows: Ints) -> None:
    """民诉§89: a witness, the reason of the refusal and the day."""


def _without_note(b: Batch, rows: Ints) -> None:
    def change() -> None:
        b.note["served"][rows] = ""

    b.finish(change)


@plant(
    "G04",
    BREAKS,
    "ordinary",
    "发布公告后不满三十日即视为送达",
    mode="announcement",
    since="2022-02-01",
)
def notice_too_short(b: Batch, rows: Ints) -> None:
    """民诉§95: 自发出公告之日起，经过三十日，即视为送达."""
    mailed = b.day["dispatched"][rows]
    b.pin("served", rows, mailed + b.rng.integers(10, 24, len(rows)))


@plant("G04", BREAKS, "ordinary", "未经其他方式送达即公告，案卷没有记明原因和经过",
       mode="announcement", since="2022-02-01")  # fmt: skip
def notice_at_once(b: Batch, rows: Ints) -> None:
    """民诉§95: only who cannot be found or reached otherwise; the file has to say why and how."""
    b.drop(rows, "service_attempted")
    b.leave_out(rows, "送达01", "announcement_reason")
    _without_note(b, rows)


@plant(
    "G04",
    BREAKS,
    "ordinary",
    "公告送达，案卷没有记明原因和经过",
    mode="announcement",
    since="2022-02-01",
)
def notice_without_reason(b: Batch, rows: Ints) -> None:
    """民诉§95.2: 应当在案卷中记明原因和经过; it was tried, and nobody wrote down how."""
    b.leave_out(rows, "送达01", "announcement_reason")
    _without_note(b, rows)


@plant(
    "G04",
    NEAR,
    "ordinary",
    "直接送达未成后公告，恰满三十日视为送达",
    mode="announcement",
    since="2022-02-01",
)
def notice_of_thirty_days(b: Batch, rows: Ints) -> None:
    """民诉§95: the last resort, its reason in the file, thirty days."""


@plant(
    "G04",
    NEAR,
    "ordinary",
    "当事人下落不明，案卷记明原因和经过后公告",
    mode="announcement",
    since="2022-02-01",
)
def notice_to_the_missing(b: Batch, rows: Ints) -> None:
    """民诉§95: 受送达人下落不明 — where nobody is, nothing need be tried; the file says why."""
    b.drop(rows, "service_attempted")

    def change() -> None:
        b.note["served"][rows] = "当事人下落不明，查找经过已记入案卷"

    b.finish(change)


@plant("G04", EXEMPT, "ordinary", "留置送达，不适用公告的条件和期间", mode="left")
def no_notice_where_left(b: Batch, rows: Ints) -> None:
    """民诉§89: what is left at the door is served on that day."""


_COURT: dict[str, Any] = {"court": True, "brief": True, "present": True}


@plant("G05", BREAKS, "ordinary", "催告书未直接送达过，径行邮寄", demand_posted=True, **_COURT)
def demand_posted_at_once(b: Batch, rows: Ints) -> None:
    """强§38: 应当直接送达当事人; other ways only when that was refused or not possible."""
    b.drop(rows, "demand_attempted")


@plant("G05", BREAKS, "ordinary", "催告书未直接送达过，径行公告", demand_posted=True, **_COURT)
def demand_announced_at_once(b: Batch, rows: Ints) -> None:
    """强§38: a public notice without any attempt to hand the reminder over."""
    b.drop(rows, "demand_attempted")
    b.pin("demand_served", rows, b.days.roll(b.day["demanded"][rows] + 31))
    _serve_demand(b, rows, "announcement")


@plant("G05", BREAKS, "coercion", "强制执行决定书未直接送达过，径行邮寄")
def order_posted_at_once(b: Batch, rows: Ints) -> None:
    """强§38: the decision to execute, too, is handed over in person first."""
    _serve(b, rows, "order_served", "post")


@plant("G05", NEAR, "ordinary", "催告书直接送达", **_COURT)
def demand_handed_over(b: Batch, rows: Ints) -> None:
    """强§38: in person, as the law wants it."""


@plant("G05", NEAR, "ordinary", "当事人拒收催告书，当场留置", **_COURT)
def demand_left(b: Batch, rows: Ints) -> None:
    """强§38: 当事人拒绝接收…的，依照民事诉讼法; it was brought in person and left."""
    _serve_demand(b, rows, "left")


@plant("G05", EXEMPT, "ordinary", "催告书直接送达未成，改为邮寄", demand_posted=True, **_COURT)
def demand_posted_after_an_attempt(b: Batch, rows: Ints) -> None:
    """强§38: 无法直接送达; the attempt is in the record."""


def _serve_demand(b: Batch, rows: Ints, mode: str) -> None:
    _serve(b, rows, "demand_served", mode)


def _serve(b: Batch, rows: Ints, step: str, mode: str) -> None:
    usual = next(known.mode for known in b.steps if known.name == step)

    def change() -> None:
        modes = b.mode.get(step)
        found = np.full(b.size, usual) if modes is None else modes
        b.mode[step] = found.astype("U12")
        b.mode[step][rows] = mode

    b.finish(change)
