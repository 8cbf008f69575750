"""How the certificates of officers stand on a day, as the body sees it that names them.

Serves the facts about acts. What is reckoned of an officer and a body is reckoned once, and of a day
by plain numbers; what the registers do not hold is never taken for missing here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.facts.bucket import Bucket
from hengjian.facts.circumstances import areas_of
from hengjian.facts.coverage import NEVER, Days
from hengjian.facts.missing import certainly, filled, stated
from hengjian.facts.named import Numbers
from hengjian.facts.places import Places, Rows
from hengjian.standard.records import Records

NONE, ENDED, SUSPENDED, VALID = range(4)
"""No certificate; out of its term or withdrawn; suspended; valid."""
_EVER = 2**40
_TERMS = {
    "valid_from": _EVER, "valid_to": NEVER, "withdrawn_on": _EVER,
    "suspended_from": _EVER, "suspended_to": _EVER,
}  # fmt: skip
_NONE: list[int] = []
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Pairs:
    """Each officer beside each body that names him. ``turns``: which is his first certificate (below
    zero where he has none), his second, and so on · ``fits``: whether each is for the body's field and
    area."""

    certificates: "Certificates"
    listed: Flags
    unlisted: Flags
    auxiliary: Flags
    turns: list[Numbers]
    fits: list[Flags]


class Certificates:
    """The certificates of enforcement officers, by person and as days."""

    def __init__(self, records: Records) -> None:
        entries = records["certificates"].select(
            "officer_id", "kind", "sector", "division", *_TERMS
        )
        own = entries.filter(pl.col("kind").is_null() | (pl.col("kind") == "enforcement"))
        self.entries = own.drop("officer_id", "kind")
        self.of: dict[str, list[int]] = {}
        for number, officer in enumerate(own["officer_id"].to_list()):
            self.of.setdefault(officer, []).append(number)

    @cached_property
    def areas(self) -> pl.Series:
        """The area that each is for."""
        return areas_of(self.entries["division"])

    @cached_property
    def terms(self) -> tuple[Days, ...]:
        """From and to when each is valid, when withdrawn, from and to when suspended. One that lacks
        an end of its term is valid on no day."""
        return tuple(
            filled(self.entries[name].cast(pl.Int64), none).to_numpy()
            for name, none in _TERMS.items()
        )


def officers_of_bodies(
    bucket: Bucket, people: Numbers, bodies: NDArray[np.uint32]
) -> tuple[Pairs, Numbers]:
    """The pairs of a person and a body, by their numbers in the bucket; and which of them each is."""
    count = len(bucket.bodies.values) + 1
    met, pair = np.unique(people * count + bodies, return_inverse=True)
    officers = bucket.named.people[met // count].to_list()
    certificates: Certificates = bucket.made("certificates", Certificates)
    owners = _owners(bucket, met % count)
    at = _entries(bucket, "officers", officers)
    kind = Places(at).of(bucket.records["officers"]["kind"])
    held = [certificates.of.get(officer, _NONE) for officer in officers]
    turns = [
        np.array([own[turn] if turn < len(own) else -1 for own in held], dtype=np.int64)
        for turn in range(max(map(len, held), default=0))
    ]
    pairs = Pairs(
        certificates,
        listed=at >= 0,
        unlisted=~stated(kind).to_numpy(),
        auxiliary=certainly(kind == "auxiliary").to_numpy(),
        turns=turns,
        fits=[_fits(certificates, turn, owners) for turn in turns],
    )
    return pairs, pair


def _owners(bucket: Bucket, bodies: Numbers) -> pl.DataFrame:
    """The field and the area of each of these bodies."""
    known = np.append(_entries(bucket, "bodies", bucket.bodies.values), np.int32(-1))
    places = Places(known[bodies])
    areas: pl.Series = bucket.made("areas", lambda records: areas_of(records["bodies"]["division"]))
    sectors = bucket.records["bodies"]["sector"]
    return pl.DataFrame({"owner_sector": places.of(sectors), "owner_area": places.of(areas)})


def _entries(bucket: Bucket, table: str, keys: Iterable[str]) -> Rows:
    entries = bucket.entries(table)
    return np.array([entries.get(key, -1) for key in keys], dtype=np.int32)


def _fits(certificates: Certificates, turn: Numbers, owners: pl.DataFrame) -> Flags:
    """Whether each certificate is for the field and the area of the body beside it."""
    places = pl.Series(turn).cast(pl.UInt32, strict=False)
    own = certificates.entries["sector"][places], certificates.areas[places].alias("area")
    frame = pl.DataFrame([*own, *owners.iter_columns()])
    same_field = pl.col("sector").is_null() | (pl.col("sector") == pl.col("owner_sector"))
    same_area = pl.col("area").is_null() | pl.col("owner_area").str.starts_with(pl.col("area"))
    return frame.select((same_field & same_area).fill_null(True)).to_series().to_numpy()


def standings(pairs: Pairs, pair: Numbers, days: Days) -> tuple[NDArray[np.int8], Flags]:
    """How the best certificate of each of ``pair`` stands on its day, and whether a valid one is for
    the body's field and area; where there is none at all, that is not denied."""
    best = np.zeros(len(pair), dtype=np.int8)
    some, fitting = np.zeros(len(pair), dtype=bool), np.zeros(len(pair), dtype=bool)
    for turn, fits in zip(pairs.turns, pairs.fits, strict=True):
        held = np.flatnonzero(turn[pair] >= 0)
        stands = _standing(pairs.certificates, turn[pair[held]], days[held])
        best[held] = np.maximum(best[held], stands)
        some[held] = True
        fitting[held] |= fits[pair[held]] & (stands == VALID)
    return best, fitting | ~some


def _standing(certificates: Certificates, which: Numbers, days: Days) -> NDArray[np.int8]:
    since, until, withdrawn, stopped, resumed = (term[which] for term in certificates.terms)
    valid = (since <= days) & (days <= until) & ~(withdrawn <= days)
    suspended = (stopped <= days) & (days <= resumed)
    return np.where(valid, np.where(suspended, SUSPENDED, VALID), ENDED).astype(np.int8)
