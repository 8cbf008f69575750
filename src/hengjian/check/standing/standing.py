"""The standing check: full runs as shadow generations, small batches added, later days re-judged.

Serves `hengjian standing`. Everything is a function of the archive up to a batch, the content and the
day: an update gives the same findings as a full run of the same state.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
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
from hengjian.facts import Bucket, Subject, build_facts
from hengjian.rules.engine import Evaluation, context_of, facts_read, together
from hengjian.rules.expressions import Context
from hengjian.rules.loading import Book
from hengjian.rules.panel import Panel
from hengjian.standard.records import Records

Progress = Callable[[str, float], None]
LAYOUT = 2
"""Generations laid out otherwise are not read; they are made anew by the next full run."""


@dataclass
class About:
    """What a generation rests on. ``tallies``: rule → counts of the four verdicts · ``layout``: how
    its files lie."""

    generation: int
    run: int
    seq: int
    as_of: str
    parts: int = 1
    tallies: dict[str, dict[str, int]] = field(default_factory=dict)
    layout: int = 1


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
        about = About(**json.loads(current.read_text(encoding="utf-8")))
        return about if about.layout == LAYOUT else None

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
            if int(place.name[1:]) != about.generation:
                rmtree(place)

    # --- full run -------------------------------------------------------------------------------------------

    def recompute(self, as_of: date, progress: Progress | None = None) -> Changes:
        """Judge everything anew beside what stands, then swap; what appeared and vanished."""
        tell = progress or (lambda doing, share: None)
        before = self.about()
        generation = max((int(p.name[1:]) for p in self.folder.glob("g*")), default=0) + 1
        place = self._place(generation)
        if place.exists():
            rmtree(place)
        place.mkdir(parents=True)
        snapshot = self.archive.snapshot()
        about = About(generation, 1, snapshot.seq, as_of.isoformat(), layout=LAYOUT)
        facts, findings = self._facts(generation), self._findings(generation)
        buckets = snapshot.buckets
        about.parts = max(1, len(buckets))
        gathering = self._gathering(about)
        panels = self._panels(context_of(self.content, as_of))
        judged = 0
        for number, bucket in enumerate(buckets):
            tell(say(f"第 {number + 1}/{len(buckets)} 分区", f"bucket {number + 1}/{len(buckets)}"),
                 0.8 * number / len(buckets))  # fmt: skip
            cases = snapshot.cases(bucket)
            records, events = snapshot.records(cases)
            gathering.spread(records, events, bucket, 1)
            found = self._judge_cases(Bucket(records, events), panels, about, (facts, bucket))
            findings.add(bucket, 1, digested(found, 1))
            judged += cases.height
        tell(say("跨案规则", "rules across cases"), 0.8)
        found = self._judge_across(snapshot, gathering, panels, about)
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
        now = replace(about, run=run, as_of=as_of.isoformat())
        facts, findings = self._facts(about.generation), self._findings(about.generation)
        panels = self._panels(context_of(self.content, as_of), rules)
        old: list[pl.DataFrame] = []
        new: list[pl.DataFrame] = []
        judged = 0
        fresh: dict[str, dict[str, int]] = {}
        told = replace(now, tallies=fresh)
        for bucket in sorted({b for s in self._subjects(BUCKET) for b in facts.buckets(s.name)}):
            found = []
            for subject in self._subjects(BUCKET):
                panel = panels.get(subject.name)
                if panel is None:
                    continue
                parts = []
                for sort, rows in facts.read(subject.name, bucket, panel.columns):
                    parts.append(panel.judged(sort, rows))
                    judged += rows.height if subject.name == "case" else 0
                found.append(self._found(panel, parts, told))
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
            across = digested(self._rejudge_across(panels, told), run)
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
        now = replace(about, run=run, seq=snapshot.seq, as_of=as_of.isoformat(), tallies={})
        gathering = self._gathering(about)
        facts, findings = self._facts(about.generation), self._findings(about.generation)
        panels = self._panels(context_of(self.content, as_of))
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
                self._judge_cases(Bucket(records, events), panels, now, (facts, bucket)), run
            )
            old.append(findings.bucket(bucket).join(keys, on=list(KEY), how="semi"))
            new.append(found)
            findings.add(bucket, run, found, cases=keys)
            findings.merge(bucket)
            judged += cases.height
        across = digested(self._judge_across(snapshot, gathering, panels, now), run)
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
        panels: dict[str, Panel],
        about: About,
        keep: tuple[FactsStore, int],
    ) -> pl.DataFrame:
        """Make, keep and judge the facts of subjects that need one case only."""
        store, number = keep
        frames = []
        touched = bucket.records["cases"] if about.run > 1 else None
        for subject in self._subjects(BUCKET):
            panel = panels[subject.name]
            facts = build_facts(subject, bucket, facts_read(subject, panel.rules))
            if subject.name in LOOSE:  # judged once, with the registers
                facts = facts.filter(pl.col("case_id").is_not_null())
            parts = panel.parted(facts)
            store.add(subject.name, number, about.run, parts, touched)
            evaluations = [panel.judged(sort, rows) for sort, rows in parts.items()]
            frames.append(self._found(panel, evaluations, about))
        return pl.concat(frames) if frames else pl.DataFrame(schema=STORED)

    def _panels(self, context: Context, rules: list[str] | None = None) -> dict[str, Panel]:
        """Subject → the judges of its rules on one day; ``rules``: only of these."""
        panels = {}
        for subject in self.book.subjects:
            of_subject = self.book.of_subject(subject.name)
            chosen = [rule for rule in of_subject if rules is None or rule.id in rules]
            if chosen:
                panels[subject.name] = Panel(subject, chosen, context)
        return panels

    def _judge_across(
        self, snapshot: Snapshot, gathering: Gathering, panels: dict[str, Panel], about: About
    ) -> pl.DataFrame:
        """Judge subjects across cases, gathered part by part, and the registers; keep their facts."""
        frames: list[pl.DataFrame] = []
        for way in self._ways():
            if way == REGISTERS:
                buckets = iter([Bucket(Records.of(snapshot.registers))])
            else:
                buckets = gathering.gathered(way, snapshot.registers)
            for number, bucket in enumerate(buckets):
                for subject in self._subjects(way):
                    panel = panels.get(subject.name)
                    if panel is None:
                        continue
                    rows = build_facts(subject, bucket, facts_read(subject, panel.rules))
                    self._facts(about.generation).add(
                        f"{way}/{subject.name}", number, about.run, {(): rows}
                    )
                    frames.append(self._found(panel, [panel.judged((), rows)], about))
        return pl.concat(frames) if frames else pl.DataFrame(schema=STORED)

    def _rejudge_across(self, panels: dict[str, Panel], about: About) -> pl.DataFrame:
        """Judge the kept facts of subjects across cases and of registers again."""
        frames: list[pl.DataFrame] = []
        facts = self._facts(about.generation)
        for way in self._ways():
            for subject in self._subjects(way):
                panel, place = panels.get(subject.name), f"{way}/{subject.name}"
                if panel is None:
                    continue
                for number in facts.buckets(place):
                    for sort, rows in facts.read(place, number, panel.columns):
                        frames.append(self._found(panel, [panel.judged(sort, rows)], about))
        return pl.concat(frames) if frames else pl.DataFrame(schema=STORED)

    def _ways(self) -> list[str]:
        """How subjects that are not of one case are brought together."""
        return sorted({kind_of(s) for s in self.book.subjects} - {BUCKET} | {REGISTERS})

    def _subjects(self, way: str) -> list[Subject]:
        loose = LOOSE if way == REGISTERS else frozenset()
        return [s for s in self.book.subjects if kind_of(s) == way or s.name in loose]

    def _found(self, panel: Panel, parts: list[Evaluation], about: About) -> pl.DataFrame:
        evaluation = together(parts)
        for tally in evaluation.tallies:
            counts = about.tallies.setdefault(
                tally.rule.id, {"fine": 0, "broken": 0, "exempt": 0, "not_judged": 0, "clashes": 0}
            )
            for name in counts:
                counts[name] += getattr(tally, name)
        frames = panel.written(evaluation)
        empty = pl.DataFrame(schema={k: v for k, v in STORED.items() if k not in ("values", "run")})
        return pl.concat(frames) if frames else empty
