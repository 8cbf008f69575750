"""The standing check: full runs as shadow generations, small batches added, later days re-judged.

Serves `hengjian standing`. Everything is a function of the archive up to a batch, the content and the
day: an update gives the same findings as a full run of the same state.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from shutil import rmtree

import polars as pl

from hengjian.archive import Archive, Snapshot
from hengjian.archive.nesting import KEY
from hengjian.check.standing.changes import Changes
from hengjian.check.standing.facts_store import FactsStore
from hengjian.check.standing.findings_store import ACROSS, STORED, FindingsStore, digested
from hengjian.check.standing.gathering import BUCKET, LOOSE, REGISTERS, Gathering, kind_of
from hengjian.check.standing.triage import Triage
from hengjian.content import Content, say
from hengjian.facts import Bucket, Subject
from hengjian.rules.engine import (
    Evaluation,
    context_of,
    facts_for,
    facts_read,
    judge,
    with_stops,
)
from hengjian.rules.expressions import Context
from hengjian.rules.findings import findings_of
from hengjian.rules.loading import Book
from hengjian.standard.records import Records

Progress = Callable[[str, float], None]


@dataclass
class About:
    """What a generation rests on. ``tallies``: rule → counts of the four verdicts."""

    generation: int
    run: int
    seq: int
    as_of: str
    parts: int = 1
    tallies: dict[str, dict[str, int]] = field(default_factory=dict)


class Standing:
    """The findings of one archive that stand."""

    def __init__(self, archive: Archive, content: Content, book: Book | None = None) -> None:
        self.archive = archive
        self.content = content
        self.book = book or Book.load(content)
        self.folder = archive.layout.root.resolve() / "standing"

    # --- what stands --------------------------------------------------------------------------------------

    def about(self) -> About | None:
        """The current generation; None where nothing was checked yet."""
        current = self.folder / "current.json"
        if not current.exists():
            return None
        return About(**json.loads(current.read_text(encoding="utf-8")))

    def findings(self) -> pl.DataFrame:
        """All findings that count, with what people decided about them."""
        about = self.about()
        rows = self._findings(about.generation).all() if about else pl.DataFrame(schema=STORED)
        return self.triage.joined(rows)

    @property
    def triage(self) -> Triage:
        return Triage(self.folder / "triage")

    def _findings(self, generation: int) -> FindingsStore:
        return FindingsStore(self._place(generation) / "findings")

    def _facts(self, generation: int) -> FactsStore:
        return FactsStore(self._place(generation) / "facts")

    def _gathering(self, about: About) -> Gathering:
        return Gathering(self._place(about.generation) / "gathered", about.parts, self.content)

    def _place(self, generation: int) -> Path:
        return self.folder / f"g{generation:06d}"

    def _swap(self, about: About) -> None:
        """Make a generation, or a run within one, the current state: one rename."""
        new = self.folder / "current.json.new"
        new.write_text(json.dumps(asdict(about)), encoding="utf-8")
        new.replace(self.folder / "current.json")
        for place in self.folder.glob("g*"):
            if int(place.name[1:]) < about.generation:
                rmtree(place)

    # --- full run -------------------------------------------------------------------------------------------

    def recompute(self, as_of: date, progress: Progress | None = None) -> Changes:
        """Judge everything anew beside what stands, then swap; what appeared and vanished."""
        tell = progress or (lambda doing, share: None)
        before = self.about()
        generation = before.generation + 1 if before else 1
        place = self._place(generation)
        if place.exists():
            rmtree(place)
        place.mkdir(parents=True)
        snapshot = self.archive.snapshot()
        about = About(generation, 1, snapshot.seq, as_of.isoformat())
        facts, findings = self._facts(generation), self._findings(generation)
        buckets = snapshot.buckets
        about.parts = max(1, len(buckets))
        gathering = self._gathering(about)
        context = context_of(self.content, as_of)
        judged = 0
        for number, bucket in enumerate(buckets):
            tell(say(f"第 {number + 1}/{len(buckets)} 分区", f"bucket {number + 1}/{len(buckets)}"),
                 0.8 * number / len(buckets))  # fmt: skip
            cases = snapshot.cases(bucket)
            records, events = snapshot.records(cases)
            gathering.spread(records, events, bucket, 1)
            found = self._judge_cases(Bucket(records, events), context, about, (facts, bucket))
            findings.add(bucket, 1, digested(found, 1))
            judged += cases.height
        tell(say("跨案规则", "rules across cases"), 0.8)
        found = self._judge_across(snapshot, gathering, context, about)
        findings.add(ACROSS, 1, digested(found, 1))
        old = self._findings(before.generation).all() if before else pl.DataFrame(schema=STORED)
        changes = Changes.between(old, findings.all(), judged)
        self._swap(about)
        tell(say("完成", "done"), 1.0)
        return changes

    # --- another day, another number ------------------------------------------------------------------------

    def rejudge(self, as_of: date, rules: list[str] | None = None) -> Changes:
        """Judge the stored facts of single cases again: as of another day, or after a parameter or a
        calendar changed; ``rules``: only these. Records are not read.

        Rules across cases and on registers are judged from what was gathered and from the registers.
        Raises LookupError where nothing was checked yet.
        """
        about = self.about()
        if about is None:
            raise LookupError(say("还没有检查过，请先全部检查", "nothing stands yet: recompute"))
        run = about.run + 1
        now = About(about.generation, run, about.seq, as_of.isoformat(), about.parts, about.tallies)
        facts, findings = self._facts(about.generation), self._findings(about.generation)
        context = context_of(self.content, as_of)
        old: list[pl.DataFrame] = []
        new: list[pl.DataFrame] = []
        judged = 0
        fresh: dict[str, dict[str, int]] = {}
        told = About(now.generation, run, now.seq, now.as_of, now.parts, fresh)
        for bucket in sorted({b for s in self._subjects(BUCKET) for b in facts.buckets(s.name)}):
            found = []
            for subject in self._subjects(BUCKET):
                chosen = [
                    rule
                    for rule in self.book.of_subject(subject.name)
                    if rules is None or rule.id in rules
                ]
                rows = facts.read(subject.name, bucket, facts_read(subject, chosen))
                if chosen and not rows.is_empty():
                    found.append(self._found(judge(chosen, rows, with_stops(rows, context)), told))
                    judged += rows.height if subject.name == "case" else 0
            frame = digested(pl.concat(found), run) if found else pl.DataFrame(schema=STORED)
            asked = sorted(
                {
                    r.id
                    for s in self._subjects(BUCKET)
                    for r in self.book.of_subject(s.name)
                    if rules is None or r.id in rules
                }
            )
            old.append(findings.bucket(bucket).filter(pl.col("rule").is_in(asked)))
            new.append(frame)
            findings.add(bucket, run, frame, rules=asked)
            findings.merge(bucket)
        others = [
            rule.id for way in self._ways() for s in self._subjects(way)
            for rule in self.book.of_subject(s.name) if rules is None or rule.id in rules
        ]  # fmt: skip
        if others:
            snapshot = self.archive.snapshot(about.seq)
            across = digested(
                self._judge_across(snapshot, self._gathering(about), context, told), run
            )
            across = across.filter(pl.col("rule").is_in(others))
            old.append(findings.bucket(ACROSS).filter(pl.col("rule").is_in(others)))
            new.append(across)
            findings.add(ACROSS, run, across, rules=sorted(set(others)))
        now.tallies = {**about.tallies, **fresh}
        changes = Changes.between(
            pl.concat(old) if old else pl.DataFrame(schema=STORED),
            pl.concat(new) if new else pl.DataFrame(schema=STORED),
            judged,
        )
        self._swap(now)
        return changes

    # --- a few batches more ---------------------------------------------------------------------------------

    def update(self, as_of: date) -> Changes:
        """Judge the cases of the batches accepted since, and rules across cases anew.

        Raises LookupError where nothing was checked yet, or registers changed since: then a full run
        is due.
        """
        about = self.about()
        if about is None:
            raise LookupError(say("还没有检查过，请先全部检查", "nothing stands yet: recompute"))
        snapshot = self.archive.snapshot()
        return self._judge_touched(about, snapshot, self._touched(snapshot, about.seq), as_of)

    def _touched(self, snapshot: Snapshot, since: int) -> dict[int, pl.DataFrame]:
        """Bucket → keys of the cases that changed after batch ``since``."""
        changed = snapshot.changed_since(since)
        affected = snapshot.affected_by_registers(since)
        keys = (
            pl.concat([changed, affected]).unique(maintain_order=True)
            if affected.height
            else changed
        )
        located = snapshot.locate(keys) if keys.height else keys.with_columns(bucket=pl.lit(0))
        return {
            int(str(bucket)): group.select(KEY)
            for (bucket,), group in located.group_by("bucket", maintain_order=True)
        }

    def _judge_touched(
        self, about: About, snapshot: Snapshot, touched: dict[int, pl.DataFrame], as_of: date
    ) -> Changes:
        run = about.run + 1
        now = About(about.generation, run, snapshot.seq, as_of.isoformat(), about.parts)
        gathering = self._gathering(about)
        facts, findings = self._facts(about.generation), self._findings(about.generation)
        context = context_of(self.content, as_of)
        old: list[pl.DataFrame] = []
        new: list[pl.DataFrame] = []
        judged = 0
        for bucket, keys in touched.items():
            rows = snapshot.versions(bucket).join(
                keys, on=list(KEY), how="semi", maintain_order="left"
            )
            cases = rows.unique(list(KEY), keep="last", maintain_order=True)
            records, events = snapshot.records(cases)
            gathering.spread(records, events, bucket, run)
            found = digested(
                self._judge_cases(Bucket(records, events), context, now, (facts, bucket)), run
            )
            old.append(findings.bucket(bucket).join(keys, on=list(KEY), how="semi"))
            new.append(found)
            findings.add(bucket, run, found, cases=keys)
            findings.merge(bucket)
            judged += cases.height
        across = digested(self._judge_across(snapshot, gathering, context, now), run)
        old.append(findings.bucket(ACROSS))
        new.append(across)
        findings.add(ACROSS, run, across)
        changes = Changes.between(pl.concat(old), pl.concat(new), judged)
        self._swap(now)
        return changes

    # --- judging --------------------------------------------------------------------------------------------

    def _judge_cases(
        self,
        bucket: Bucket,
        context: Context,
        about: About,
        keep: tuple[FactsStore, int],
    ) -> pl.DataFrame:
        """Make, keep and judge the facts of subjects that need one case only."""
        store, number = keep
        frames = []
        for subject in self._subjects(BUCKET):
            facts, local = self._facts_of(subject, bucket, context)
            if subject.name in LOOSE:  # judged once, with the registers
                facts = facts.filter(pl.col("case_id").is_not_null())
            store.add(subject.name, number, about.run, facts, bucket.records["cases"])
            frames.append(
                self._found(judge(self.book.of_subject(subject.name), facts, local), about)
            )
        return pl.concat(frames) if frames else pl.DataFrame(schema=STORED)

    def _judge_across(
        self, snapshot: Snapshot, gathering: Gathering, context: Context, about: About
    ) -> pl.DataFrame:
        """Judge subjects across cases, gathered part by part, and the registers."""
        frames: list[pl.DataFrame] = []
        for way in self._ways():
            if way == REGISTERS:
                registers = Bucket(Records.of(snapshot.registers))
                frames += self._judge_all(REGISTERS, registers, context, about)
                continue
            for bucket in gathering.gathered(way, snapshot.registers):
                frames += self._judge_all(way, bucket, context, about)
        return pl.concat(frames) if frames else pl.DataFrame(schema=STORED)

    def _judge_all(
        self, way: str, bucket: Bucket, context: Context, about: About
    ) -> list[pl.DataFrame]:
        found = []
        for subject in self._subjects(way):
            facts, local = self._facts_of(subject, bucket, context)
            found.append(
                self._found(judge(self.book.of_subject(subject.name), facts, local), about)
            )
        return found

    def _ways(self) -> list[str]:
        """How subjects that are not of one case are brought together."""
        return sorted({kind_of(s) for s in self.book.subjects} - {BUCKET} | {REGISTERS})

    def _subjects(self, way: str) -> list[Subject]:
        loose = LOOSE if way == REGISTERS else frozenset()
        return [s for s in self.book.subjects if kind_of(s) == way or s.name in loose]

    def _facts_of(
        self, subject: Subject, bucket: Bucket, context: Context
    ) -> tuple[pl.DataFrame, Context]:
        return facts_for(subject, bucket, self.book.of_subject(subject.name), context)

    def _found(self, evaluation: Evaluation, about: About) -> pl.DataFrame:
        for tally in evaluation.tallies:
            counts = about.tallies.setdefault(
                tally.rule.id, {"fine": 0, "broken": 0, "exempt": 0, "not_judged": 0, "clashes": 0}
            )
            for name in counts:
                counts[name] += getattr(tally, name)
        frames = [findings_of(hits) for hits in evaluation.hits]
        empty = pl.DataFrame(schema={k: v for k, v in STORED.items() if k not in ("values", "run")})
        return pl.concat(frames) if frames else empty
