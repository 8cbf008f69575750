"""Measures how long the command line takes to start, against an empty Python and against click alone.

Serves whoever adds an import: a command must answer before anybody wonders whether it works. Each
contender is a fresh process, round after round; ratios are to `python -c pass` in the same run. It
names the heavy packages that each start loads: `--help` and `--version` may load none.

    python bench/start.py --rounds 20
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
TARGET = 0.3
BASE = "python -c pass"
COMMAND = "from hengjian.cli.command import main; main()"
HEAVY = ("polars", "numpy", "pydantic", "yaml", "rich", "jinja2", "openpyxl", "docx", "psutil")

STARTS: dict[str, list[str]] = {
    BASE: ["-c", "pass"],
    "import click": ["-c", "import click"],
    "hengjian --help": ["-c", COMMAND, "--help"],
    "hengjian --version": ["-c", COMMAND, "--version"],
    "hengjian check --help": ["-c", COMMAND, "check", "--help"],
    "hengjian rules --help": ["-c", COMMAND, "rules", "--help"],
}


def environment(home: str) -> dict[str, str]:
    paths = [str(SOURCE), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "HENGJIAN_HOME": home,
    }


def seconds(arguments: list[str], env: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=env, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def loaded(arguments: list[str], env: dict[str, str]) -> list[str]:
    """The heavy packages a start has loaded, told by Python's own record of imports."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
        text=True,
    ).stderr
    names = {line.rpartition("|")[2].strip() for line in told.splitlines()}
    return [name for name in HEAVY if name in names]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as home:
        env = environment(home)
        heavy = {name: loaded(start, env) for name, start in STARTS.items()}  # and warms the caches
        times: dict[str, list[float]] = {name: [] for name in STARTS}
        for _ in range(rounds):  # round by round, so that a busy moment does not hit one alone
            for name, start in STARTS.items():
                times[name].append(seconds(start, env))
    print(f"start, best of {rounds} rounds")
    print(f"{'':24}{'best s':>8}{'median s':>10}{'x pass':>8}{'x click':>9}  heavy packages")
    base, click = min(times[BASE]), min(times["import click"])
    for name, took in times.items():
        best = min(took)
        print(
            f"{name:24}{best:8.3f}{statistics.median(took):10.3f}{best / base:8.1f}"
            f"{best / click:9.1f}  {', '.join(heavy[name]) or 'none'}"
        )
    best = min(times["hengjian --help"])
    print(f"target {TARGET} s for hengjian --help: {'met' if best <= TARGET else 'MISSED'}")


if __name__ == "__main__":
    main()
