"""Which generation and which run stand, and taking the next one in their place at once.

Serves the standing check. One process at a time changes what stands; a run that was killed leaves the
former state, and what it had written goes before the next one begins.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from shutil import rmtree

import polars as pl

from hengjian.archive import ArchiveError
from hengjian.archive.errors import is_full
from hengjian.archive.lease import writing
from hengjian.check.standing.due_store import DueStore
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.files import clear_after, read, write
from hengjian.check.standing.findings_store import FindingsStore, signs_of
from hengjian.check.standing.gathering import Gathering
from hengjian.content import Content, say

LAYOUT = 11
"""Generations laid out otherwise are not read; they are made anew by the next full run."""


@dataclass
class About:
    """What stands: run ``run`` of a generation, of the archive up to batch ``seq``, as on ``as_of``.

    ``parts``: in how many steps what cases gave is gone through · ``lost``: batches that had lost rows
    by damage · ``across``: subject across cases or of registers → the day on which time may change a
    verdict there, or one before it · ``grounds``: see there ·
    ``tallies``: rule → counts of the four verdicts among the rows that the last run judged ·
    ``layout``: how its files lie.
    """

    generation: int
    run: int
    seq: int
    as_of: str
    parts: int = 1
    lost: int = 0
    across: dict[str, str | None] = field(default_factory=dict)
    grounds: dict[str, str] = field(default_factory=dict)
    tallies: dict[str, dict[str, int]] = field(default_factory=dict)
    layout: int = LAYOUT

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_of)


@dataclass(frozen=True)
class State:
    """The folder of a standing check."""

    folder: Path
    content: Content
    _facts: dict[Path, FactsStore] = field(default_factory=dict, compare=False)

    @property
    def current(self) -> Path:
        return self.folder / "current.json"

    @property
    def _new(self) -> Path:
        return self.folder / ".current.json.new"

    def about(self) -> About | None:
        """What stands; None where nothing was checked yet."""
        try:
            told = json.loads(self.current.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return About(**told) if told.get("layout") == LAYOUT else None

    def next_generation(self) -> int:
        return max((int(place.name[1:]) for place in self.folder.glob("g*")), default=0) + 1

    def findings(self, about: About) -> FindingsStore:
        return FindingsStore(self.place(about) / "findings", about.run)

    def facts(self, about: About) -> FactsStore:
        """One store for all runs of a generation, which knows what grew since it was tidied."""
        folder = self.place(about) / "facts"
        return self._facts.setdefault(folder, FactsStore(folder))

    def due(self, about: About) -> DueStore:
        return DueStore(self.place(about) / "due")

    def gathering(self, about: About) -> Gathering:
        return Gathering(self.place(about) / "gathered", about.parts, about.run)

    def place(self, about: About) -> Path:
        return self.folder / f"g{about.generation:06d}"

    # --- what went ----------------------------------------------------------------------------------------

    def keep_vanished(self, stood: FindingsStore, gone: pl.DataFrame, now: About) -> None:
        """Keep the findings that the run ``now`` takes away, until the next check begins."""
        for number, rows in enumerate(stood.some(gone)):
            write(rows, self._vanished(now) / f"{number:06d}-{now.run:08d}.found")

    def vanished(self, about: About, gone: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Those of the findings kept so that have these signs."""
        left = gone
        for file in sorted(self._vanished(about).glob("[!.]*.found")):
            rows = read(file)
            signs = signs_of(rows, 0)
            asked = signs.join(left, on=["code", "proof"], how="semi")
            yield rows.filter(signs["code"].is_in(asked["code"].implode()))
            left = left.join(asked, on=["code", "proof"], how="anti")

    def _vanished(self, about: About) -> Path:
        return self.place(about) / "vanished"

    # --- one run ------------------------------------------------------------------------------------------

    @contextmanager
    def running(self, wait: float = 0.0) -> Iterator[None]:
        """The right to change what stands. Raises ArchiveBusyError while another process has it, and
        ArchiveError where the disk is full; then what stood before still stands.
        """
        doing = say("检查", "checking")
        with writing(self.folder / "writer.lock", wait=wait, doing=doing):
            self._clear()
            try:
                yield
            except (OSError, pl.exceptions.PolarsError) as error:
                if not is_full(error):
                    raise
                self._clear()
                raise ArchiveError(
                    say("磁盘已满，检查没有完成，原有结果不变",
                        "the disk is full; what stood before still stands"),
                    say("请清出空间后重新检查。", "Free some space, then check again."),
                ) from error  # fmt: skip

    def swap(self, about: About) -> None:
        """Make a generation, or a run within one, the current state: one rename."""
        new = self._new
        with new.open("w", encoding="utf-8") as file:
            file.write(json.dumps(vars(about)))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.current)
        self._tidy(about)

    def _clear(self) -> None:
        """Remove what a run that was killed left behind, and generations that stand no longer."""
        about = self.about()
        self._new.unlink(missing_ok=True)
        if about is None:  # nothing stands, or it is laid out otherwise: a full run takes its place
            return
        for place in self.folder.glob("g*"):
            if place != self.place(about):
                rmtree(place)
        rmtree(self._vanished(about), ignore_errors=True)
        if self._unfinished(about).exists():
            clear_after(self.place(about), about.run)
            self._unfinished(about).unlink()

    def begin(self, about: About) -> None:
        """Say that a run is about to write, so that a later one looks for what it left behind."""
        self.place(about).mkdir(parents=True, exist_ok=True)
        self._unfinished(about).touch()

    def _unfinished(self, about: About) -> Path:
        return self.place(about) / "unfinished"

    def _tidy(self, about: About) -> None:
        """Merge many small files of what stands, and let go of what stands no longer."""
        self.findings(about).tidy()
        self.facts(about).tidy()
        self.gathering(about).merge()
        self.due(about).drop_before(about.run)
        self._unfinished(about).unlink(missing_ok=True)
        for place in self.folder.glob("g*"):
            if place != self.place(about):
                rmtree(place)
