"""Measures how an XES event log is read: our two ways, and pm4py and rustxes where installed.

Serves whoever doubts the figures or changes the readers: each contender reads the same file in a
fresh process, round after round, and every time is also given as a ratio to gunzipping the file. It
compares numbers of events, not contents; that our two ways agree is the tests' business.

    python bench/xes.py data/Road_Traffic_Fine_Management_Process.xes.gz --rounds 5
"""

import argparse
import gzip
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

# Nothing else is imported here: on Linux a child's peak begins with that of its parent.

SOURCE = Path(__file__).resolve().parents[1] / "src"
READ_EVENTS = Callable[[Path], int]


def gunzip() -> READ_EVENTS:
    def read(path: Path) -> int:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            while file.read(1 << 20):
                pass
        return 0

    return read


def ours(*, try_canonical: bool) -> READ_EVENTS:
    from hengjian.standard.reading.xes import read_log

    def read(path: Path) -> int:
        log = read_log(path, try_canonical=try_canonical)
        assert log.canonical == try_canonical, "this log is not canonical"
        return int(log.frame.height)

    return read


def guarded() -> READ_EVENTS:
    from hengjian.standard.reading.guard import read_guarded

    def read(path: Path) -> int:
        result = read_guarded(
            "hengjian.standard.reading.xes:read_log_tables", {"path": str(path.resolve())}
        )
        return int(result.frames["events"].height)

    return read


def rustxes() -> READ_EVENTS:
    import rustxes as peer

    return lambda path: int(peer.import_xes(str(path))[0].height)


def pm4py(variant: str) -> READ_EVENTS:
    import pm4py as peer

    return lambda path: len(peer.read_xes(str(path), variant=variant))


CONTENDERS: dict[str, tuple[str, Callable[[], READ_EVENTS]]] = {
    "gunzip only": ("gzip", gunzip),
    "ours, fast way": ("polars", lambda: ours(try_canonical=True)),
    "ours, sure way": ("polars", lambda: ours(try_canonical=False)),
    "ours, guarded": ("polars", guarded),
    "rustxes": ("rustxes", rustxes),
    "pm4py, rustxes": ("pm4py", lambda: pm4py("rustxes")),
    "pm4py, iterparse": ("pm4py", lambda: pm4py("iterparse")),
}


def measure(name: str, path: Path) -> None:
    """In the fresh process: read once, print the figures as JSON."""
    begun = time.perf_counter()
    read = CONTENDERS[name][1]()
    ready = time.perf_counter()
    events = read(path)
    done = time.perf_counter()
    # A guarded reading has the larger peak in its own child.
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    in_mb = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print(json.dumps([ready - begun, done - ready, peak / in_mb, events]))


def run(name: str, path: Path) -> list[float]:
    paths = [str(SOURCE), os.environ.get("PYTHONPATH", "")]
    finished = subprocess.run(
        [sys.executable, __file__, str(path), "--only", name],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )
    if finished.returncode:
        sys.exit(f"{name}: {finished.stderr.decode(errors='replace')}")
    figures: list[float] = json.loads(finished.stdout.splitlines()[-1])
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("log", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=CONTENDERS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        measure(given.only, given.log)
        return
    names = [name for name, (module, _) in CONTENDERS.items() if importlib.util.find_spec(module)]
    figures: dict[str, list[list[float]]] = {name: [] for name in names}
    for _ in range(given.rounds):  # round by round, so that a busy moment does not hit one alone
        for name in names:
            figures[name].append(run(name, given.log))
    print(f"{given.log.name}, median of {given.rounds} rounds (lowest to highest)")
    print(f"{'':18}{'import s':>9}{'read s':>8}{'':15}{'x gunzip':>9}{'peak MB':>9}{'events':>9}")
    base = statistics.median(read for _, read, _, _ in figures["gunzip only"])
    for name in names:
        imports, reads, peaks, events = zip(*figures[name], strict=True)
        read = statistics.median(reads)
        span = f"({min(reads):.2f} to {max(reads):.2f})"
        print(
            f"{name:18}{statistics.median(imports):9.2f}{read:8.2f} {span:14}{read / base:9.1f}"
            f"{statistics.median(peaks):9.0f}{events[0] or '':>9}"
        )


if __name__ == "__main__":
    main()
