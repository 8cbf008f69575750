"""Measures the ledger: verifying an export, sealing batches, rows, proofs, as ratios to bare hashing.

Serves whoever changes the ledger or the auditor's tool. The yardstick is hashlib over the same leaf
bytes in the same run; times are CPU time of the process, the least of several rounds.

    python bench/ledger.py --entries 1000000
"""

import argparse
import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hengjian.ledger import (
    Contents,
    Entry,
    Frontier,
    Head,
    algorithm,
    auditor,
    begin_log,
    canonical,
    generate_key,
    inclusion_proof,
    row_hashes,
    row_salts,
    rows_of,
    seal,
    write_export,
)
from hengjian.ledger.tree import in_memory

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
PAYLOAD = {"case": "B1-2026-00017", "party": "张三", "fine": "500.00", "items": ["330216000000"]}


def least(rounds: int, work: Callable[[], Any]) -> float:
    found = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return min(found)


class Row:
    """Prints one measurement beside the yardstick."""

    def __init__(self, count: int, yardstick: float) -> None:
        self.count, self.yardstick = count, yardstick

    def tell(self, name: str, seconds: float, count: int = 0) -> None:
        count = count or self.count
        each = seconds / count
        ratio = each / (self.yardstick / self.count)
        print(f"  {name:46}{count / seconds:>12,.0f}/s{each * 1e6:>9.2f} µs{ratio:>8.1f} ×")


@contextmanager
def exported(name: str, count: int) -> Iterator[tuple[Path, Path, list[bytes]]]:
    """An export of ``count`` entries with twenty heads, one with every payload, and a receipt."""
    with tempfile.TemporaryDirectory() as folder:
        key = generate_key(Path(folder) / "key.pem")
        chosen = algorithm(name)
        log, begun = begin_log(key, chosen, AT)
        lines, openings = [begun.entry(chosen, AT).line()], []
        for number in range(2, count + 1):
            sealed = seal(chosen, PAYLOAD)
            entry = Entry(AT, "document.issued", f"document:{number}", "post:7", sealed.commitment)
            lines.append(entry.line())
            openings.append((number, sealed.salt, sealed.payload))
        leaves, frontier, heads = chosen.leaves(lines), Frontier(chosen), []
        step = max(count // 20, 1)
        for first in range(0, count, step):
            frontier, _ = frontier.extended(leaves[first : first + step])
            heads.append(Head.sign(key, log, name, frontier.size, frontier.root(), AT))
        for name_of, opened in (("out", []), ("full", openings)):
            pairs = zip(lines, leaves, strict=True)
            contents = Contents(log, name, pairs, heads, [begun.text()], opened, bool(opened))
            write_export(Path(folder) / name_of, contents, AT, key)
        receipt = Path(folder) / "receipt.txt"
        receipt.write_text(heads[len(heads) // 2].text())
        yield Path(folder), receipt, lines


def measure(name: str, count: int, rounds: int) -> None:
    chosen = algorithm(name)
    new = hashlib.sha256 if name == "sha256" else lambda data: hashlib.new("sm3", data)
    with exported(name, count) as (folder, receipt, lines):
        place = folder / "out"
        bare = least(rounds, lambda: [new(line).digest() for line in lines])
        row = Row(count, bare)
        size = sum(path.stat().st_size for path in place.iterdir())
        print(f"{name}: {count:,} entries, {size / count:.0f} bytes each in the export")
        row.tell("hashlib alone, each leaf once", bare)
        report = auditor.verify(place, [receipt])
        assert report.whole, report.problems
        row.tell("verify an export", least(rounds, lambda: auditor.verify(place, [receipt])))
        row.tell("verify it and every payload",
                 least(rounds, lambda: auditor.verify(folder / "full", [receipt])))  # fmt: skip
        leaves = chosen.leaves(lines)
        row.tell("leaf hashes", least(rounds, lambda: chosen.leaves(lines)))
        for batch in (1, 100, 10_000):
            some = min(count, 100_000 if batch > 1 else 5_000)
            row.tell(f"sequence in batches of {batch:,}",
                     least(rounds, lambda b=batch, s=some: sequence(chosen, leaves[:s], b)), some)  # fmt: skip
        some = min(count, 50_000)
        row.tell("canonical bytes of a payload",
                 least(rounds, lambda: [canonical(PAYLOAD) for _ in range(some)]), some)  # fmt: skip
        row.tell("payload, commitment, entry, line, leaf hash",
                 least(rounds, lambda: make(chosen, some)), some)  # fmt: skip
        rows = [canonical(PAYLOAD)] * min(count, 200_000)
        row.tell("rows of one entry: salt, hash, root",
                 least(rounds, lambda: bulk(chosen, rows)), len(rows))  # fmt: skip
        tree = in_memory(chosen, leaves)
        row.tell("inclusion proof from stored hashes",
                 least(rounds, lambda: [inclusion_proof(tree, n, count) for n in range(50)]), 50)  # fmt: skip


def sequence(chosen: Any, leaves: list[bytes], batch: int) -> None:
    """As the sequencer will: load the frontier, extend it, store it, one root for the head."""
    kept, size = b"", 0
    for first in range(0, len(leaves), batch):
        frontier, _ = Frontier.load(chosen, size, kept).extended(leaves[first : first + batch])
        kept, size = frontier.dump(), frontier.size
        frontier.root()


def make(chosen: Any, count: int) -> None:
    for number in range(count):
        sealed = seal(chosen, PAYLOAD)
        entry = Entry(AT, "document.issued", f"document:{number}", "post:7", sealed.commitment)
        chosen.leaf(entry.line())


def bulk(chosen: Any, rows: list[bytes]) -> None:
    rows_of(chosen, row_hashes(chosen, rows, row_salts(chosen, bytes(32), len(rows))))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for name in ("sha256", "sm3"):
        measure(name, given.entries, given.rounds)


if __name__ == "__main__":
    main()
