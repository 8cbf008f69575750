"""What of an archive cannot be read any more, and what can be done about it.

Serves `doctor`. Whatever another part of the archive still knows is put back (keys from the cases,
batches from their receipts); of cases and registers the broken files are dropped and their batches
opened for a new import. A table whose log is broken is left alone: it comes back from a backup.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from hengjian.archive import commits, tables
from hengjian.archive.errors import ArchiveError
from hengjian.archive.layout import BATCHES, KEYS, Layout
from hengjian.archive.nesting import KEY
from hengjian.archive.snapshot import Snapshot, last_states
from hengjian.content import say


@dataclass(frozen=True)
class Damage:
    """A file that cannot be read, and the batches it held rows of; ``file`` is its path within the
    archive. ``table``: it is a table's log, so that the whole table cannot be opened."""

    file: str
    batches: tuple[int, ...]
    table: bool = False


def damage_of(layout: Layout) -> list[Damage]:
    """All damage, table by table."""
    return [damage for path in layout.tables for damage in _of_table(path, layout.root)]


def _of_table(path: Path, root: Path) -> list[Damage]:
    broken = tables.broken_files(path)
    if not broken:
        return []
    place = path.relative_to(root).as_posix()
    if broken == [commits.FOLDER]:
        return [Damage(f"{place}/{commits.FOLDER}", (), table=True)]
    held = tables.files(tables.opened(path))
    number = "seq" if path.name == "batches" else "batch"
    return [
        Damage(f"{place}/{row['path']}", _span(row.get(f"min.{number}"), row.get(f"max.{number}")))
        for row in held.iter_rows(named=True)
        if row["path"] in broken
    ]


def _span(first: int | None, last: int | None) -> tuple[int, ...]:
    return () if first is None or last is None else tuple(range(first, last + 1))


def give_up(layout: Layout, damage: list[Damage]) -> list[str]:
    """Take damaged files out of their tables, put back what the archive still knows elsewhere, and
    open the other batches for a new import. Returns the sources of those batches.

    What is still readable of them stays. Raises ArchiveError where a table cannot be opened at all.
    """
    shut = [item.file for item in damage if item.table]
    if shut:
        raise ArchiveError(
            say(f"整张表无法打开：{'、'.join(shut)}", f"tables that cannot be opened: {shut}"),
            say(
                "请从备份恢复这些文件夹；没有备份的，另建案卷库，从原始提交重新导入。",
                "Restore these folders from a backup; without one, import all into a new archive.",
            ),
        )
    lost: set[int] = set()
    unknown: list[str] = []
    for path in layout.tables:
        place = path.relative_to(layout.root).as_posix()
        mine = [item for item in damage if item.file.startswith(f"{place}/")]
        if not mine:
            continue
        for item in mine:
            (layout.root / item.file).unlink(missing_ok=True)
        tables.opened(path).repair()
        held = {seq for item in mine for seq in item.batches}
        if path == layout.batches:
            unknown = _restore_batches(layout, held)
        elif path != layout.keys:
            lost |= held
    if any(item.file.startswith(f"{layout.keys.name}/") for item in damage):
        _restore_keys(layout)  # last, because it asks which batches were accepted
    return _open_again(layout, lost) + unknown


def _restore_batches(layout: Layout, held: set[int]) -> list[str]:
    """Put back the batches whose row is gone, from their receipts; names those without a receipt."""
    known = set(tables.collected(tables.scan(layout.batches), layout.batches)["seq"])
    rows = []
    for seq in sorted(held - known):
        told = _receipt(layout.receipts / f"{seq:06d}.json")
        if told is not None:
            row = {name: told.get(name) for name in BATCHES}
            row |= {"state": "accepted", "root": told["batch_id"]}
            rows.append(row | {"accepted_at": datetime.fromisoformat(told["accepted_at"])})
    if rows:
        tables.append(layout.batches, pl.DataFrame(rows, schema=BATCHES))
    found = {row["seq"] for row in rows}
    return [
        say(f"第 {seq} 批（没有回执，来源不明）", f"batch {seq} (no receipt, source unknown)")
        for seq in sorted(held - known - found)
    ]


def _receipt(path: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told


def _restore_keys(layout: Layout) -> None:
    """Keys whose row is gone, from the cases, with the first batch that is still there."""
    snapshot = Snapshot.of(layout)
    known = snapshot.seen(tables.scan(layout.keys)).select(KEY)
    lost = (
        snapshot.seen(tables.scan(layout.cases))
        .select(list(KEYS))
        .join(known, on=list(KEY), how="anti")
        .sort("batch", maintain_order=True)
        .unique(list(KEY), keep="first", maintain_order=True)
    )
    rows = tables.collected(lost, layout.cases)
    if not rows.is_empty():
        tables.append(layout.keys, rows)


def _open_again(layout: Layout, lost: set[int]) -> list[str]:
    log = last_states(tables.collected(tables.scan(layout.batches), layout.batches))
    again = log.filter(pl.col("seq").is_in(sorted(lost)) & (pl.col("state") == "accepted"))
    for row in again.iter_rows(named=True):
        marked = pl.DataFrame([{**row, "state": "damaged"}], schema=BATCHES)
        tables.append(layout.batches, marked)
    return again["source"].to_list()
