"""The archive as its writer knows it: accept a batch, compact, let go of what is old, look for damage.

Serves imports. A batch is written in four commits of which only the last makes it visible; a process
that dies before it leaves rows that nobody sees and that the next writer passes over.
"""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from hengjian.archive import tables
from hengjian.archive.at_hand import AtHand, Beside
from hengjian.archive.batch import Batch
from hengjian.archive.coverage import narrowing
from hengjian.archive.damage import Damage, damage_of, give_up
from hengjian.archive.errors import ArchiveError
from hengjian.archive.identity import identity_of
from hengjian.archive.layout import (
    BATCHES,
    BUCKET_SIZE,
    FORMAT,
    KEYS,
    REGISTERS,
    Layout,
    case_columns,
    register_columns,
)
from hengjian.archive.lease import writing
from hengjian.archive.nesting import KEY, arranged, left_over, nested
from hengjian.archive.place import check_name, check_place, made_whole, unmade_if_failed
from hengjian.archive.receipt import Receipt
from hengjian.archive.register import Registers
from hengjian.archive.snapshot import Snapshot
from hengjian.archive.turn import (
    accepted_before,
    accepted_before_in_old_form,
    claimed,
    read_log,
    record,
)
from hengjian.content import say
from hengjian.content.errors import reason_of
from hengjian.content.threads import Threads
from hengjian.standard.records import schema_of
from hengjian.standard.tables import BY_NAME, STANDARD

Progress = Callable[[str, float], None]


