"""Plants about review, term and sum of the decision: F01, F04, F08, F11, F13, F16.

Serves the truth about decisions without review, out of order, too late, too high or twice. Terms
that end on a day off are avoided: whether they roll over is disputed.
"""

from typing import Any

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import NONE, Bools, Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant
from hengjian.simulator.stories.ordinary import EXTENDING

_NOT_LAND: dict[str, Any] = {"not_sector": ("natural_resources",)}
_EXTENDING: dict[str, Any] = {"sector": EXTENDING}
_FIXED: dict[str, Any] = {"class": "fixed", "sector": ("market", "urban", "transport")}


@plant("F01", BREAKS, "ordinary", "疑难复杂案件未经法制审核即作出决定", complex=True, also=("L01",))
def never_reviewed(b: Batch, rows: Ints) -> None:
    """罚§58(3): 未经法制审核…不得作出决定; the record of the review (§47) is missing with it."""
    b.drop(rows, "review_sent", "legally_reviewed")
    b.pin("discussed", rows, b.days.add(b.day["notified"][rows], 7))


@plant("F01", BREAKS, "ordinary", "疑难复杂案件作出决定以后才补做法制审核",
       complex=True, also=("F04",))  # fmt: skip
def reviewed_afterwards(b: Batch, rows: Ints) -> None:
    """罚§58: the review comes before the decision; the order of steps is broken with it."""

    def change() -> None:
        later = b.days.add(b.day["decided"][rows], b.rng.integers(1, 4, len(rows)))
        for step in ("review_sent", "legally_reviewed"):
            b.day[step][rows] = later
        b.minute["review_sent"][rows] = b.minute["legally_reviewed"][rows] - 30

    b.finish(change)


@plant(
    "F01", BREAKS, "ordinary", "涉及重大公共利益，法制审核未通过仍作出决定", public_interest=True
)
def review_not_passed(b: Batch, rows: Ints) -> None:
    """罚§58(1): 审核未通过的，不得作出决定."""

    def change() -> None:
        modes = np.full(b.size, "passed")
        modes[rows] = "failed"
        b.mode["legally_reviewed"] = modes

    b.finish(change)


@plant("F01", NEAR, "ordinary", "法制审核当日通过，随后讨论并作出决定", complex=True)
def reviewed_the_same_day(b: Batch, rows: Ints) -> None:
    """罚§58: an hour before is before."""
    b.quick(rows, "send", "review", "discuss", "decide")


@plant("F01", NEAR, "ordinary", "第一次审核未通过，修改后再审通过", complex=True, refailed=True)
def reviewed_twice(b: Batch, rows: Ints) -> None:
    """罚§58, 118号（十三）: what counts is that the review was passed before the decision."""
    b.delay["review"][rows] = 2


@plant(
    "F01", NEAR, "ordinary", "该机关不报送法制审核，没有记录不等于没有审核", complex=True, narrow=0
)
def review_not_reported(b: Batch, rows: Ints) -> None:
    """罚§58: the body's coverage does not name this activity, so its absence proves nothing."""


@plant("F04", BREAKS, "ordinary", "举行听证以前已经做完法制审核，听证后未再审核", hearing=True)
def reviewed_before_the_hearing(b: Batch, rows: Ints) -> None:
    """罚§58(2), 市监§50: a case that was heard is reviewed after the hearing."""

    def change() -> None:
        held = b.day["hearing_held"][rows]
        b.day["review_sent"][rows] = b.days.back(held, 3)
        b.day["legally_reviewed"][rows] = b.days.back(held, 2)

    b.finish(change)


@plant("F04", BREAKS, "ordinary", "先集体讨论、后法制审核", hearing=True)
def discussed_before_the_review(b: Batch, rows: Ints) -> None:
    """罚§57, 58: the heads decide on what was reviewed; here they talked before the review."""
    b.delay["send"][rows] = 1
    b.delay["review"][rows] = 2

    def change() -> None:
        b.day["discussed"][rows] = b.days.back(b.day["legally_reviewed"][rows], 1)

    b.finish(change)


@plant(
    "F04", NEAR, "ordinary", "听证、审核、讨论、决定依次进行，审核以后各步同日完成", hearing=True
)
def in_order_on_one_day(b: Batch, rows: Ints) -> None:
    """罚§57, 58: the order is kept, hour after hour."""
    b.quick(rows, "send", "review", "discuss", "decide")


def _file_at_once(b: Batch, rows: Ints, *terms: int) -> None:
    """Begin and file on one day from which all these terms end on worked days."""

    def fits(days: Ints) -> Bools:
        found = b.days.working(days)
        for term in terms:
            found = found & b.days.working(days + term)
        return found

    b.restart(rows, b.days.first_where(b.day["root"][rows], fits))
    b.quick(rows, "check", "file")


