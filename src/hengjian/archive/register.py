"""The registers as they stand: each read when it is first asked for, and again only once it has grown.

Serves readers that look at one archive again and again, as the standing check does after every batch.
What was read counts for as long as the table's log has not grown and is no other's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import NamedTuple

import polars as pl

from hengjian.archive import tables
from hengjian.archive.layout import register_columns, register_key
from hengjian.standard.records import Made, schema_of
from hengjian.standard.tables import BY_NAME


class State(NamedTuple):
    """What a register's table was at ``mark``, and the batches whose rows count, in order."""

    mark: tables.Mark | None
    batches: tuple[int, ...]

    @property
    def last(self) -> int:
        """The last batch that brought anything."""
        return self.batches[-1] if self.batches else 0


@dataclass
class Registers:
    """What was read, by name: the newest version of every entry, and no older one."""

    _states: dict[str, State] = field(default_factory=dict)
    _read: dict[str, tuple[State, pl.DataFrame]] = field(default_factory=dict)
    _made: tuple[Mapping[str, State], Made] = field(default_factory=lambda: ({}, Made()))
    _lock: RLock = field(default_factory=RLock)

    def state(self, name: str, path: Path) -> State:
        """A register's table, and the batches that brought anything to it; none where the standard did
        not know it yet when the archive was made."""
        mark = tables.mark_of(path) if path.exists() else None
        known = self._states.get(name)
        if known is None or known.mark != mark:
            brought = tables.scan(path).select(pl.col("batch").unique().sort()) if mark else None
            batches = () if brought is None else tables.collected(brought, path)["batch"]
            known = self._states[name] = State(mark, tuple(batches))
        return known

    def newest(self, name: str, path: Path, state: State) -> tuple[pl.DataFrame, bool]:
        """The newest version of every entry among what counts, and whether it is kept here: what
        somebody sees who looks back is not, beside what stands now."""
        with self._lock:  # of two threads one reads
            known = self._read.get(name)
            if known is not None and known[0] == state:
                return known[1], True
            rows = newest_of(name, counting(name, path, state))
            newer = known is None or known[0].last <= state.last
            stands = newer or state == self._states.get(name)
            if stands:
                self._read[name] = (state, rows)
            return rows, stands

    def let_go(self, names: Iterable[str]) -> None:
        """Forget what was read of these; whoever asks again reads it again."""
        with self._lock:
            for name in names:
                self._read.pop(name, None)

    def forget(self) -> None:
        """Forget all that was read, and what was made of it."""
        with self._lock:
            self._read.clear()
            self._made = ({}, Made())

    def made(self, states: Mapping[str, State]) -> Made:
        """What readers made of these registers and keep here; nothing of one that is another now."""
        with self._lock:
            known, made = self._made
            if known != states:
                changed = {name for name, state in states.items() if known.get(name) != state}
                made = made.without(changed)
                self._made = (states, made)
            return made


@dataclass(frozen=True)
class Asked(Mapping[str, pl.DataFrame]):
    """Frames by name, of which those that are not ``held`` are read when somebody asks for them."""

    held: Mapping[str, pl.DataFrame]
    others: tuple[str, ...]
    read: Callable[[str], pl.DataFrame]

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name in self.held:
            return self.held[name]
        if name not in self.others:
            raise KeyError(name)
        return self.read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self.held, *self.others]))

    def __len__(self) -> int:
        return len({*self.held, *self.others})


def counting(name: str, path: Path, state: State, since: int | None = None) -> pl.DataFrame:
    """Every version that counts of every entry of a register, as the batches came; ``since``: of later
    batches only."""
    if state.mark is None:
        return pl.DataFrame(schema=register_columns(BY_NAME[name]))
    rows = tables.collected(tables.scan(path, since=since), path)
    wanted = pl.Series([seq for seq in state.batches if seq > (since or 0)], dtype=pl.Int64)
    counts = rows["batch"].is_in(wanted.implode())
    counted = rows if counts.all() else rows.filter(counts)
    return counted if counted["batch"].is_sorted() else counted.sort("batch", maintain_order=True)


def differing(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Rows that only one of two versions of a register holds: as they are now, then as they were."""
    if now.equals(before):
        return now.clear()
    pairs = ((now, before), (before, now))
    return pl.concat(
        one.join(other, on=one.columns, how="anti", nulls_equal=True, maintain_order="left")
        for one, other in pairs
    )


def moving(changed: Mapping[str, pl.DataFrame], delegations: pl.DataFrame) -> dict[str, pl.Series]:
    """Of entries that changed, outcomes apart, which names a case must have to rest on one of them.

    Certificates and officers: the officer · items, tiers, delegations: the item · bodies and coverage: the
    body, and items that it delegated · devices: the device.
    """
    given = delegations.filter(pl.col("from_body").is_in(changed["bodies"]["body_id"].implode()))
    bodies = [changed[name]["body_id"] for name in ("bodies", "coverage")]
    items = [changed[name]["item_id"] for name in ("items", "discretion", "delegations")]
    people = [changed[name]["officer_id"] for name in ("officers", "certificates")]
    named = {
        "body_id": pl.concat(bodies),
        "item_id": pl.concat([given["item_id"], *items]),
        "officer_id": pl.concat(people),
        "device_id": changed["monitoring_devices"]["device_id"],
    }
    return {field: names.drop_nulls() for field, names in named.items()}


def newest_of(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Of each entry the last version. Hardly any has two, and then nothing is copied."""
    table = BY_NAME[name]
    keys, entries = rows.select(register_key(table)), rows.select(list(schema_of(table)))
    if keys.hash_rows().n_unique() == rows.height:
        return entries
    last = keys.with_row_index("__at").unique(keys.columns, keep="last", maintain_order=True)
    return entries[last["__at"]]