class Archive:
    """One archive in a folder of the local disk."""

    def __init__(self, root: Path, *, bucket_size: int = BUCKET_SIZE) -> None:
        self.layout = Layout(root)
        self.bucket_size = bucket_size
        self._read = Registers()

    @classmethod
    def open(cls, root: Path) -> "Archive":
        """An archive that exists. Raises ArchiveError where there is none or it is of another form."""
        about = Layout(root).about
        try:
            told = json.loads(about.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            raise ArchiveError(
                say(f"{root} 不是案卷库", f"{root} is no archive"),
                say(
                    "hengjian import 数据 --archive 文件夹 会建立一个。",
                    "hengjian import DATA --archive FOLDER makes one.",
                ),
            ) from None
        except ValueError as error:
            raise ArchiveError(say(f"{about} 已损坏", f"{about} is damaged")) from error
        if told.get("format") != FORMAT:
            raise ArchiveError(
                say(
                    f"{root} 的格式是 {told.get('format')}，本版只能使用 {FORMAT}",
                    f"{root} has format {told.get('format')}, this version uses {FORMAT}",
                )
            )
        check_name(root)
        return cls(root, bucket_size=told["bucket_size"])

    @classmethod
    def at(cls, root: Path, *, bucket_size: int = BUCKET_SIZE) -> "Archive":
        """The archive in ``root``; made if the folder is empty or missing."""
        check_place(root)
        if Layout(root).about.exists():
            return cls.open(root)
        archive = cls(root, bucket_size=bucket_size)
        with unmade_if_failed(root), writing(archive.layout.lock):
            if archive.layout.about.exists():  # another made it in between
                return cls.open(root)
            with made_whole(root):
                archive._make()
        return archive

    @staticmethod
    def check_place(root: Path) -> None:
        """Raise ArchiveError unless an archive lies in ``root`` or can be made there."""
        check_place(root)

    def _make(self) -> None:
        tables.create(self.layout.batches, BATCHES)
        tables.create(self.layout.keys, KEYS)
        tables.create(self.layout.cases, case_columns(), ["bucket"])
        for table in REGISTERS:
            tables.create(self.layout.register(table.name), register_columns(table))
        told = {"format": FORMAT, "standard": STANDARD, "bucket_size": self.bucket_size}
        _write_whole(self.layout.about, json.dumps(told))

    def snapshot(self, up_to: int | None = None) -> Snapshot:
        """What a reader sees now, or after batch ``up_to``."""
        return Snapshot.of(self.layout, up_to, self._read)

    # --- accepting --------------------------------------------------------------------------------------

    def accept(
        self,
        batch: Batch,
        *,
        at: datetime,
        batch_id: str | None = None,
        wait: float = 0.0,
        progress: Progress | None = None,
        beside: Beside | None = None,
    ) -> Receipt:
        """Store a batch as a whole, once. The same rows a second time give the first receipt again.

        ``beside`` is given the rows of a new batch, to go on with while they are written.
        Raises ArchiveError for rows of cases that the batch does not hold (a case is always handed
        in whole), ArchiveBusyError while another process writes.
        """
        tell = progress or (lambda doing, share: None)
        tell(say("核对批次", "identifying the batch"), 0.0)
        laid = arranged(batch.records)
        if not laid.hold_all_of(batch.records):
            self._refuse_left_over(batch)
        identity = batch_id or identity_of(laid, batch.records)
        rows = nested(laid)
        with writing(self.layout.lock, wait=wait), tables.full_disk_told():
            log, states = read_log(self.layout)
            receipt = accepted_before(states, identity)
            if receipt is None and batch_id is None:
                receipt = accepted_before_in_old_form(states, batch.records)
            if receipt is None:
                with claimed(self.layout, log, states, identity) as seq:
                    tell(say("登记案件编号", "registering keys"), 0.2)
                    placed, new = self._place(rows, seq)
                    tell(say("写入登记和案件", "writing registers and cases"), 0.4)
                    brought = self._brought(batch)
                    if beside is not None:
                        changed = new < placed.height
                        beside(AtHand(seq, laid, placed["bucket"], changed, brought))
                    with Threads(1) as other:
                        registers = other.submit(self._write_registers, brought, seq)
                        if not placed.is_empty():
                            tables.append(self.layout.cases, placed, {"batch": str(seq)})
                        registers.result()
                    receipt = Receipt(
                        seq=seq,
                        batch_id=identity,
                        source=batch.source,
                        accepted_at=at.astimezone(UTC).isoformat(),
                        cases=rows.height,
                        new=new,
                        changed=rows.height - new,
                        events=batch.records.event_count,
                        register_rows=sum(entries.height for entries in brought.values()),
                        refused=batch.refused,
                    )
                    tell(say("提交", "committing"), 0.95)
                    record(self.layout, log, seq, identity, "accepted", receipt, at)
        _hand_out(receipt, self.layout)
        tell(say("完成", "done"), 1.0)
        return receipt

    def _refuse_left_over(self, batch: Batch) -> None:
        lost = left_over(batch.records)
        if not lost:
            return
        name, rows = next(iter(lost.items()))
        first = rows.row(0, named=True)
        raise ArchiveError(
            say(
                f"{name} 表有 {rows.height} 行所属的案件不在本批数据中，例如"
                f"机关 {first['body_id']} 案件 {first['case_id']}",
                f"{rows.height} rows of {name} belong to cases that this batch does not hold, such as "
                f"body {first['body_id']} case {first['case_id']}",
            ),
            say(
                "案件须连同它的全部活动、文书一起报送：请把这些案件加入 cases 表，或者去掉这些行。",
                "A case is handed in whole: add those cases to the cases table, or take the rows out.",
            ),
        )

    def _place(self, rows: pl.DataFrame, seq: int) -> tuple[pl.DataFrame, int]:
        """The rows with their buckets; keys never accepted before are given one, in order."""
        snapshot = self.snapshot()
        known = snapshot.locate(rows)
        fresh = rows.select(KEY)
        if not known.is_empty():
            fresh = fresh.join(known, on=list(KEY), how="anti", maintain_order="left")
        place = (pl.int_range(pl.len()) + snapshot.case_count) // self.bucket_size
        given = fresh.with_columns(
            place.cast(pl.Int32).alias("bucket"), pl.lit(seq, dtype=pl.Int64).alias("batch")
        )
        if fresh.height:
            tables.append(self.layout.keys, given, {"batch": str(seq)})
        found = given
        if not known.is_empty():
            # The keys alone are joined: the lists beside them are dear to move.
            every = pl.concat([known, given])
            found = rows.select(KEY).join(every, on=list(KEY), how="left", maintain_order="left")
        placed = rows.with_columns(found["bucket"], pl.lit(seq, dtype=pl.Int64).alias("batch"))
        return placed.select(list(case_columns())), fresh.height

    def _brought(self, batch: Batch) -> dict[str, pl.DataFrame]:
        """The entries of registers that a batch brings."""
        brought = {}
        for table in REGISTERS:
            rows = batch.records[table.name]
            if table.name == "recordings":
                rows = rows.filter(pl.col("case_id").is_null())
            if table.name == "coverage" and batch.gaps:
                rows = pl.concat([rows, self._narrowing(batch)])
            if not rows.is_empty():
                brought[table.name] = rows.select(list(schema_of(table)))
        return brought

    def _write_registers(self, brought: dict[str, pl.DataFrame], seq: int) -> None:
        for name, rows in brought.items():
            path, columns = self.layout.register(name), register_columns(BY_NAME[name])
            tables.create(path, columns)
            stored = rows.with_columns(pl.lit(seq, dtype=pl.Int64).alias("batch"))
            tables.append(path, stored.select(list(columns)), {"batch": str(seq)})

    def _narrowing(self, batch: Batch) -> pl.DataFrame:
        """Rows that take away the coverage which no longer holds since rows were refused."""
        snapshot = self.snapshot()
        frames = [snapshot.keys(), snapshot.registers["bodies"], batch.records["cases"]]
        bodies = pl.concat(frame["body_id"].unique() for frame in frames).drop_nulls()
        return narrowing(
            snapshot.registers["coverage"], batch.records["coverage"], batch.gaps, bodies
        )

    # --- keeping ----------------------------------------------------------------------------------------

    def compact(self, *, min_files: int = 8, wait: float = 0.0) -> list[int]:
        """Rewrite buckets of many small files as one, sorted by case and version. Which buckets."""
        done = []
        with writing(self.layout.lock, wait=wait):
            for bucket, files in self._files_by_bucket().items():
                if files >= min_files:
                    tables.rewrite(
                        self.layout.cases,
                        bucket,
                        lambda rows: rows.sort("batch", maintain_order=True),
                    )
                    done.append(bucket)
        return done

    def _files_by_bucket(self) -> dict[int, int]:
        held = tables.files(tables.opened(self.layout.cases))
        if held.is_empty():
            return {}
        counts = held.group_by(pl.col("partition.bucket").alias("bucket")).len().sort("bucket")
        return dict(counts.iter_rows())

    def let_go(self, *, before: datetime, wait: float = 0.0) -> int:
        """Delete versions that were superseded before a moment, as the law on retention allows.

        A current version is never deleted. Returns how many rows went; files are removed from the
        disk by the next `clean`.
        """
        gone = 0
        with writing(self.layout.lock, wait=wait):
            snapshot = self.snapshot()
            old = snapshot.batches.filter(pl.col("accepted_at") < before)["seq"].to_list()
            for bucket in snapshot.buckets if old else []:
                lost = 0

                def kept(rows: pl.DataFrame) -> pl.DataFrame | None:
                    nonlocal lost
                    left = snapshot.without_superseded(rows, old)
                    lost = rows.height - left.height
                    return left if lost else None

                tables.rewrite(self.layout.cases, bucket, kept)
                gone += lost
        return gone

    def clean(self, *, keep: timedelta = timedelta(days=7), wait: float = 0.0) -> int:
        """Remove data files that no version younger than ``keep`` refers to. How many."""
        removed = 0
        with writing(self.layout.lock, wait=wait):
            for path in self.layout.tables:
                hours = int(keep.total_seconds() // 3600)
                gone = tables.opened(path).vacuum(
                    retention_hours=hours, dry_run=False, enforce_retention_duration=False
                )
                removed += len(gone)
        return removed

    # --- damage -----------------------------------------------------------------------------------------

    def damage(self) -> list[Damage]:
        """Files of any table that cannot be read, with the batches they held."""
        return damage_of(self.layout)

    def give_up(self, damage: list[Damage], *, wait: float = 0.0) -> list[str]:
        """Take damaged files out of their tables and open their batches for a new import; whatever
        the archive knows elsewhere is put back. Returns the sources of those batches.

        Raises ArchiveError where a table cannot be opened at all.
        """
        with writing(self.layout.lock, wait=wait):
            return give_up(self.layout, damage)


def _hand_out(receipt: Receipt, layout: Layout) -> None:
    """Write the receipt of a batch that is accepted already."""
    try:
        receipt.write(layout.receipts)
    except OSError as error:
        raise ArchiveError(
            say(
                f"本批已受理（第 {receipt.seq} 批），但是回执没有写出（{reason_of(error)}）",
                f"the batch was accepted (number {receipt.seq}), but its receipt was not written "
                f"({reason_of(error)})",
            ),
            say(
                "清出空间后把这一批再导入一次，就有回执，不会重复入库。",
                "Import it once more when there is room: that gives the receipt and stores nothing.",
            ),
        ) from error


def _write_whole(path: Path, text: str) -> None:
    """Write a small file so that it is either the old one or the new one, even after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
