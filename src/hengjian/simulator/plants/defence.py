"""Plants about notice, defence and hearing: E02, E04, E05, E07, E08.

Serves the truth about parties who were not heard, heard too late, or punished for speaking up. What
counts as a large fine is used only where a norm that was read gives the figure (交通§80).
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_SMALL: dict[str, Any] = {"class": "fixed", "sector": ("market", "urban", "transport")}
"""Small fixed fines, for which no hearing need be told."""

_HEAVY: dict[str, Any] = {"class": "heavy"}
_AT_ONCE = ("send", "review", "discuss", "decide")


def _decide_after(b: Batch, rows: Ints, window: Ints | int) -> None:
    """The decision falls on the ``window``-th working day after the notice."""
    b.delay["window"][rows] = window
    b.quick(rows, *_AT_ONCE, "waive")


@plant("E02", BREAKS, "ordinary", "作出决定前没有告知，当事人也没有放弃陈述申辩",
       **_SMALL)  # fmt: skip
def never_told(b: Batch, rows: Ints) -> None:
    """罚§44, 45, 62: 未告知…不得作出处罚决定; without a notice there is no paper to find wanting."""
    b.drop(rows, "notified", "hearing_told")
    b.pin("review_sent", rows, b.days.add(b.day["investigation_ended"][rows], 3))


@plant("E02", BREAKS, "ordinary", "作出决定以后才告知", **_SMALL)
def told_afterwards(b: Batch, rows: Ints) -> None:
    """罚§44, 45, 62: notice comes *before* the decision; what it says does not matter any more."""

    def change() -> None:
        b.day["notified"][rows] = b.days.add(b.day["decided"][rows], 1)
        b.day["hearing_told"][rows] = NONE

    b.finish(change)


@plant("E02", NEAR, "ordinary", "告知后第六个工作日作出决定，陈述申辩期已过", **_SMALL)
def decided_when_the_window_closed(b: Batch, rows: Ints) -> None:
    """罚§45, 62: five working days to speak had passed, as long as any notice gives."""
    _decide_after(b, rows, 6)


@plant("E02", NEAR, "ordinary", "该机关不报送告知活动，没有记录不等于没有告知", narrow=0)
def notice_not_reported(b: Batch, rows: Ints) -> None:
    """罚§44: the body's coverage does not name this activity, so its absence proves nothing."""


@plant("E02", EXEMPT, "ordinary", "当事人书面放弃陈述申辩，当日作出决定", waived=True, **_SMALL)
def waived(b: Batch, rows: Ints) -> None:
    """罚§62: 当事人明确放弃陈述或者申辩权利的除外."""
    _decide_after(b, rows, 0)


@plant("E02", EXEMPT, "simple", "简易程序当场口头告知，没有单独的告知书")
def told_on_the_spot(b: Batch, rows: Ints) -> None:
    """罚§51, 52; 黑程§37: on the spot the party is told by word of mouth."""


@plant("E04", BREAKS, "ordinary", "决定的罚款高于告知的罚款", defended=True, **_SMALL)
def heavier_than_told(b: Batch, rows: Ints) -> None:
    """罚§45.2: 不得因当事人陈述、申辩而给予更重的处罚; the sum was raised after the defence."""

    def change() -> None:
        b.amount["notified"][rows] = b.case["fine"][rows] // 2

    b.finish(change)


@plant("E04", BREAKS, "ordinary", "决定增加了告知书没有的没收违法所得",
       defended=True, gain=True, allows="confiscate_gain", sector=("market", "transport"))  # fmt: skip
def kind_added(b: Batch, rows: Ints) -> None:
    """罚§45.2: a kind of penalty that was not proposed makes the penalty heavier."""

    def change() -> None:
        b.kinds["notified"][rows] = b.registry.combination("fine")

    b.finish(change)


@plant("E04", NEAR, "ordinary", "申辩意见被采纳，决定的罚款低于告知的罚款", defended=True, tier=1)
def lighter_than_told(b: Batch, rows: Ints) -> None:
    """罚§45: a lower sum after the defence is what the law wants."""

    def change() -> None:
        b.amount["notified"][rows] = b.registry.item_high[b.value["item"][rows]]

    b.finish(change)


@plant("E04", NEAR, "ordinary", "申辩未被采纳，决定与告知数额相同", defended=True, **_SMALL)
def same_as_told(b: Batch, rows: Ints) -> None:
    """罚§45: the same sum is not a heavier one."""


@plant("E04", EXEMPT, "ordinary", "发现新的违法事实后重新告知，以最后一次告知为准",
       renotice=True, **_SMALL)  # fmt: skip
