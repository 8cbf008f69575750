"""Plants about what must be filmed: I21, L02.

Serves the truth about seizures, demolitions and hearings that no camera saw. 118号（八） asks for the
whole length of the first two, and for the rest by circumstances: there full papers may do.
"""

from typing import Any

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_DEMOLISHED: dict[str, Any] = {"execution": ("demolish",)}


@plant("I21", BREAKS, "ordinary", "查封扣押没有音像记录", measure=True)
def seizure_unfilmed(b: Batch, rows: Ints) -> None:
    """118号（八）: 对查封扣押财产、强制拆除等…要推行全程音像记录."""
    b.leave_unfilmed(rows, "measure_taken")


@plant("I21", BREAKS, "coercion", "强制拆除没有音像记录", **_DEMOLISHED)
def demolition_unfilmed(b: Batch, rows: Ints) -> None:
    """118号（八）: a demolition is filmed from beginning to end."""
    b.leave_unfilmed(rows, "enforced")


@plant("I21", NEAR, "ordinary", "查封扣押全程录像，此前的现场勘验只有文字记录", measure=True)
def only_the_seizure_filmed(b: Batch, rows: Ints) -> None:
    """118号（八）: the seizure must be filmed; of the examination a full record is enough."""
    b.leave_unfilmed(rows, "site_examined")


@plant("I21", NEAR, "coercion", "强制拆除自开始至结束全程录像", **_DEMOLISHED)
def demolition_filmed(b: Batch, rows: Ints) -> None:
    """118号（八）: filmed from before the beginning until after the end."""


@plant("I21", EXEMPT, "ordinary", "冻结存款没有执法现场，不作音像记录", measure=True,
       sector=("market",), item="freeze_by_law")  # fmt: skip
def nothing_to_film(b: Batch, rows: Ints) -> None:
    """118号（八） speaks of 现场执法活动; a letter to a bank is none."""
    b.delay["tell_frozen"][rows] = 2


@plant("L02", BREAKS, "ordinary", "举行听证没有音像记录", hearing=True)
def hearing_unfilmed(b: Batch, rows: Ints) -> None:
    """118号（八）: 举行听证…容易引发争议的行政执法过程，要…进行音像记录."""
    b.leave_unfilmed(rows, "hearing_held")


@plant("L02", BREAKS, "ordinary", "留置送达没有音像记录", mode="left")
def leaving_unfilmed(b: Batch, rows: Ints) -> None:
    """118号（八）: 留置送达 is disputed easily; a witness makes it valid, not recorded."""
    b.leave_unfilmed(rows, "served")


@plant("L02", NEAR, "ordinary", "现场检查勘验没有音像记录，文字记录完整")
def examination_in_writing(b: Batch, rows: Ints) -> None:
    """118号（八）: 对文字记录能够全面有效记录执法行为的，可以不进行音像记录."""
    b.leave_unfilmed(rows, "site_examined")


@plant("L02", NEAR, "ordinary", "公告送达的张贴过程有音像记录", mode="announcement")
def notice_filmed(b: Batch, rows: Ints) -> None:
    """118号（八）: 公告送达 is filmed as the notice is put up."""


@plant("L02", EXEMPT, "ordinary", "直接送达当事人签收，不属于应当录音录像的送达")
def served_by_hand(b: Batch, rows: Ints) -> None:
    """118号（八） names 留置送达和公告送达; what the party signs for needs no film."""
    b.leave_unfilmed(rows, "served")
