"""Plants about hearings: E06, E09, E10, E11.

Serves the truth about hearings behind closed doors, records that nobody signed, reports that came
late, and hearings that were charged for. From which sum a hearing must be told is a figure that this
province has to enter (罚§63, 农业§59): where it is unknown nothing is a breach.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_HEARING: dict[str, Any] = {"hearing": True}
_HEAVY: dict[str, Any] = {"class": "heavy"}


@plant("E06", NEAR, "ordinary", "较大数额标准未录入，生态环境罚款数万元未告知听证权利",
       told=False, tier=2, sector=("environment",))  # fmt: skip
def no_figure_for_fines(b: Batch, rows: Ints) -> None:
    """罚§63(1): 较大数额 is not defined in what could be read for this sector and province."""


@plant("E06", NEAR, "ordinary", "较大数额标准未录入，没收违法所得八万元未告知听证权利",
       told=False, gain=True, allows="confiscate_gain", sector=("market",))  # fmt: skip
def no_figure_for_gains(b: Batch, rows: Ints) -> None:
    """罚§63(2): 较大数额违法所得 is not defined either."""
    for column in ("illegal_gain", "confiscated"):
        b.case[column][rows] = 80_000_00


@plant("E06", NEAR, "ordinary", "地方农业机关执行本省标准，部颁十万元标准不适用，罚款未告知听证权利",
       told=False, tier=2, sector=("agriculture",), party=("organization",))  # fmt: skip
def ministry_figure_not_local(b: Batch, rows: Ints) -> None:
    """农业§59: local bodies follow the province's figure; 100,000 is the ministry's own."""


@plant("E09", BREAKS, "ordinary", "听证不公开举行，不涉及秘密或者隐私", **_HEARING)
def closed_hearing(b: Batch, rows: Ints) -> None:
    """罚§64(3): 除涉及国家秘密、商业秘密或者个人隐私依法予以保密外，听证公开举行."""
    b.mode["hearing_held"][rows] = "closed"


@plant("E09", BREAKS, "ordinary", "听证没有制作笔录", **_HEARING)
def hearing_without_record(b: Batch, rows: Ints) -> None:
    """罚§64(8): 听证应当制作笔录."""
    b.leave_out(rows, "听证01")


@plant("E09", BREAKS, "ordinary", "听证笔录没有当事人签字，主持人也没有注明", **_HEARING)
def hearing_record_unsigned(b: Batch, rows: Ints) -> None:
    """罚§64(8): signed by the party or his agent, or the host notes the refusal."""
    b.trait["signed_hearing"][rows] = False


@plant("E09", NEAR, "ordinary", "当事人拒绝在听证笔录上签字，主持人已注明",
       refused_hearing=True, **_HEARING)  # fmt: skip
def refusal_noted(b: Batch, rows: Ints) -> None:
    """罚§64(8): 拒绝签字或者盖章的，由听证主持人在笔录中注明."""


@plant("E09", EXEMPT, "ordinary", "涉及商业秘密，听证不公开举行", secret=True, **_HEARING)
def closed_for_a_secret(b: Batch, rows: Ints) -> None:
    """罚§64(3): a secret keeps the public out."""


@plant("E10", BREAKS, "ordinary", "听证结束三日以后才提交听证报告", **_HEARING)
def reported_late(b: Batch, rows: Ints) -> None:
    """黑程§27: 在听证结束后三日内形成听证意见报告书; beyond three days however they are counted."""
    late = b.rng.integers(4, 7, len(rows))
    b.pin("hearing_reported", rows, b.days.add(b.day["hearing_held"][rows], late))
    b.delay["end"][rows] = np.minimum(b.delay["end"][rows], 3)


@plant("E10", BREAKS, "ordinary", "听证结束后一直没有提交听证报告", **_HEARING)
def never_reported(b: Batch, rows: Ints) -> None:
    """黑程§27, 罚§65: decided without a report, though long after the three days."""
    b.drop(rows, "hearing_reported")


@plant(
    "E10", NEAR, "ordinary", "听证结束后第三日（遇休息日为其前的工作日）提交听证报告", **_HEARING
)
def reported_on_the_third(b: Batch, rows: Ints) -> None:
    """黑程§27: the third day is the last one."""
    held = b.day["hearing_held"][rows]
    b.pin("hearing_reported", rows, b.days.settle(held + 3))


@plant("E10", EXEMPT, "ordinary", "没有举行听证，不需要听证报告", told=True, **_HEAVY)
def nothing_to_report(b: Batch, rows: Ints) -> None:
    """黑程§27 begins with the end of a hearing; the party did not ask for one."""


@plant("E11", BREAKS, "ordinary", "向当事人收取处罚听证费用", hearing_fee=True, **_HEARING)
def hearing_charged(b: Batch, rows: Ints) -> None:
    """罚§63.2: 当事人不承担行政机关组织听证的费用."""
    _charge(b, rows)


@plant("E11", BREAKS, "permit", "向申请人收取许可听证费用", hearing_fee=True, **_HEARING)
def permit_hearing_charged(b: Batch, rows: Ints) -> None:
    """许§47.2: 申请人、利害关系人不承担行政机关组织听证的费用."""
    _charge(b, rows)


@plant("E11", NEAR, "ordinary", "依法举行听证，没有收取费用", **_HEARING)
def hearing_free_of_charge(b: Batch, rows: Ints) -> None:
    """罚§63.2: the body bears what the hearing costs."""


def _charge(b: Batch, rows: Ints) -> None:
    fee = b.amount.setdefault("hearing_fee_charged", np.full(b.size, NONE))
    fee[rows] = 300_00
