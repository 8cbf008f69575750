"""Measures the main job: a simulated city checked from the command line, start and report included.

Serves whoever changes the readers, the facts, the rule book or the engine. The yardstick is Polars
reading the same files and doing nothing with them; every figure is the best of some rounds in fresh
processes. It compares times, not findings; that these are right is the tests' business.

    python bench/check.py --cases 10000 --rounds 5
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

# Polars and what stands on it is imported in the measured processes only.
if TYPE_CHECKING:
    from hengjian.rules.loading import Book
    from hengjian.standard.submission import Submission

SOURCE = Path(__file__).resolve().parents[1] / "src"
TARGET = 4.0
AS_OF = "2026-06-30"
TIMES = 4
"""How many times over the book is taken to see what more rules cost."""
COMMAND = "from hengjian.cli.command import main; main()"
LOOK_EVERY = 0.02

Measured = dict[str, float]


# --- in the measured process --------------------------------------------------------------------------


def only_read(folder: Path) -> Measured:
    """Every file of the city as Polars reads it when nothing is asked."""
    begun = time.perf_counter()
    import polars as pl

    ready = time.perf_counter()
    for file in sorted(folder.iterdir()):
        if file.suffix in (".csv", ".parquet"):
            pl.read_csv(file) if file.suffix == ".csv" else pl.read_parquet(file)
    return {"import": ready - begun, "read": time.perf_counter() - ready}


def phases(folder: Path) -> Measured:
    """The steps of a check, one after another; the command does some of them at the same time."""
    took: Measured = {}
    with clocked(took, "imports"):
        from hengjian.check import check
        from hengjian.check.report import write_report
        from hengjian.content import Content
        from hengjian.rules.loading import Book
        from hengjian.standard.reading.intake import take_in
    with clocked(took, "rule book"):
        content = Content.installed()
        book = Book.load(content)
    with clocked(took, "read, validate"):
        submission = take_in(folder, content)
    judge(submission, book, took, "")
    with tempfile.TemporaryDirectory() as place:
        run = check(submission, content, as_of=date.fromisoformat(AS_OF), book=book)
        with clocked(took, "report"):
            write_report(run, Path(place) / "report.html")
    judge(submission, many_times(book), took, f", book x{TIMES}")
    return {**took, "number of rules": len(book.executable)}


def judge(submission: "Submission", book: "Book", took: Measured, note: str) -> None:
    from hengjian.facts import Bucket
    from hengjian.rules import engine
    from hengjian.rules.findings import findings_of

    context = engine.context_of(book.content, date.fromisoformat(AS_OF))
    bucket = Bucket(submission.records)
    for subject in book.subjects:
        rules = book.of_subject(subject.name)
        with clocked(took, f"facts{note}"):
            facts, local = engine.facts_for(subject, bucket, rules, context)
        with clocked(took, f"rules{note}"):
            hits = engine.judge(rules, facts, local).hits
        with clocked(took, f"findings{note}"):
            for hit in hits:
                findings_of(hit)


def many_times(book: "Book") -> "Book":
    """The book with each of its rules several times, as if so many more had been written."""
    from hengjian.rules.loading import Book
    from hengjian.rules.parameters import Parameters
    from hengjian.rules.rule import Rule

    parameters = Parameters(book.content)
    rules = [
        Rule(replace(rule.declaration, id=f"{rule.id}.{n}"), book.content, rule.subject, parameters)
        for rule in book.executable
        for n in range(TIMES)
    ]
    return Book(book.content, rules, [])


@contextmanager
def clocked(took: Measured, name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    took[name] = took.get(name, 0.0) + time.perf_counter() - begun


INSIDE: dict[str, Callable[[Path], Measured]] = {"only read": only_read, "phases": phases}


# --- processes ----------------------------------------------------------------------------------------


class Bench:
    """The city in two formats, and the processes that are measured on it."""

    def __init__(self, place: Path, cases: int) -> None:
        paths = [str(SOURCE), os.environ.get("PYTHONPATH", "")]
        self._place = place
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "HENGJIAN_HOME": str(place / "home"),
        }
        self.csv, self.parquet = place / "csv", place / "parquet"
        for folder in (self.csv, self.parquet):
            self.run(self._hengjian("simulate", str(folder), "--cases", str(cases),
                                    "--format", folder.name))  # fmt: skip

    @property
    def contenders(self) -> dict[str, list[str]]:
        report = str(self._place / "report.html")
        return {
            "only read, CSV": self.inside("only read", self.csv),
            "only read, Parquet": self.inside("only read", self.parquet),
            "check, CSV": self._check(self.csv),
            "check, CSV, report": self._check(self.csv, "--out", report),
            "check, Parquet": self._check(self.parquet),
        }

    def inside(self, what: str, folder: Path) -> list[str]:
        return [sys.executable, __file__, "--only", what, "--folder", str(folder)]

    def _check(self, folder: Path, *more: str) -> list[str]:
        return self._hengjian("check", str(folder), "--as-of", AS_OF, *more)

    def _hengjian(self, *arguments: str) -> list[str]:
        return [sys.executable, "-c", COMMAND, *arguments]

    def run(self, command: list[str]) -> tuple[float, float, str]:
        """Seconds on the clock and of processor time, and what the command printed."""
        worked, begun = processor_time(), time.perf_counter()
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True)
        took = time.perf_counter() - begun
        if done.returncode:
            sys.exit(f"{' '.join(command)}: {done.stderr}")
        return took, processor_time() - worked, done.stdout

    def peak(self, command: list[str]) -> float:
        """The most memory (MB) that the process and its children held at one time.

        Pages that they share are counted for each. Not measured while the time is: looking costs time.
        """
        import psutil

        most = 0
        with subprocess.Popen(
            command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as started:
            process = psutil.Process(started.pid)
            while started.poll() is None:
                held = 0
                for part in (process, *process.children(recursive=True)):
                    try:
                        held += part.memory_info().rss
                    except psutil.Error:  # it has just ended
                        continue
                most = max(most, held)
                time.sleep(LOOK_EVERY)
        return most / (1 << 20)


def processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# --- figures ------------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=INSIDE, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        print(json.dumps(INSIDE[given.only](given.folder)))
        return
    with tempfile.TemporaryDirectory(prefix="hengjian-bench-") as place:
        bench = Bench(Path(place), given.cases)
        print(f"{given.cases:,} simulated cases, best of {given.rounds} rounds")
        whole(bench, given.rounds)
        steps(bench, given.rounds)


def whole(bench: Bench, rounds: int) -> None:
    """Whole processes, start included."""
    contenders = bench.contenders
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for _ in range(rounds):  # round by round, so that a busy moment does not hit one alone
        for name, command in contenders.items():
            took[name].append(bench.run(command)[:2])
    print(f"\n{'with start':26}{'best s':>8}{'worst s':>9}{'CPU s':>8}{'x read':>8}{'peak MB':>9}")
    base = min(seconds for seconds, _ in took["only read, CSV"])
    for name, command in contenders.items():
        seconds, worked = zip(*took[name], strict=True)
        print(
            f"{name:26}{min(seconds):8.2f}{max(seconds):9.2f}{min(worked):8.2f}"
            f"{min(seconds) / base:8.1f}{bench.peak(command):9.0f}"
        )
    best = min(seconds for seconds, _ in took["check, CSV, report"])
    print(f"target {TARGET:g} s for check, CSV, report: {'met' if best <= TARGET else 'MISSED'}")


def steps(bench: Bench, rounds: int) -> None:
    """The steps one by one, against only reading the files."""

    def best(what: str, folder: Path) -> Measured:
        found = [json.loads(bench.run(bench.inside(what, folder))[2]) for _ in range(rounds)]
        return {name: min(measured[name] for measured in found) for name in found[0]}

    base = best("only read", bench.csv)["read"]
    by_format = [best("phases", folder) for folder in (bench.csv, bench.parquet)]
    rules = round(by_format[0].pop("number of rules"))
    print(f"\n{f'step by step, {rules} rules':26}{'CSV s':>8}{'x read':>8}{'Parquet s':>11}")
    print(f"{'only read':26}{base:8.3f}{1:8.1f}")
    for name, seconds in by_format[0].items():
        print(f"{name:26}{seconds:8.3f}{seconds / base:8.1f}{by_format[1][name]:11.3f}")


if __name__ == "__main__":
    main()