@plant("F08", BREAKS, "ordinary", "立案九十日届满后才作出决定，没有延期", **_NOT_LAND)
def decided_too_late(b: Batch, rows: Ints) -> None:
    """罚§60: 自立案之日起九十日内作出决定; the ninetieth day was a worked day."""
    _file_at_once(b, rows, 90)
    late = b.rng.integers(91, 140, len(rows))
    b.pin("decided", rows, b.days.roll(b.day["root"][rows] + late))


@plant("F08", BREAKS, "ordinary", "立案后久拖不决，九十日早已届满仍无决定", **_NOT_LAND)
def never_decided(b: Batch, rows: Ints) -> None:
    """罚§60: an open term that has run out is broken, though no decision shows it."""
    b.drop(rows, "notified", "hearing_told")


@plant("F08", BREAKS, "ordinary", "延长三十日后仍超过期限作出决定", extended=True, **_EXTENDING)
def beyond_the_extension(b: Batch, rows: Ints) -> None:
    """罚§60 with 市监§64, 农业§58, 住建§29, 交通§78: ninety and thirty days have passed."""
    _file_at_once(b, rows, 120)
    late = b.rng.integers(121, 150, len(rows))
    b.pin("decided", rows, b.days.roll(b.day["root"][rows] + late))


@plant("F08", BREAKS, "ordinary", "扣除检测时间后仍超过九十日", tested=True, **_NOT_LAND)
def late_in_spite_of_a_stop(b: Batch, rows: Ints) -> None:
    """罚§60, 黑程§33: both ends of the stop left out, the term is still exceeded."""
    stop, until = b.day["clock_stopped"][rows], b.until["clock_stopped"][rows]
    due = b.day["filed"][rows] + 90 + (until - stop + 1)
    b.pin("decided", rows, b.days.roll(due + b.rng.integers(12, 30, len(rows))))


@plant("F08", NEAR, "ordinary", "立案后恰第九十日作出决定", **_NOT_LAND)
def decided_on_the_ninetieth(b: Batch, rows: Ints) -> None:
    """罚§60: the ninetieth day is the last one."""
    _file_at_once(b, rows, 90)
    b.pin("decided", rows, b.day["root"][rows] + 90)


@plant(
    "F08", NEAR, "ordinary", "经批准延长三十日，恰第一百二十日作出决定", extended=True, **_EXTENDING
)
def decided_on_the_last_extended_day(b: Batch, rows: Ints) -> None:
    """市监§64, 农业§58, 住建§29, 交通§78: thirty days more, to the last of them."""
    _file_at_once(b, rows, 120)
    b.pin("decided", rows, b.day["root"][rows] + 120)


@plant("F08", EXEMPT, "ordinary", "扣除检测时间后未超过九十日", tested=True, **_NOT_LAND)
def stopped_clock(b: Batch, rows: Ints) -> None:
    """黑程§33: 检验、检测、鉴定…所需时间不计算在办理期限内; one end of the stop is left out."""
    b.delay["tests"][rows] = 35
    stop = b.days.add(b.wd(b.day["filed"], "site"), b.delay["test_from"])[rows]
    until = b.days.roll(stop + 35)
    b.pin("decided", rows, b.days.settle(b.day["filed"][rows] + 90 + (until - stop)))


def _fine(b: Batch, rows: Ints, fen: Ints | int) -> None:
    b.case["fine"][rows] = fen


@plant("F11", BREAKS, "simple", "适用简易程序对公民罚款超过二百元", party=("citizen",), tier=1)
def too_much_for_a_citizen(b: Batch, rows: Ints) -> None:
    """罚§51: on the spot a citizen is fined 二百元以下."""
    _fine(b, rows, np.maximum(b.case["fine"][rows], 210_00))


@plant("F11", BREAKS, "simple", "适用简易程序对法人罚款超过三千元", party=("organization",), tier=1)
def too_much_for_an_organization(b: Batch, rows: Ints) -> None:
    """罚§51: on the spot an organization is fined 三千元以下."""
    _fine(b, rows, np.maximum(b.case["fine"][rows], 3_100_00))


@plant("F11", NEAR, "simple", "当场对公民罚款恰二百元", party=("citizen",))
def exactly_two_hundred(b: Batch, rows: Ints) -> None:
    """罚§51: 以下 includes the sum itself."""
    _fine(b, rows, 200_00)


@plant("F11", NEAR, "simple", "当场对法人罚款恰三千元", party=("organization",))
def exactly_three_thousand(b: Batch, rows: Ints) -> None:
    """罚§51: 以下 includes the sum itself."""
    _fine(b, rows, 3_000_00)


