"""What a reader sees: all accepted batches up to one number, and nothing of any other.

Serves checks, searches and exports while a writer is at work. The list of batches is read first; rows
of batches that are not in it are passed over.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO

import polars as pl

from hengjian.archive import tables
from hengjian.archive.layout import (
    BATCHES,
    EVERYONE,
    OF_CASES,
    REGISTERS,
    Layout,
    case_columns,
    register_key,
)
from hengjian.archive.nesting import KEY, NESTED, unnested
from hengjian.archive.register import (
    Asked,
    Registers,
    State,
    counting,
    differing,
    moving,
    newest_of,
)
from hengjian.standard.records import Made, Records, schema_of
from hengjian.standard.tables import BY_NAME

ACCEPTED = ("accepted", "damaged")
"""States of batches whose rows count; of a damaged one those that can still be read."""
_NAMES = tuple(table.name for table in REGISTERS)
_READ_AT_ONCE = 5_000
"""Versions of cases read at once of which only some are wanted."""


@dataclass(frozen=True)
class Snapshot:
    """The archive as of batch ``seq``. ``passed_over``: numbers of batches that were never completed ·
    ``log``: the last state of every batch · ``read``: the registers that were read before."""

    layout: Layout
    seq: int
    passed_over: frozenset[int]
    log: pl.DataFrame = field(compare=False, repr=False)
    read: Registers = field(default_factory=Registers, compare=False, repr=False)

    @classmethod
    def of(
        cls, layout: Layout, up_to: int | None = None, read: Registers | None = None
    ) -> "Snapshot":
        """The newest state, or the state after batch ``up_to``."""
        batches = tables.collected(tables.scan(layout.batches), layout.batches)
        latest = last_states(batches)
        accepted = latest.filter(pl.col("state").is_in(ACCEPTED))["seq"]
        last = int(str(accepted.max())) if accepted.len() else 0
        seq = last if up_to is None else min(up_to, last)
        known = set(accepted.to_list())
        passed_over = frozenset(n for n in range(1, seq + 1) if n not in known)
        return cls(layout, seq, passed_over, latest, Registers() if read is None else read)

    def seen(self, lazy: pl.LazyFrame) -> pl.LazyFrame:
        """The rows of a table that count here."""
        seen = lazy.filter(pl.col("batch") <= self.seq)
        if self.passed_over:
            seen = seen.filter(~pl.col("batch").is_in(sorted(self.passed_over)))
        return seen

    # --- buckets ----------------------------------------------------------------------------------------

    @cached_property
    def buckets(self) -> list[int]:
        """Numbers of the buckets that hold cases."""
        keys = self.seen(tables.scan(self.layout.keys)).select("bucket").unique()
        return sorted(tables.collected(keys, self.layout.keys)["bucket"].to_list())

    def versions(
        self, bucket: int, columns: list[str] | None = None, keys: pl.DataFrame | None = None
    ) -> pl.DataFrame:
        """Every version in a bucket, in the order in which they were accepted; ``keys``: only of the
        cases with these."""
        lazy = self.seen(tables.scan(self.layout.cases, bucket))
        if columns is not None:
            lazy = lazy.select(columns)
        if keys is None:
            return _in_order(tables.collected(lazy, self.layout.cases))
        # So groups of rows without any of these numbers are passed over unread.
        named = lazy.filter(pl.col("case_id").is_in(keys["case_id"].unique().to_list()))
        parts = tables.in_pieces(named, self.layout.cases, _READ_AT_ONCE)
        found = [_alone(_among(rows, keys)) for rows in parts]
        return _in_order(pl.concat(found)) if found else named.clear().collect()

    def newest(self, keys: Mapping[int, pl.DataFrame], since: int) -> pl.DataFrame:
        """The current versions of these cases by bucket, most of which changed after batch ``since``:
        what was written before is read only for the others."""
        asked = pl.concat(keys.values())
        brought = tables.collected(self._seen_since(since, keys), self.layout.cases)
        changed = current(_among(_in_order(brought), asked))
        found = [changed]
        if changed.height < asked.height:
            for bucket, own in keys.items():
                others = own.join(changed, on=list(KEY), how="anti")
                if others.height:
                    found.append(current(self.versions(bucket, keys=others)))
        return pl.concat(found)

    def _seen_since(self, since: int, buckets: Collection[int] | None = None) -> pl.LazyFrame:
        rows = tables.scan(self.layout.cases, buckets, since=since)
        return self.seen(rows).filter(pl.col("batch") > since)

    def without_superseded(self, rows: pl.DataFrame, batches: list[int]) -> pl.DataFrame:
        """Rows of a bucket without versions in whose place one of these batches put another. Rows of
        batches that this snapshot does not know are left as they are."""
        known = (pl.col("batch") <= self.seq) & ~pl.col("batch").is_in(
            sorted(self.passed_over) or [-1]
        )
        ordered = rows.sort("batch", maintain_order=True)
        seen = ordered.filter(known)
        next_batch = pl.col("batch").shift(-1).over(list(KEY))
        kept = seen.filter(~next_batch.is_in(batches).fill_null(False))
        return pl.concat([kept, ordered.filter(~known)])

    def cases(self, bucket: int, *, since: int = 0) -> pl.DataFrame:
        """The current version of every case in a bucket; ``since``: of those changed after it."""
        return current(self.versions(bucket)).filter(pl.col("batch") > since)

    def slices(self, bucket: int, height: int) -> Iterator[pl.DataFrame]:
        """The current version of every case in a bucket, read by at most so many rows at once."""
        lazy, path = tables.scan(self.layout.cases, bucket), self.layout.cases
        placed = lazy.select(*KEY, "batch").with_row_index("place")
        newest = current(_in_order(tables.collected(self.seen(placed), path)))["place"]
        rows = int(str(tables.collected(lazy.select(pl.len()), path).item()))
        whole = newest.len() == rows
        for first in range(0, rows, height):
            part = tables.collected(lazy.slice(first, height), path)
            own = newest.filter(newest.is_between(first, first + height, closed="left"))
            if len(own):
                yield part if whole else part[own.sort() - first]

    def cases_of(self, keys: pl.DataFrame) -> pl.DataFrame:
        """The current versions of the cases with these keys (columns body_id and case_id)."""
        located = self.locate(keys)
        found = [
            current(self.versions(bucket, keys=keys))
            for bucket in sorted(located["bucket"].unique().to_list())
        ]
        return pl.concat(found) if found else pl.DataFrame(schema=case_columns())

    def accepted_in(self, seq: int, columns: list[str]) -> Iterator[pl.DataFrame]:
        """The versions that batch ``seq`` brought, bucket by bucket."""
        if seq > self.seq or seq in self.passed_over:
            return
        mine = pl.col("batch") == seq
        path, table = self.layout.cases, tables.opened(self.layout.cases)
        held = tables.scan(path, table=table, batch=seq).filter(mine).select("bucket").unique()
        for bucket in sorted(tables.collected(held, path)["bucket"].to_list()):
            rows = tables.scan(path, bucket, table, seq).filter(mine).select(columns)
            yield tables.collected(rows, path)

    def keys(self) -> pl.DataFrame:
        """The keys of all cases (columns body_id and case_id)."""
        return tables.collected(
            self.seen(tables.scan(self.layout.keys)).select(KEY), self.layout.keys
        )

    @cached_property
    def case_count(self) -> int:
        """How many cases there are: as the log tells, if it tells it of each batch."""
        told = tables.counted(self.layout.keys, "batch")
        if told is not None:
            return int(self.seen(told.lazy()).collect()["rows"].sum())
        keys = self.seen(tables.scan(self.layout.keys)).select(pl.len())
        return int(str(tables.collected(keys, self.layout.keys).item()))

    def locate(self, keys: pl.DataFrame) -> pl.DataFrame:
        """Keys that were ever accepted, with their buckets. Those that a killed import gave do not
        count: they are given anew with the batch that is accepted."""
        # So files and groups of rows that lie apart from all of these are passed over unread.
        near = [pl.col(n).is_between(pl.lit(keys[n].min()), pl.lit(keys[n].max())) for n in KEY]
        lazy = self.seen(tables.scan(self.layout.keys).filter(*near)).join(
            keys.select(KEY).lazy(), on=list(KEY), how="semi"
        )
        return tables.collected(lazy, self.layout.keys)

    def records(
        self, cases: pl.DataFrame, alike: Sequence[str] = ()
    ) -> tuple[Records, dict[str, pl.Series]]:
        """These cases as records with all registers; and of what belongs to cases, by table, which row
        of the cases each is of. ``alike``: cases that share these fields stand together."""
        frames, owners = unnested(cases).tables(alike)
        loose = self.register("recordings")
        if not loose.is_empty():
            frames["recordings"] = pl.concat([frames["recordings"], loose], how="diagonal")
            none = pl.Series([None], dtype=pl.UInt32).new_from_index(0, loose.height)
            owners["recordings"] = pl.concat([owners["recordings"], none])
        return self._beside_registers(frames), owners

    def no_case(self) -> Records:
        """All registers as records, and no case."""
        frames = {
            name: pl.DataFrame(schema=schema_of(BY_NAME[name])) for name in ("cases", *NESTED)
        }
        return self._beside_registers(frames | {"recordings": self.register("recordings")})

    def _beside_registers(self, frames: Mapping[str, pl.DataFrame]) -> Records:
        whole = {name: rows.select(list(schema_of(BY_NAME[name]))) for name, rows in frames.items()}
        others = tuple(name for name in _NAMES if name not in whole)
        return Records(Asked(whole, others, self.register), frozenset(BY_NAME), self.made)

    @property
    def made(self) -> Made:
        """What readers made of the registers of this snapshot, or of one with the same."""
        return self.read.made(self._states)

    # --- registers --------------------------------------------------------------------------------------

    @property
    def registers(self) -> Mapping[str, pl.DataFrame]:
        """The newest version of every entry of every register, each read when it is asked for."""
        return Asked({}, tuple(self._states), self.register)

    def register(self, name: str) -> pl.DataFrame:
        """The newest version of every entry of this register; read once."""
        if name in self._looked_back:
            return self._looked_back[name]
        path, state = self.layout.register(name), self._states[name]
        rows, kept = self.read.newest(name, path, state)
        if not kept:
            self._looked_back[name] = rows
        return rows

    def let_go(self, names: Iterable[str]) -> None:
        """Forget what was read of these registers, which none but a few ask for."""
        self.read.let_go(names)

    def forget_registers(self) -> None:
        """Forget all registers, and what was made of them; whoever asks again reads them again."""
        self.read.forget()

    @cached_property
    def _looked_back(self) -> dict[str, pl.DataFrame]:
        """Registers as they were before what was read since."""
        return {}

    @cached_property
    def _states(self) -> dict[str, State]:
        """What counts here of each register."""
        held = {name: self.read.state(name, self.layout.register(name)) for name in _NAMES}
        return {name: self._counting(state) for name, state in held.items()}

    def _counting(self, state: State) -> State:
        if state.last <= self.seq and self.passed_over.isdisjoint(state.batches):
            return state
        counts = (seq for seq in state.batches if seq <= self.seq and seq not in self.passed_over)
        return State(state.mark, tuple(counts))

    def registers_changed(self, since: int) -> frozenset[str]:
        """The registers to which batches after ``since`` brought anything."""
        return frozenset(name for name, state in self._states.items() if state.last > since)

    def register_change(self, name: str, since: int) -> pl.DataFrame:
        """The entries of a register that are new or other than they were after batch ``since``: as they
        are now, then as they were."""
        path, state = self.layout.register(name), self._states[name]
        if state.last <= since:
            return pl.DataFrame(schema=schema_of(BY_NAME[name]))
        keys = counting(name, path, state, since).select(register_key(BY_NAME[name])).unique()
        then = State(state.mark, tuple(seq for seq in state.batches if seq <= since))
        now, before = self.register(name), newest_of(name, counting(name, path, then))
        return differing(_with_keys(now, keys), _with_keys(before, keys))

    # --- which cases a change concerns --------------------------------------------------------------------

    def changed_since(self, since: int) -> pl.DataFrame:
        """Keys of the cases with a version accepted after batch ``since``, with their buckets."""
        lazy = self._seen_since(since).select(*KEY, "bucket")
        return tables.collected(lazy, self.layout.cases).unique(maintain_order=True)

    def affected_by_registers(self, since: int) -> pl.DataFrame:
        """Keys of the cases whose facts rest on a register entry that changed after ``since``.

        Which these are `moving` says; outcomes move their case. An entry that named another officer,
        item … before moves the cases of both.
        """
        changed = {name: self.register_change(name, since) for name in OF_CASES}
        moved = moving(changed, self.registers["delegations"])
        keys: list[pl.DataFrame] = [
            changed["outcomes"].select(KEY).drop_nulls(),
            self._of_bodies(moved["body_id"]),
        ]
        people, items, devices = (moved[n] for n in ("officer_id", "item_id", "device_id"))
        if len(people) or len(items) or len(devices):
            keys += [self._naming(bucket, people, items, devices) for bucket in self.buckets]
        return pl.concat(keys).unique(maintain_order=True)

    def _of_bodies(self, bodies: pl.Series) -> pl.DataFrame:
        wanted = bodies.unique().to_list()
        if not wanted:
            return pl.DataFrame(schema=dict.fromkeys(KEY, pl.String()))
        keys = self.seen(tables.scan(self.layout.keys)).select(KEY)
        if EVERYONE not in wanted:
            keys = keys.filter(pl.col("body_id").is_in(wanted))
        return tables.collected(keys, self.layout.keys)

    def _naming(
        self, bucket: int, people: pl.Series, items: pl.Series, devices: pl.Series
    ) -> pl.DataFrame:
        rows = current(self.versions(bucket, [*KEY, "batch", "item_id", "device_id", "events"]))
        named = rows.select(
            pl.col("events")
            .list.eval(pl.element().struct.field("officers").list.explode().is_in(people.to_list()))
            .list.any()
        ).to_series()
        return rows.filter(
            named.fill_null(False)
            | pl.col("item_id").is_in(items.to_list())
            | pl.col("device_id").is_in(devices.to_list())
        ).select(KEY)

    # --- batches ----------------------------------------------------------------------------------------

    @cached_property
    def batches(self) -> pl.DataFrame:
        """All batches with their last state, in order."""
        return self.log.filter(pl.col("seq") <= self.seq)


def _among(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The rows of cases with these keys; lists are dear to move, and mostly none needs to be."""
    on = list(KEY)
    numbered = rows.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"), *on)
    at = numbered.join(keys, on=on, how="semi", maintain_order="left")["at"]
    return rows if len(at) == rows.height else rows[at]


