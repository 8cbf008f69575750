"""Plants about what the decision gives: F14, F15, F17, F18, F19, F24.

Serves the truth about sums outside the tier or far from those of like cases, wrongs that nobody was
told to put right, gains that were left, and penalties where the law wants none. The statutory range
itself is planted in `decision`.
"""

from typing import Any

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Ints
from hengjian.simulator.plants.plant import BREAKS, EXEMPT, NEAR, plant

_TIERED: dict[str, Any] = {"sector": ("urban", "agriculture", "labour"), "told": True}
_YUAN = 100
_FIXED: dict[str, Any] = {"class": "fixed", "sector": ("market", "urban", "transport")}


def _tier(b: Batch, rows: Ints, tier: int) -> tuple[Ints, Ints]:
    bounds = b.registry.item_tiers[b.value["item"][rows], tier]
    return bounds[:, 0], bounds[:, 1]


@plant("F14", BREAKS, "ordinary", "认定从轻阶次，罚款却高于该阶次上限，没有说明理由",
       tier=0, **_TIERED)  # fmt: skip
def above_the_tier(b: Batch, rows: Ints) -> None:
    """罚§34, 黑裁§8, 11: the standard's tiers bind; this sum lies in the middle of the next one."""
    low, high = _tier(b, rows, 1)
    b.case["fine"][rows] = (low + high) // 2


@plant("F14", BREAKS, "ordinary", "认定从重阶次，罚款却低于该阶次下限，没有说明理由",
       tier=2, **_TIERED)  # fmt: skip
def below_the_tier(b: Batch, rows: Ints) -> None:
    """罚§34, 黑裁§8, 11: neither may the sum lie below the tier that was found."""
    low, high = _tier(b, rows, 1)
    b.case["fine"][rows] = (low + high) // 2


@plant("F14", NEAR, "ordinary", "罚款恰为该阶次上限", tier=1, **_TIERED)
def at_the_end_of_the_tier(b: Batch, rows: Ints) -> None:
    """黑裁§11: the ends of a tier belong to it."""
    b.case["fine"][rows] = _tier(b, rows, 1)[1]


@plant("F14", NEAR, "ordinary", "罚款恰为该阶次下限", tier=1, **_TIERED)
def at_the_beginning_of_the_tier(b: Batch, rows: Ints) -> None:
    """黑裁§11: the ends of a tier belong to it."""
    b.case["fine"][rows] = _tier(b, rows, 1)[0]


@plant("F14", EXEMPT, "ordinary", "罚款超出阶次，已说明理由并经负责人集体讨论",
       tier=0, **_TIERED)  # fmt: skip
def departed_with_reasons(b: Batch, rows: Ints) -> None:
    """黑裁§8(6), 国办发〔2022〕27号: circumstances differ, the heads together departed from the tier."""
    low, high = _tier(b, rows, 1)
    b.case["fine"][rows] = (low + high) // 2
    b.mark(rows, "departure_reasoned")


@plant("F14", EXEMPT, "ordinary", "该事项没有裁量幅度，没有阶次可言",
       **_FIXED)  # fmt: skip
def nothing_to_choose(b: Batch, rows: Ints) -> None:
    """黑裁§11: where the norm knows one sum there are no tiers."""


_LIKE: dict[str, Any] = {
    "subject": "like_case:last", "group": 40, "item": "customary", "sector": ("urban",),
    "tier": 1, "since": "2024-06-03", "until": "2025-05-30",
}  # fmt: skip
"""Forty cases of one body on one item and one tier within a year; the last one is looked at."""


def _customary(b: Batch, rows: Ints) -> tuple[Ints, Ints]:
    """Sums 400 to 700 yuan above the tier's beginning, as this body usually gives them."""
    low, high = _tier(b, rows, 1)
    b.case["fine"][rows] = low + 50 * _YUAN * b.rng.integers(8, 15, len(rows))
    return low, high


@plant("F15", BREAKS, "ordinary", "同类案件四十件，其中一件罚款远高于其余，均在阶次以内", **_LIKE)
def far_above_like_cases(b: Batch, rows: Ints) -> None:
    """黑裁§8(6): 相同或者相似情况…应当与以往作出的决定基本相同; the tier's very end, as nobody else."""
    _, high = _customary(b, rows)
    last = rows[_LIKE["group"] - 1 :: _LIKE["group"]]
    b.case["fine"][last] = high[_LIKE["group"] - 1 :: _LIKE["group"]]


@plant("F15", NEAR, "ordinary", "同类案件四十件，其中一件罚款为惯常数额的上端", **_LIKE)
def at_the_end_of_what_is_usual(b: Batch, rows: Ints) -> None:
    """黑裁§8(6): 基本相同 leaves room; others were fined as much."""
    low, _ = _customary(b, rows)
    size = _LIKE["group"]
    b.case["fine"][rows[size - 1 :: size]] = low[size - 1 :: size] + 14 * 50 * _YUAN


@plant("F17", BREAKS, "ordinary", "给予处罚，没有责令当事人改正违法行为")
def nothing_put_right(b: Batch, rows: Ints) -> None:
    """罚§28.1: 实施行政处罚时，应当责令当事人改正或者限期改正."""
    b.drop(rows, "correction_ordered")


@plant("F17", BREAKS, "simple", "当场处罚，没有责令当事人改正违法行为")
def nothing_put_right_on_the_spot(b: Batch, rows: Ints) -> None:
    """罚§28.1 knows no difference between the procedures."""
    b.drop(rows, "correction_ordered")