def told_again_on_new_facts(b: Batch, rows: Ints) -> None:
    """罚§44, 45: the higher sum rests on new facts, of which the party was told anew."""
    b.mark(rows, "new_facts")

    def change() -> None:
        b.amount["notified"][rows] = b.case["fine"][rows] // 2

    b.finish(change)


@plant("E05", BREAKS, "ordinary", "拟吊销许可、责令停产停业等，未告知听证权利",
       told=False, **_HEAVY)  # fmt: skip
def hearing_not_told(b: Batch, rows: Ints) -> None:
    """罚§63(3)(4): these kinds need the hearing told; what §44 wants in the notice is all there."""


@plant("E05", BREAKS, "ordinary", "海事对法人罚款十万元以上，未告知听证权利",
       told=False, tier=2, sector=("maritime",))  # fmt: skip
def large_fine_not_told(b: Batch, rows: Ints) -> None:
    """罚§63(1), 交通§80: for maritime bodies 100,000 yuan and more is 较大数额."""


@plant("E05", NEAR, "ordinary", "海事对法人罚款九万九千九百九十九元，未告知听证权利",
       told=False, tier=1, sector=("maritime",))  # fmt: skip
def just_below_a_large_fine(b: Batch, rows: Ints) -> None:
    """交通§80: 十万元以上 begins at 100,000; one yuan less is not 较大数额."""
    b.case["fine"][rows] = 99_999_00


@plant(
    "E05",
    NEAR,
    "ordinary",
    "听证权利写在处罚告知书中一并告知，没有单独的听证告知",
    told=True,
    **_HEAVY,
)
def told_within_the_notice(b: Batch, rows: Ints) -> None:
    """罚§44, 63: the law asks that it be told, not in which paper; the notice says it."""
    b.drop(rows, "hearing_told")


@plant("E07", BREAKS, "ordinary", "告知听证权利后第三个工作日即作出决定，当事人未放弃听证",
       told=True, waived=True, **_HEAVY)  # fmt: skip
def decided_before_five_days(b: Batch, rows: Ints) -> None:
    """罚§64(1): five working days to ask for a hearing; the defence was waived, not this."""
    _decide_after(b, rows, b.rng.integers(2, 5, len(rows)))


@plant("E07", BREAKS, "ordinary", "告知听证权利后第五个工作日当天作出决定",
       told=True, waived=True, **_HEAVY)  # fmt: skip
def decided_on_the_fifth(b: Batch, rows: Ints) -> None:
    """罚§64(1), 85: on the fifth working day the party may still ask."""
    _decide_after(b, rows, 5)


@plant("E07", NEAR, "ordinary", "告知听证权利后第六个工作日作出决定", told=True, **_HEAVY)
def decided_on_the_sixth(b: Batch, rows: Ints) -> None:
    """罚§64(1): the fifth working day has passed without a request."""
    _decide_after(b, rows, 6)


@plant(
    "E07", NEAR, "ordinary", "当事人第六个工作日才要求听证，已逾期，未举行听证", told=True, **_HEAVY
)
def asked_too_late(b: Batch, rows: Ints) -> None:
    """罚§64(1): a request after five working days binds nobody."""
    b.delay["window"][rows] = 8
    b.pin("hearing_requested", rows, b.days.add(b.day["hearing_told"][rows], 6))
    b.drop(rows, "hearing_notified", "hearing_held", "hearing_reported")


@plant("E07", NEAR, "ordinary", "当事人第五个工作日要求听证，依法举行听证", hearing=True)
def asked_on_the_fifth(b: Batch, rows: Ints) -> None:
    """罚§64(1): the last day for the request, and it was granted."""
    b.delay["request"][rows] = 5
    b.delay["end"][rows] = np.minimum(b.delay["end"][rows], 3)


@plant("E07", EXEMPT, "ordinary", "当事人书面放弃听证和陈述申辩，次日作出决定",
       told=True, waived=True, hearing_waived=True, **_HEAVY)  # fmt: skip
def hearing_waived(b: Batch, rows: Ints) -> None:
    """罚§62, 64: who gives the right up need not be waited for."""
    _decide_after(b, rows, 1)


@plant("E08", BREAKS, "ordinary", "举行听证前不足七个工作日才通知", hearing=True)
def summoned_too_late(b: Batch, rows: Ints) -> None:
    """罚§64(2), 85: 在举行听证的七日前通知; seven working days."""
    b.delay["hearing"][rows] = b.rng.integers(3, 7, len(rows))


@plant("E08", NEAR, "ordinary", "举行听证前恰七个工作日通知", hearing=True)
def summoned_in_time(b: Batch, rows: Ints) -> None:
    """罚§64(2): from the summons to the hearing there are seven working days."""
    b.delay["hearing"][rows] = 7