def _alone(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows with no text but their own: a few of a file hold all texts that were read with them,
    2,500 cases from 25 buckets two gigabytes. Copied in the older form of Arrow they do not."""
    into = BytesIO()
    rows.write_ipc_stream(into, compat_level=pl.CompatLevel.oldest())
    into.seek(0)
    return pl.read_ipc_stream(into)


def _in_order(versions: pl.DataFrame) -> pl.DataFrame:
    """Versions as their batches came; lists are dear to move, and mostly they lie so already."""
    if "batch" not in versions.columns or versions["batch"].is_sorted():
        return versions
    return versions.sort("batch", maintain_order=True)


def last_states(batches: pl.DataFrame) -> pl.DataFrame:
    """One row a batch: the log of states holds a later row where a state changed."""
    ranked = batches.with_columns(
        pl.col("state").replace_strict({"accepted": 0, "abandoned": 1, "damaged": 2}).alias("__n")
    )
    return (
        ranked.sort("seq", "__n")
        .unique("seq", keep="last", maintain_order=True)
        .select(list(BATCHES))
    )


def current(versions: pl.DataFrame) -> pl.DataFrame:
    """The last accepted version of each case, in the order of first acceptance."""
    if versions.height == versions.select(KEY).n_unique():
        return versions
    return versions.unique(list(KEY), keep="last", maintain_order=True)


def _with_keys(entries: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    return entries.join(keys, on=keys.columns, how="semi", nulls_equal=True, maintain_order="left")
