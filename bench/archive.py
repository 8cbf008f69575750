"""Measures an archive: taking in, facts, the whole book from stored facts, updates, one case, memory.

Serves whoever changes the archive or the standing check. The yardstick of the rules is a plain scan
that sums every stored column; the yardstick of taking in is Polars reading the same files. Everything
is made by the simulator, city by city, in a process of its own whose time and memory do not count.

What one command does is done in a process of its own, whose peak of memory is told at its end.

The first lines are the whole way from files to findings, of as many cases as fit on the disk at once.
The cases are those of every day, some 9.5 events and 3 documents each, which is an assumption of
`content/demo/city.yaml`; with ``--mix city``, as older figures are, they have 15.8 and 5.7.

    python bench/archive.py --cases 200000
    python bench/archive.py --cases 200000 --mix city
    python bench/archive.py --cases 10000000 --folder /a/large/disk
"""

import hengjian  # noqa: F401  # before Polars, as in the command: it says how to keep memory

# isort: split
import argparse
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from typing import Any

import polars as pl
import psutil

from hengjian.archive import Archive, Batch
from hengjian.archive.nesting import KEY
from hengjian.archive.snapshot import current
from hengjian.check.standing import Standing
from hengjian.check.standing.packed import SUFFIX, opened
from hengjian.content import Content
from hengjian.content.threads import side_by_side
from hengjian.facts import Bucket
from hengjian.rules.engine import context_of
from hengjian.rules.loading import Book
from hengjian.rules.panel import Panel
from hengjian.simulator import EVERYDAY, MIXES, Written, write_city
from hengjian.simulator.province import Plot, plots
from hengjian.standard.reading.intake import take_in
from hengjian.standard.records import Records

NOW = datetime(2026, 11, 21, tzinfo=UTC)
AT_ONCE = 1_000_000
"""Cases whose files lie on the disk together, to be taken in and checked in one flow."""
PER_CITY = 50_000


class Peak:
    """The highest resident memory of this process and its children while it runs, those apart that
    were there before."""

    def __init__(self) -> None:
        self.of, self._doing, self._stop = Counter[str](), "start", threading.Event()
        self._others = psutil.Process().children(recursive=True)
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def begin(self, doing: str) -> None:
        """What is measured from now on."""
        self._doing = doing

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        own = me.cmdline()
        while not self._stop.wait(0.05):
            with suppress(psutil.Error):  # it ended meanwhile
                family = set(me.children(recursive=True)).difference(self._others)
                # Before its own program begins a process seems to hold all that this one holds.
                begun = [me, *(one for one in family if one.cmdline() != own)]
                held = sum(one.memory_info().rss for one in begun)
                self.of[self._doing] = max(self.of[self._doing], held)


