"""What a penalty case is about: the tier, the sum, the kinds of penalty, the flags.

Serves the stories of penalties. Sums lie all over the tier, rather low in it, in round yuan, so that
none lies far from those of like cases; the right to a hearing is told from sums far below any figure
of 较大数额 that was read, so that no standard which a bureau may enter makes a lawful case unlawful.
"""

import numpy as np

from hengjian.simulator.batch import Batch
from hengjian.simulator.days import Bools, Ints

HEAVY = ("revoke_permit", "stop_business", "close_business", "downgrade", "bar_from_trade")
LARGE_CITIZEN = 2_000_00
LARGE_ORGANIZATION = 20_000_00
_STEPS = ((200_00, 10_00), (1_000_00, 10_00), (5_000_00, 50_00), (20_000_00, 100_00))
_COARSE = 1_000_00
_TIER_SHARES = (0.35, 0.5, 0.15)
ABSENT = -1


def draw(b: Batch) -> None:
    """Tier, fine, illegal gain, kinds and flags of each case; fen throughout."""
    registry, item = b.registry, b.value["item"]
    party = registry.item_party[item]
    b.trait["citizen"] = party == "citizen"
    b.trait["organization"] = party == "organization"
    mitigated = b.draw_trait("mitigating", 0.1)
    tier = b.rng.choice(3, b.size, p=_TIER_SHARES)
    tier[mitigated | b.trait.get("on_spot", np.zeros(b.size, dtype=bool))] = 0
    for wants, rows in b.wants:
        if "tier" in wants:
            tier[rows] = wants["tier"]
    b.value["tier"] = tier
    bounds = registry.item_tiers[item, tier]
    b.case["fine"] = _sum_within(b, bounds[:, 0], bounds[:, 1])
    heavy = registry.item_class[item] == "heavy"
    b.trait["heavy"] = heavy
    gains = b.draw_trait("gain", 0.3, registry.item_has("confiscate_gain")[item])
    gain = (300 + 20 * b.rng.integers(0, 200, b.size)) * 100
    b.case["illegal_gain"] = np.where(gains, gain, ABSENT)
    b.case["confiscated"] = np.where(gains, gain, ABSENT)
    b.value["heavy_kind"] = _heavy_kind(b, item, heavy)
    set_large(b)


def set_large(b: Batch) -> None:
    """Whether the sum may count as 较大数额 (罚§63)."""
    limit = np.where(b.trait["organization"], LARGE_ORGANIZATION, LARGE_CITIZEN)
    fined = b.case["fine"] >= limit
    taken = b.case["confiscated"] >= limit
    b.trait["large"] = fined | taken


def _sum_within(b: Batch, low: Ints, high: Ints) -> Ints:
    share = b.rng.beta(1.3, 1.7, b.size)
    raw = low + (high - low) * share
    step = np.select([raw < limit for limit, _ in _STEPS], [step for _, step in _STEPS], _COARSE)
    found: Ints = (low + ((raw - low) // step).astype(np.int64) * step).astype(np.int64)
    return found


def _heavy_kind(b: Batch, item: Ints, heavy: Bools) -> Ints:
    """The heaviest kind that the item allows, as a place in HEAVY; the rest fines only."""
    found = np.full(b.size, ABSENT)
    for place in reversed(range(len(HEAVY))):
        found[heavy & b.registry.item_has(HEAVY[place])[item]] = place
    return found


def kinds_of(b: Batch, *, confiscated_goods: Bools, fined: Bools) -> Ints:
    """The list of penalty kinds of each decision, as numbers of the registry's combinations."""
    warned = b.trait.get("warned", np.zeros(b.size, dtype=bool))
    gains = b.case["confiscated"] > 0
    heavy = b.value["heavy_kind"]
    code = (
        warned.astype(np.int64) + 2 * fined + 4 * gains + 8 * confiscated_goods + 16 * (heavy + 1)
    )
    found = np.full(b.size, ABSENT)
    for value in np.unique(code):
        names = [
            name
            for bit, name in ((1, "warning"), (2, "fine"), (4, "confiscate_gain"))
            if value & bit
        ]
        if value & 8:
            names.append("confiscate_goods")
        if value >= 16:
            names.append(HEAVY[value // 16 - 1])
        found[code == value] = b.registry.combination(*names)
    return found