@plant("F13", BREAKS, "ordinary", "罚款高于法定数额", **_FIXED)
def above_the_statute(b: Batch, rows: Ints) -> None:
    """罚§5, 76(2): 擅自改变处罚幅度; the norm knows one sum, the decision a higher one."""
    _fine(b, rows, b.registry.item_high[b.value["item"][rows]] * 3 // 2)


@plant("F13", BREAKS, "ordinary", "没有减轻情形，罚款低于法定数额", **_FIXED)
def below_the_statute(b: Batch, rows: Ints) -> None:
    """罚§32, 76(2): below the least sum only where the law lets the penalty be reduced."""
    _fine(b, rows, b.registry.item_low[b.value["item"][rows]] // 2)


@plant("F13", NEAR, "ordinary", "罚款恰为法定上限", tier=2, told=True)
def exactly_the_most(b: Batch, rows: Ints) -> None:
    """罚§5: the upper end of the range is inside it."""
    _fine(b, rows, b.registry.item_high[b.value["item"][rows]])


@plant("F13", NEAR, "ordinary", "罚款恰为法定下限", tier=0, told=True)
def exactly_the_least(b: Batch, rows: Ints) -> None:
    """罚§5: the lower end of the range is inside it."""
    _fine(b, rows, b.registry.item_low[b.value["item"][rows]])


@plant("F13", EXEMPT, "ordinary", "依法减轻处罚，罚款低于法定下限", told=True)
def reduced(b: Batch, rows: Ints) -> None:
    """罚§32: 应当…减轻行政处罚; a reduced penalty lies below the range."""
    _fine(b, rows, b.registry.item_low[b.value["item"][rows]] * 6 // 10)
    b.value["tier"][rows] = 3
    b.mark(rows, "reduced", "mitigating")


def _same_act(b: Batch, rows: Ints, *, matter: bool = True, days_apart: int = 0) -> None:
    """The second case of each pair concerns the first one's party and act, after its decision."""
    first, second = rows[0::2], rows[1::2]
    b.restart(second, b.days.add(b.day["decided"][first], b.rng.integers(5, 30, len(first))))
    for name in ("violation_on", "violation_ended_on"):
        b.value[name][second] = b.value[name][first] + days_apart
    of = b.value.setdefault("party_of", np.arange(b.size))
    of[second] = first
    if matter:
        matters = b.value.setdefault("matter", np.full(b.size, NONE))
        matters[first] = matters[second] = b.value["serial"][first]


_PAIR: dict[str, Any] = {"subject": "case_pair", "group": 2}
_TWO_BODIES: dict[str, Any] = {"county": True, "other": {"county": True}}


@plant("F16", BREAKS, "ordinary", "县、市两级机关对同一违法行为先后罚款",
       also=("A08@matter_pair",), **_PAIR, **_TWO_BODIES)  # fmt: skip
def fined_by_county_and_city(b: Batch, rows: Ints) -> None:
    """罚§29: 同一个违法行为不得给予两次以上罚款; the later filing also breaks §25."""
    _same_act(b, rows)


@plant("F16", BREAKS, "ordinary", "两个部门对同一违法行为先后罚款",
       also=("A08@matter_pair",), sector=("environment",), other={"sector": ("urban",)},
       party=("organization",), **_PAIR)  # fmt: skip
def fined_by_two_departments(b: Batch, rows: Ints) -> None:
    """罚§29: several norms broken by one act give one fine, the higher; §25 is broken as well."""
    _same_act(b, rows)


@plant("F16", BREAKS, "ordinary", "两个机关就同一事项、同一违法日期对同一当事人先后罚款",
       **_PAIR, **_TWO_BODIES)  # fmt: skip
def fined_for_the_same_day(b: Batch, rows: Ints) -> None:
    """罚§29: the same party, item and day without a common mark: the same act all the same."""
    _same_act(b, rows, matter=False)


@plant("F16", BREAKS, "ordinary", "同一机关对同一违法行为两次立案、两次罚款", **_PAIR)
def fined_twice_by_one_body(b: Batch, rows: Ints) -> None:
    """罚§29: one body may not fine one act twice either."""
    _same_act(b, rows)


@plant("F16", NEAR, "ordinary", "同一当事人同类行为，违法日期不同，属于两个违法行为",
       **_PAIR, **_TWO_BODIES)  # fmt: skip
def two_acts(b: Batch, rows: Ints) -> None:
    """罚§29 speaks of one act; acts of two days are two."""
    _same_act(b, rows, matter=False, days_apart=1)


@plant("F16", NEAR, "ordinary", "第二次立案后发现已受处罚，决定不予处罚", **_PAIR)
def second_time_no_fine(b: Batch, rows: Ints) -> None:
    """罚§29: only one fine was given for the act."""
    _same_act(b, rows)
    b.trait["spared"][rows[1::2]] = True
    for trait in ("told", "discussed"):
        b.trait[trait][rows[1::2]] = False