@contextmanager
def timed(took: dict[str, float], name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    took[name] = took.get(name, 0.0) + time.perf_counter() - begun


def best(rounds: int, work: Callable[[], Any]) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def say(what: str, value: str, wanted: str = "") -> None:
    print(f"{what:<58} {value:>24}  {wanted}", flush=True)


def simulated(plot: Plot, place: Path, form: str) -> Written:
    """Write one city's files; how much there is of it, and the day as on which it is to be checked."""
    city = plot.city(Content())
    write_city(city, place, form)
    return Written.of(city)


def say_size(made: list[Written], mix: str) -> date:
    """Say how much these cities hold; the day as on which they are to be checked."""
    all_of_it = sum(made[1:], made[0])
    events, documents = (n / all_of_it.cases for n in (all_of_it.events, all_of_it.documents))
    print(
        f"{all_of_it.cases:,} cases of the mix {mix}: {events:.1f} events, {documents:.1f} documents each"
    )
    return all_of_it.as_of


def taking_in(
    cases: int,
    form: str,
    folder: Path,
    mix: str,
    *,
    content: Content,
    book: Book,
    simulator: Executor,
    peak: Peak,
) -> date:
    """Files → validated → accepted, city by city."""
    archive = Archive.at(folder / "archive")
    peak.begin("taking in")
    took: dict[str, float] = {}
    made, done = list[Written](), 0
    for plot in plots(cases, 7, min(cases, PER_CITY), mix=mix):
        place = folder / f"{form}-{plot.number}"
        made.append(simulator.submit(simulated, plot, place, form).result())
        with timed(took, "plain read"):
            for file in place.glob(f"*.{form}"):
                pl.read_csv(file) if form == "csv" else pl.read_parquet(file)
        with timed(took, "validate"):
            submission = take_in(place, content)
        if submission.refused_rows:
            raise RuntimeError(f"{submission.refused_rows} simulated rows were refused")
        with timed(took, "accept"):
            archive.accept(Batch(submission.records, place.name), at=NOW)
        done += submission.records.case_count
        del submission  # before the next city takes its place in memory
        for file in place.rglob("*"):
            if file.is_file():
                file.unlink()
    as_of, total = say_size(made, mix), took["validate"] + took["accept"]
    say(f"taken in, validated, from {form}", f"{done / total / 1000:,.1f} k cases/s")
    say("  of it validating", f"{done / took['validate'] / 1000:,.1f} k cases/s")
    say("  of it accepting", f"{done / took['accept'] / 1000:,.1f} k cases/s")
    say("  ratio to a plain read of the files", f"{total / took['plain read']:.1f}")
    return as_of


def in_one_flow(
    cases: int,
    form: str,
    folder: Path,
    mix: str,
    *,
    content: Content,
    book: Book,
    simulator: Executor,
    peak: Peak,
) -> None:
    """Files → validated → accepted → facts → checked, as `hengjian import … --check` goes: the next city
    is read and facts are made of one while it is written. All cities are simulated before."""
    places, made = list[Path](), list[Written]()
    for plot in plots(cases, 7, min(cases, PER_CITY), mix=mix):
        places.append(folder / f"flow-{form}-{plot.number}")
        made.append(simulator.submit(simulated, plot, places[-1], form).result())
    as_of = say_size(made, mix)
    peak.begin(f"in one flow from {form}")
    standing = Standing(Archive.at(folder / f"flow-{form}"), content, book)
    processor, begun = time.process_time(), time.perf_counter()
    with standing.growing(as_of) as growth:
        for submission in side_by_side(lambda place: take_in(place, content), places, 1):
            batch = Batch(submission.records, submission.path.name)
            del submission
            standing.archive.accept(batch, at=NOW, beside=growth.take)
            del batch
        growth.check(None)
    took, spent = time.perf_counter() - begun, time.process_time() - processor
    wanted = {"parquet": "≥ 80 k", "csv": "≥ 40 k"}[form]
    say(f"accept + facts + check, validated, from {form}", f"{cases / took / 1000:,.1f} k cases/s",
        wanted)  # fmt: skip
    say("  of processor per case", f"{spent / cases * 1e6:.0f} µs, {spent / took:.2f} cores")
    for place in [*places, folder / f"flow-{form}"]:
        rmtree(place)


def scan(folder: Path) -> None:
    """Sum every stored column once."""
    for file in sorted(folder.rglob(f"*{SUFFIX}")):
        frame = opened(file.read_bytes()).frame()
        frame.select(
            (
                pl.col(name).list.len().sum()
                if isinstance(dtype, pl.List)
                else pl.col(name).str.len_bytes().sum()
                if dtype == pl.String
                else pl.col(name).sum()  # groups, whose numbers fill 64 bits
                if dtype == pl.UInt64
                else pl.col(name).cast(pl.Int64).sum()
            ).alias(name)
            for name, dtype in frame.schema.items()
        )


def changed(standing: Standing, keys: pl.DataFrame, extra: int, *, acts: bool = False) -> Records:
    """The cases of these keys with a fine that differs by a fen, of which few groups of cases know; or
    (``acts``) with events some minutes later, done by other officers, of which many know."""
    rows = standing.archive.snapshot().cases_of(keys)
    records, _ = standing.archive.snapshot().records(rows)
    cases, events = records["cases"], records["events"]
    if acts:
        others = pl.col("officers").shift(1).fill_null(pl.col("officers"))
        later = pl.col("moment", "until") + timedelta(minutes=extra)
        events = events.with_columns(later, officers=others)
    else:
        cases = cases.with_columns(pl.col("fine") + extra)
    frames = {"cases": cases, "events": events, "documents": records["documents"]}
    frames["recordings"] = records["recordings"].filter(pl.col("case_id").is_not_null())
    return Records.of(frames)


def updates(standing: Standing, as_of: date, count: int) -> None:
    """Re-check of cases that lie together, and of cases scattered over all buckets."""
    snapshot = standing.archive.snapshot()
    share, apart = max(1, count // len(snapshot.buckets)), []
    for bucket in snapshot.buckets:
        keys = current(snapshot.versions(bucket, [*KEY, "batch"])).select(KEY)
        apart.append(keys.gather_every(max(1, keys.height // share)).head(share))
    last, spread = keys.tail(count), pl.concat(apart)
    # As warm as it is while batches come in: all buckets were looked into.
    some = pl.concat(own.head(1) for own in apart)
    standing.archive.accept(Batch(changed(standing, some, 2), "some"), at=NOW)
    standing.update(as_of)
    for name, keys, wanted in (("recent", last, "≤ 0.5 s"), ("scattered", spread, "≤ 4 s")):
        for acts, what in ((False, "fines"), (True, "acts and officers")):
            batch = Batch(changed(standing, keys, 1, acts=acts), f"{name} {what}")
            standing.archive.accept(batch, at=NOW)
            begun = time.perf_counter()
            changes = standing.update(as_of)
            took = time.perf_counter() - begun
            say(f"re-check of {changes.judged:,} changed cases, {name}: {what}", f"{took:.2f} s",
                wanted)  # fmt: skip


def nights(standing: Standing, as_of: date) -> None:
    """The same archive a day later, then a month later: only cases whose day has come."""
    for days in (1, 2, 30):
        begun = time.perf_counter()
        changes = standing.pass_to(as_of + timedelta(days=days))
        took = time.perf_counter() - begun
        say(
            f"nightly run, {days} days on, {changes.judged:,} cases whose day has come",
            f"{took:.2f} s",
        )


def one_case(standing: Standing, as_of: date) -> None:
    snapshot = standing.archive.snapshot()
    rows = next(snapshot.slices(snapshot.buckets[0], 1))
    records, owners = snapshot.records(rows)
    context = context_of(standing.content, as_of)
    # Warm, as it is kept while cases are being handled: the rules are compiled.
    panels = [
        Panel(subject, standing.book.of_subject(subject.name), context)
        for subject in standing.book.subjects
        if subject.name in ("case", "act")
    ]

    def whole_book() -> None:
        bucket = Bucket(records, owners)
        for panel in panels:
            for sort, facts in panel.made(bucket).items():
                panel.judged(sort, facts)

    whole_book()
    say("one case, whole book", f"{best(5, whole_book) * 1000:.0f} ms", "≤ 50 ms")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--form", choices=["parquet", "csv"], default="parquet")
    parser.add_argument("--mix", choices=MIXES, default=EVERYDAY)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        for form in ("parquet", "csv"):
            cases = min(options.cases, AT_ONCE)
            apart(in_one_flow, cases, form, folder, options.mix)
        as_of = apart(taking_in, options.cases, options.form, folder, options.mix)
        apart(checking, options.cases, as_of, folder)


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """What one command does, in a process of its own, as a command has."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(watched, work, *given).result()


def watched(work: Callable[..., Any], *given: Any) -> Any:
    """The same with what it takes of memory, which the simulator's process is not part of."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as simulator:
        simulator.submit(int).result()  # it is there before memory is looked at
        content = Content()
        with Peak() as peak:
            done = work(
                *given, content=content, book=Book.load(content), simulator=simulator, peak=peak
            )
    del peak.of["start"]
    for doing, held in peak.of.items():
        say(f"peak memory of all processes: {doing}", f"{held / 1e9:.2f} GB", "≤ 2 GB")
    return done


def checking(
    cases: int,
    as_of: date,
    folder: Path,
    *,
    content: Content,
    book: Book,
    simulator: Executor,
    peak: Peak,
) -> None:
    """All that is done upon an archive: everything, all of it again, little of it."""
    archive = Archive.at(folder / "archive")
    standing = Standing(archive, content, book)
    peak.begin("full run")
    begun = time.perf_counter()
    standing.recompute(as_of)
    took = time.perf_counter() - begun
    say(f"facts made and {len(book.executable)} rules judged, all of it",
        f"{cases / took / 1000:,.1f} k cases/s")  # fmt: skip
    peak.begin("plain scan")
    facts = archive.layout.root / "standing" / "g000001" / "facts"
    scan(facts)
    plain = best(2, lambda: scan(facts))
    peak.begin("whole book")
    stored = best(2, lambda: standing.rejudge(as_of))
    say("whole book from stored facts to written findings",
        f"{cases / stored / 1000:,.1f} k cases/s", "≥ 1,000 k")  # fmt: skip
    say("  ratio to summing every stored column", f"{stored / plain:.1f}", "≤ 2")
    peak.begin("re-checks")
    updates(standing, as_of, min(10_000, cases // 10))
    one_case(standing, as_of)
    peak.begin("nights")
    nights(standing, as_of)


if __name__ == "__main__":
    main()
