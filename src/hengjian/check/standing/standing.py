"""The standing check: full runs as shadow generations; batches, days and rules that changed upon them.

Serves `hengjian archive check`. Everything is a function of the archive up to a batch, the content and
the day: whatever way a state was reached, its findings are those of a full run.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from hengjian.archive import Archive, DamagedError
from hengjian.archive.at_hand import Beside
from hengjian.check.standing.across import Across, place_of
from hengjian.check.standing.apart import Here, hands
from hengjian.check.standing.changes import Changes, Kind
from hengjian.check.standing.findings_store import ACROSS, SIGNS, STORED, Part
from hengjian.check.standing.flow import Flow
from hengjian.check.standing.full_run import FullRun, Progress, lost
from hengjian.check.standing.gathering import BUCKET, GATHERED, REGISTERS
from hengjian.check.standing.grounds import FACTS, changed_rules, grounds_of
from hengjian.check.standing.judging import SIDE_BY_SIDE, Judging
from hengjian.check.standing.making import Making
from hengjian.check.standing.run import Run
from hengjian.check.standing.state import About, State
from hengjian.check.standing.triage import Triage
from hengjian.check.standing.update import Update, at_once
from hengjian.content import Content, say
from hengjian.content.speech import Language, language
from hengjian.rules.engine import context_of
from hengjian.rules.loading import Book
from hengjian.rules.next_due import moves
from hengjian.rules.panel import Panel


@dataclass(frozen=True)
class Growth:
    """``take``: what `Archive.accept` is given · ``check``: judges what was accepted, at the end."""

    take: Beside | None
    check: Callable[[Progress | None], Changes]


class Standing:
    """The findings of one archive that stand."""

    def __init__(self, archive: Archive, content: Content, book: Book | None = None) -> None:
        self.archive = archive
        self.content = content
        self.book = book or Book.load(content)
        self.folder = archive.layout.root.resolve() / "standing"
        self.state = State(self.folder, content)
        self._grounds = grounds_of(content, self.book)
        self._judgings: dict[tuple[date, Language], Judging] = {}

    # --- what stands --------------------------------------------------------------------------------------

    def about(self) -> About | None:
        """The current generation; None where nothing was checked yet."""
        return self.state.about()

    def findings(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """All findings that count, with what people decided about them; ``columns``: only these of a
        finding and its digest, for the texts of ten million cases take gigabytes."""
        return self.triage.joined(self._findings(columns))

    @property
    def triage(self) -> Triage:
        return Triage(self.folder / "triage")

    def _findings(self, columns: Sequence[str] | None, tries: int = 3) -> pl.DataFrame:
        about = self.about()
        if about is None:
            return pl.DataFrame(schema=STORED)
        try:
            return self.state.findings(about).all(columns)
        except FileNotFoundError:  # another run has taken its place meanwhile
            if tries == 1:
                raise
            return self._findings(columns, tries - 1)

    def _known(self) -> About:
        about = self.about()
        if about is None:
            raise LookupError(say("还没有检查过，请先全部检查", "nothing stands yet: recompute"))
        return about

    # --- whatever is due --------------------------------------------------------------------------------------

    def check(
        self,
        as_of: date,
        progress: Progress | None = None,
        *,
        full: bool = False,
        wait: float = 0.0,
    ) -> Changes:
        """Judge what changed since the last check and nothing else: rules and their numbers, cases of
        new batches, cases that time changes. Everything where facts must be made anew, or if ``full``.

        Raises ArchiveBusyError while another process checks.
        """
        with self.state.running(wait):
            return self._checked(as_of, progress, full=full)

    @contextmanager
    def growing(self, as_of: date, *, wait: float = 0.0) -> Iterator["Growth"]:
        """Batches that are accepted and then checked, by one process: of an archive that was empty the
        facts are made of the rows at hand. Raises ArchiveBusyError while another process checks."""
        with self.state.running(wait):
            if self.about() is not None or self.archive.snapshot().seq:
                yield Growth(None, lambda tell: self._checked(as_of, tell))
                return
            about = self._generation(as_of)
            flow = Flow(self.archive, Making.of_generation(self.state, about, self._judging(as_of)))
            try:
                yield Growth(flow.take, lambda tell: self._recomputed(as_of, tell, (about, flow)))
            finally:
                flow.end()

    def _checked(
        self, as_of: date, progress: Progress | None = None, *, full: bool = False
    ) -> Changes:
        about = self.about()
        if full or about is None:
            return self._recomputed(as_of, progress)
        if why := self._facts_fell(about):
            return replace(self._recomputed(as_of, progress), why=why)
        changes = Changes.none()
        rules = changed_rules(about.grounds, self._grounds)
        if as_of < about.day:
            changes = self._rejudged(as_of, None)
        elif rules:
            changes = replace(self._rejudged(about.day, rules), why=_told(rules))
        if self.archive.snapshot().seq > self._known().seq:
            changes = changes.then(self._updated(self._known().day))
        if as_of > self._known().day:
            changes = changes.then(self._passed(as_of))
        return changes

    def _facts_fell(self, about: About) -> str:
        """Why the kept facts cannot be built upon any more; empty where they can."""
        if about.grounds.get(FACTS) != self._grounds[FACTS]:
            return say(
                "程序版本、代码表或者字段有变，全部重新判断。\n",
                "The program, a code list or a field changed; all is judged anew.\n",
            )
        if about.lost != lost(self.archive.snapshot()):
            return say(
                "弃用过损坏的文件，全部重新判断。\n",
                "Damaged files were given up; all is judged anew.\n",
            )
        changed = set(changed_rules(about.grounds, self._grounds))
        facts = self.state.facts(about)
        judging = self._judging(about.day)
        places = [
            (subject, subject.name if kind == BUCKET else place_of(subject))
            for kind in (BUCKET, GATHERED, REGISTERS)
            for subject in judging.subjects(kind)
        ]
        for subject, place in places:
            rules = [r for r in self.book.of_subject(subject.name) if r.id in changed]
            panel = Panel(subject, rules, judging.context)
            if rules and not facts.has(place, panel.columns):
                return say(
                    "规则用到以前没有算过的事实，全部重新判断。\n",
                    "A rule reads facts that were never made; all is judged anew.\n",
                )
        return ""

    def _judging(self, as_of: date, rules: list[str] | None = None) -> Judging:
        if rules is not None:
            return Judging(self.book, context_of(self.content, as_of), frozenset(rules))
        if (as_of, language()) not in self._judgings:
            made = Judging(self.book, context_of(self.content, as_of))
            self._judgings = {(as_of, language()): made}
        return self._judgings[as_of, language()].again()

    # --- full run -------------------------------------------------------------------------------------------

    def recompute(self, as_of: date, progress: Progress | None = None) -> Changes:
        """Judge everything anew beside what stands, then swap; what appeared and vanished."""
        with self.state.running():
            return self._recomputed(as_of, progress)

    def _recomputed(
        self,
        as_of: date,
        progress: Progress | None,
        grown: tuple[About, Flow] | None = None,
    ) -> Changes:
        """``grown``: a generation of which facts are made already."""
        before, snapshot = self.about(), self.archive.snapshot()
        about, flow = grown or (self._generation(as_of), None)
        full = FullRun(self.state, snapshot, self._judging(as_of), about)
        cases = full.over(flow, progress or (lambda doing, share: None))
        changes = self._changed(before, about, full.signs, cases)
        self.state.swap(about)
        return changes

    def _generation(self, as_of: date) -> About:
        """A new one, in which nothing is yet."""
        about = About(
            self.state.next_generation(), 1, 0, as_of.isoformat(), grounds=self._grounds
        )  # fmt: skip
        self.state.begin(about)
        return about

    def _changed(
        self, before: About | None, now: About, after: pl.DataFrame, judged: int
    ) -> Changes:
        """What a full run changed; all is new where the files of what stood are damaged, since they are
        written anew."""
        nothing = pl.DataFrame(schema=SIGNS)
        if before is not None:
            stood = self.state.findings(before)
            try:
                was = pl.concat([nothing, *map(stood.signs, stood.buckets())])
                changes = Changes.between(was, after, judged, self.read_changed)
                self.state.keep_vanished(stood, changes.gone, now)
                return changes
            except DamagedError:
                pass
        return Changes.between(nothing, after, judged, self.read_changed)

    def read_changed(self, kind: Kind, signs: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """The findings that runs changed, until the next check begins."""
        about = self._known()
        if kind == "vanished":
            yield from self.state.vanished(about, signs)
        else:
            yield from self.state.findings(about).some(signs)

    # --- another day, another number ------------------------------------------------------------------------

    def rejudge(self, as_of: date, rules: list[str] | None = None) -> Changes:
        """Judge the stored facts of single cases again: as of another day, or after a parameter or a
        calendar changed; ``rules``: on the same day only these. Records are not read.

        Rules across cases and on registers are judged from what was gathered and from the registers.
        Raises LookupError where nothing was checked yet.
        """
        with self.state.running():
            same_day = rules is not None and as_of == self._known().day
            return self._rejudged(as_of, rules if same_day else None)

    def _rejudged(self, as_of: date, rules: list[str] | None) -> Changes:
        """``rules``: only these, of which some may be gone."""
        about = self._known()
        asked = sorted({*self._grounds, *about.grounds} - {FACTS}) if rules is None else rules
        grounds = {name: told for name, told in about.grounds.items() if name not in asked} | {
            name: told for name, told in self._grounds.items() if name in asked
        }
        judging = self._judging(as_of, rules)
        changed = set(changed_rules(about.grounds, grounds))
        moved = any(moves(self.book[id_]) for id_ in changed if id_ in self.book.rules)
        judging.dates = as_of != about.day or moved
        now = self._next(about, as_of=as_of.isoformat(), grounds=grounds)
        run = self._run(about, now)
        part = Part() if rules is None else Part.of(rules=rules)  # of all rules: all that stands
        facts, due = self.state.facts(about), self.state.due(about)
        across = Across(judging, facts)
        beyond = [
            subject
            for subject in judging.beyond_a_case
            if rules is None or {rule.id for rule in judging.rules_on(subject.name)} & set(asked)
        ]
        buckets = due.buckets()
        with hands(judging, self._grounds, facts, buckets, now.run) as who:
            for bucket, told in who.stored([(bucket, None) for bucket in buckets]):
                run.add(bucket, told.found, part)
                if judging.dates:
                    due.put(bucket, now.run, told.due)
                run.judged += told.cases
            across.stored(beyond, who.met)
        run.add(ACROSS, across.found(now.run), part)
        now.across = about.across | (across.days if judging.dates else {})
        return run.over(judging)

    # --- a later day ----------------------------------------------------------------------------------------

    def pass_to(self, as_of: date) -> Changes:
        """Judge the cases again that time alone may have changed since the day that stands, by the
        rules that time can change; the others would say what they said.

        Raises LookupError where nothing was checked yet, ValueError for an earlier day.
        """
        with self.state.running():
            return self._passed(as_of)

    def _passed(self, as_of: date) -> Changes:
        about = self._known()
        if as_of < about.day:
            raise ValueError(f"{as_of} is before {about.as_of}")
        moving = [rule.id for rule in self.book.executable if moves(rule)]
        judging = self._judging(as_of, moving)
        now = self._next(about, as_of=as_of.isoformat())
        run = self._run(about, now)
        facts, due = self.state.facts(about), self.state.due(about)
        days = {bucket: due.due(bucket, as_of) for bucket in due.buckets()}
        asked = {bucket: cases for bucket, cases in days.items() if cases.height}
        for keys in at_once(asked):
            said = [own for _, own in judging.some(facts, [*keys.items()], SIDE_BY_SIDE)]
            run.add_few(keys, pl.concat(own.findings for own in said), moving)
            due.put_few(now.run, pl.concat(own.due for own in said), keys)
            run.judged += sum(own.cases for own in said)
        come = {name for name, day in about.across.items() if day and day <= now.as_of}
        if come:
            rules = sorted({rule.id for rule in judging.rules_on(*come)} & set(moving))
            across = Across(judging, facts)
            moved = [subject for subject in judging.beyond_a_case if subject.name in come]
            across.stored(moved, Here(judging, facts, now.run).met)
            run.add(ACROSS, across.found(now.run), Part.of(rules=rules))
            now.across = about.across | across.days
        return run.over(judging)

    # --- a few batches more ---------------------------------------------------------------------------------

    def update(self, as_of: date) -> Changes:
        """Judge the cases of the batches accepted since and the groups that they are or were in, as on
        the day that stands; then whatever time changes until ``as_of``.

        Raises LookupError where nothing was checked yet.
        """
        with self.state.running():
            changes = self._updated(self._known().day)
            return changes.then(self._passed(as_of)) if as_of > self._known().day else changes

    def _updated(self, as_of: date) -> Changes:
        about, snapshot = self._known(), self.archive.snapshot()
        now = self._next(about, seq=snapshot.seq, lost=lost(snapshot))
        return Update(snapshot, self._judging(as_of), self._run(about, now)).over()

    def _next(self, about: About, **changed: object) -> About:
        now = replace(about, run=about.run + 1, tallies={}, **changed)  # type: ignore[arg-type]
        self.state.begin(now)
        return now

    def _run(self, about: About, now: About) -> Run:
        return Run(self.state, about, now, self.read_changed)


def _told(rules: list[str]) -> str:
    shown = say("、", ", ").join(rules[:8])
    more = say(f"等 {len(rules)} 条", f" and {len(rules) - 8} more") if len(rules) > 8 else ""
    return say(
        f"规则本身、参数或者放假安排有变，重新判断 {shown}{more}。\n",
        f"Rules, their numbers or the calendar changed; judged again: {shown}{more}.\n",
    )
