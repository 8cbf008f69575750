"""Facts of batches as they are accepted: made of the rows at hand, while these are written.

Serves the first check of an archive that an import fills. Only whole buckets are kept, and none whose
facts rest on entries that a later batch changed: those are made from the archive in the end, as ever.
"""

from collections.abc import Iterator
from concurrent.futures import Future

import polars as pl

from hengjian.archive import Snapshot
from hengjian.archive.at_hand import AtHand
from hengjian.archive.growing import Growing, Names, named_by
from hengjian.archive.layout import EVERYONE, OF_CASES
from hengjian.archive.nesting import KEY
from hengjian.archive.register import moving
from hengjian.archive.store import Archive
from hengjian.check.standing.making import SLICE, Making, Slice
from hengjian.content.threads import Threads
from hengjian.facts import Bucket
from hengjian.rules.concerns import SORTS
from hengjian.standard.records import Made

AT_HAND = 3 * SLICE
"""Cases of a batch of which facts are made at once: one such slice is at work, whose rows are in memory
anyway, and of six hundred columns each takes its time however few they are."""
_NAMED = {"field": pl.String(), "name": pl.String(), "bucket": pl.Int32()}


class Flow:
    """One generation as it grows, from the first batch on. ``take`` is for `Archive.accept`.

    One slice after the other: the other core has the batch to write, and the next one to read.
    """

    def __init__(self, archive: Archive, making: Making) -> None:
        self._archive, self._making = archive, making
        registers = archive.snapshot().registers
        self._growing = Growing({name: registers[name] for name in OF_CASES})
        self._whole: dict[int, int] = {}
        self._stale: set[int] = set()
        self._taken: list[int] = []
        self._begun: list[Slice] = []
        self._unpacked: list[list[Slice]] = []
        self._named = [pl.DataFrame(schema=_NAMED)]
        self._worker = Threads(1)
        self._work: Future[None] | None = None

    def take(self, batch: AtHand) -> None:
        """Begin with a batch, once that before it is done: two are in memory at most."""
        if self._work is not None and self._work.exception() is not None:
            return
        self._work = self._worker.submit(self._take, batch)

    def whole(self, snapshot: Snapshot) -> dict[int, int]:
        """The buckets whose facts are made, as the archive now is, and how many cases each holds. What
        they give to groups is kept; facts may still have to be packed.

        Raises what kept a batch from being made into facts.
        """
        if self._work is not None:
            self._work.result()
        if self._begun:
            self._close()
        accepted = snapshot.log.filter(state="accepted")["seq"].to_list()
        if sorted(accepted) != self._taken:  # another process accepted some, or one failed
            self._unpacked.clear()
            return {}
        return {bucket: n for bucket, n in self._whole.items() if bucket not in self._stale}

    def pack(self) -> None:
        """Keep the facts of the buckets that are whole."""
        while self._unpacked:
            self._making.pack(self._unpacked.pop())

    def end(self) -> None:
        self._worker.shutdown(cancel_futures=True)

    # --- one batch ------------------------------------------------------------------------------------------

    def _take(self, batch: AtHand) -> None:
        self._taken.append(batch.seq)
        names = named_by(batch)
        changed = self._growing.add(batch.registers)
        moved = moving(changed, self._growing.newest["delegations"])
        self._mark(batch, moved, changed["outcomes"])
        buckets = batch.buckets.unique().to_list()
        if batch.corrected:  # its cases lie among others of their buckets
            self._stale.update(buckets)
            return
        self._named += [_frame(names, bucket) for bucket in buckets]
        registers, made = self._growing.of(names, batch), Made()
        for bucket, first, height in self._slices(batch.buckets):
            if self._begun and self._begun[0].bucket != bucket:
                self._close()
                self.pack()
            records = Bucket(*batch.records(first, height, SORTS, registers, made))
            self._begun.append(self._making.slice(bucket, records))

    def _slices(self, buckets: pl.Series) -> Iterator[tuple[int, int, int]]:
        """Bucket, first row and number of rows of each slice."""
        first = 0
        for length, bucket in buckets.rle().struct.unnest().iter_rows():
            height = -(-length // -(-length // AT_HAND))
            for begin in range(first, first + length, height):
                if bucket not in self._stale:
                    yield bucket, begin, min(height, first + length - begin)
            first += length

    def _close(self) -> None:
        slices, self._begun = self._begun, []
        bucket = slices[0].bucket
        if bucket not in self._stale:
            self._making.spread(slices)
            self._unpacked.append(slices)
            self._whole[bucket] = sum(one.cases for one in slices)

    # --- what moves cases taken before --------------------------------------------------------------------

    def _mark(self, batch: AtHand, moved: Names, outcomes: pl.DataFrame) -> None:
        """Buckets with cases taken before that rest on entries which a batch changed."""
        named = pl.concat(self._named)
        self._named = [named]
        if EVERYONE in moved["body_id"]:
            self._stale.update(named["bucket"].to_list())
            return
        stale = named.join(_frame(moved, 0), on=["field", "name"], how="semi")
        self._stale.update(stale["bucket"].to_list())
        cases = outcomes.select(KEY).drop_nulls().unique()
        others = cases.join(batch.rows.cases.select(KEY), on=list(KEY), how="anti")
        if others.height:
            located = self._archive.snapshot().locate(others)
            self._stale.update(located["bucket"].to_list())


def _frame(names: Names, bucket: int) -> pl.DataFrame:
    rows = [
        own.alias("name").to_frame().with_columns(field=pl.lit(field)).select("field", "name")
        for field, own in names.items()
    ]
    return pl.concat(rows).with_columns(bucket=pl.lit(bucket, dtype=pl.Int32))
