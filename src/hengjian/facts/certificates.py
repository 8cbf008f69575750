"""How the certificates of officers stand on a day, as the body sees it that names them.

Serves the facts about acts. What is reckoned of an officer and a body is reckoned once, and of a day
by plain numbers; what the registers do not hold is never taken for missing here.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.facts.bucket import Bucket
from hengjian.facts.circumstances import area_of
from hengjian.facts.coverage import NEVER, Days
from hengjian.facts.named import Numbers
from hengjian.facts.places import Places
from hengjian.standard.records import Records

NONE, ENDED, SUSPENDED, VALID = range(4)
"""No certificate; out of its term or withdrawn; suspended; valid."""
_EVER = 2**40
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
        self.entries = records["certificates"].filter(
            pl.col("kind").is_null() | (pl.col("kind") == "enforcement")
        )
        self.of: dict[str, list[int]] = {}
        for number, officer in enumerate(self.entries["officer_id"].to_list()):
            self.of.setdefault(officer, []).append(number)

    @cached_property
    def terms(self) -> tuple[Days, ...]:
        """From and to when each is valid, when withdrawn, from and to when suspended. One that lacks
        an end of its term is valid on no day."""
        ends = (("valid_from", _EVER), ("valid_to", NEVER), ("withdrawn_on", _EVER),
                ("suspended_from", _EVER), ("suspended_to", _EVER))  # fmt: skip
        return tuple(
            self.entries[name].cast(pl.Int64).fill_null(none).to_numpy() for name, none in ends
        )


def officers_of_bodies(
    bucket: Bucket, people: Numbers, bodies: NDArray[np.uint32]
) -> tuple[Pairs, Numbers]:
    """The pairs of a person and a body, by their numbers in the bucket; and which of them each is."""
    count = len(bucket.bodies.values) + 1
    met, pair = np.unique(people * count + bodies, return_inverse=True)
    officers = bucket.named.people[met // count].to_list()
    names = [*bucket.bodies.values, None]
    owners = [names[number] for number in met % count]
    certificates: Certificates = bucket.made("certificates", Certificates)
    entries = bucket.entries("officers")
    at = np.array([entries.get(officer, -1) for officer in officers], dtype=np.int32)
    kinds = Places(at).of(bucket.records["officers"]["kind"]).to_list()
    held = [certificates.of.get(officer, []) for officer in officers]
    turns = [
        np.array([own[turn] if turn < len(own) else -1 for own in held], dtype=np.int64)
        for turn in range(max(map(len, held), default=0))
    ]
    pairs = Pairs(
        certificates,
        listed=at >= 0,
        unlisted=np.array([kind is None for kind in kinds], dtype=bool),
        auxiliary=np.array([kind == "auxiliary" for kind in kinds], dtype=bool),
        turns=turns,
        fits=[_fits(bucket, owners, certificates.entries, turn) for turn in turns],
    )
    return pairs, pair


def _fits(bucket: Bucket, owners: list[str | None], entries: pl.DataFrame, turn: Numbers) -> Flags:
    """Whether each certificate is for the field and the area of the body beside it."""
    places = pl.Series(turn).cast(pl.UInt32, strict=False)
    frame = pl.DataFrame(
        {
            "body_id": pl.Series(owners, dtype=pl.String),
            "sector": entries["sector"][places],
            "division": entries["division"][places],
        }
    )
    frame = frame.with_columns(
        bucket.joined(frame, "body_id", "bodies", name).alias(f"owner_{name}")
        for name in ("sector", "division")
    )
    same_field = pl.col("sector").is_null() | (pl.col("sector") == pl.col("owner_sector"))
    same_area = pl.col("division").is_null() | area_of(pl.col("owner_division")).str.starts_with(
        area_of(pl.col("division"))
    )
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