@plant("F17", NEAR, "ordinary", "作出处罚决定当日责令改正")
def put_right_with_the_decision(b: Batch, rows: Ints) -> None:
    """罚§28.1: 实施行政处罚时 — with the decision is early enough."""
    b.pin("correction_ordered", rows, b.day["decided"][rows])


@plant("F17", NEAR, "simple", "当场口头责令立即改正")
def put_right_by_word_of_mouth(b: Batch, rows: Ints) -> None:
    """罚§28.1 asks for no paper; on the spot it is said and noted."""


@plant("F17", EXEMPT, "referral", "案件移送，没有实施处罚", passed_on=True)
def nothing_punished(b: Batch, rows: Ints) -> None:
    """罚§28.1 goes with a penalty; the competent body will order it."""


_GAIN: dict[str, Any] = {"allows": "confiscate_gain", "gain": True, "told": True}


@plant("F18", BREAKS, "ordinary", "查明违法所得，没有没收", **_GAIN)
def gain_left(b: Batch, rows: Ints) -> None:
    """罚§28.2: 当事人有违法所得，除依法应当退赔的外，应当予以没收."""
    b.case["confiscated"][rows] = -1


@plant("F18", BREAKS, "ordinary", "查明违法所得，只没收了其中一半", **_GAIN)
def half_the_gain_left(b: Batch, rows: Ints) -> None:
    """罚§28.2: the gain, not a part of it."""
    b.case["confiscated"][rows] = b.case["illegal_gain"][rows] // 200 * 100


@plant("F18", NEAR, "ordinary", "违法所得全部没收", **_GAIN)
def gain_taken(b: Batch, rows: Ints) -> None:
    """罚§28.2: to the last fen."""


@plant("F18", NEAR, "ordinary", "查明没有违法所得，只处罚款", allows="confiscate_gain", gain=False)
def no_gain(b: Batch, rows: Ints) -> None:
    """罚§28.2: what was not gained cannot be taken."""


@plant("F18", EXEMPT, "ordinary", "违法所得依法应当退赔当事人的客户，不予没收", **_GAIN)
def gain_given_back(b: Batch, rows: Ints) -> None:
    """罚§28.2: 除依法应当退赔的外."""
    b.case["confiscated"][rows] = -1
    b.mark(rows, "restitution_due")


@plant("F19", BREAKS, "ordinary", "违法行为轻微并及时改正、没有危害后果，仍给予处罚")
def slight_but_punished(b: Batch, rows: Ints) -> None:
    """罚§33.1: 不予行政处罚 — must not, where all three are given."""
    b.mark(rows, "minor_offence", "corrected", "no_harm")


@plant("F19", BREAKS, "simple", "违法行为轻微并及时改正、没有危害后果，当场给予处罚")
def slight_but_punished_on_the_spot(b: Batch, rows: Ints) -> None:
    """罚§33.1 holds on the spot as well."""
    b.mark(rows, "minor_offence", "corrected", "no_harm")


@plant("F19", BREAKS, "ordinary", "有证据足以证明没有主观过错，仍给予处罚")
def blameless_but_punished(b: Batch, rows: Ints) -> None:
    """罚§33.2: 没有主观过错的，不予行政处罚; no law says otherwise here."""
    b.mark(rows, "no_fault")


@plant(
    "F19", BREAKS, "ordinary", "初次违法、危害后果轻微并及时改正，给予了处罚（可以不予处罚，提示）"
)
def first_time_but_punished(b: Batch, rows: Ints) -> None:
    """罚§33.1: 可以不予 — no breach, but somebody should look whether it was considered."""
    b.mark(rows, "first_offence", "minor_offence", "corrected")


@plant("F19", NEAR, "ordinary", "违法行为轻微但没有改正，给予处罚")
def slight_but_not_put_right(b: Batch, rows: Ints) -> None:
    """罚§33.1: only together with 及时改正 and without harm."""
    b.mark(rows, "minor_offence", "no_harm")


@plant("F19", NEAR, "ordinary", "初次违法但没有及时改正，给予处罚")
def first_time_only(b: Batch, rows: Ints) -> None:
    """罚§33.1: a first offence alone spares nobody."""
    b.mark(rows, "first_offence")


@plant("F19", EXEMPT, "ordinary", "违法行为轻微并及时改正、没有危害后果，已不予处罚", spared=True)
def slight_and_spared(b: Batch, rows: Ints) -> None:
    """罚§33.1: as the law wants it."""


@plant("F24", BREAKS, "ordinary", "没有宣布突发事件，却按突发事件快速从重处罚", tier=2, told=True)
def emergency_nobody_declared(b: Batch, rows: Ints) -> None:
    """罚§49: 发生重大传染病疫情等突发事件; without the event the rule cannot be used."""
    b.mark(rows, "emergency_rules")


@plant("F24", NEAR, "ordinary", "突发事件依法宣布后，按突发事件快速从重处罚", tier=2, told=True)
def emergency_declared(b: Batch, rows: Ints) -> None:
    """罚§49: the event was declared, and the offence was against the measures taken."""
    b.mark(rows, "emergency_rules", "emergency_declared")


@plant("F24", EXEMPT, "ordinary", "突发事件期间的一般违法，按通常规定处罚")
def ordinary_case_in_an_emergency(b: Batch, rows: Ints) -> None:
    """罚§49 is about offences against the measures; others are punished as always."""
    b.mark(rows, "emergency_declared")
