"""Reads a submission for a command, in a guarded child process, and tells the user what came in."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hengjian.cli.kept import Kept, is_archive
from hengjian.content.errors import PlainError
from hengjian.content.speech import say
from hengjian.standard.reading.handover import Intake
from hengjian.standard.reading.limits import Limits

if TYPE_CHECKING:
    from hengjian.content import Content
    from hengjian.standard.submission import Submission

C = TypeVar("C", bound=Callable[..., Any])


def megabytes(size: str | float) -> int:
    """A size in MB, or with its unit: 3072, 3072M, 8G, 8GB."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([MG]?)(?:i?B)?", str(size).strip(), re.IGNORECASE)
    found = int(float(match[1]) * (1024 if match[2].upper() == "G" else 1)) if match else 0
    if found < 1:
        raise click.BadParameter(
            say(f"{size} 不是大小；请写 3072（MB）或者 8G", f"{size} is no size; write 3072 or 8G")
        )
    return found


_LIMITS: tuple[tuple[str, Callable[[Any], float], float, str], ...] = (
    (
        "--max-unpacked",
        megabytes,
        Limits.unpacked_mb,
        "一批或者解压后上限 MB | all files, unpacked, MB",
    ),
    ("--max-file", megabytes, Limits.file_mb, "单个文件上限 MB | largest file, MB"),
    ("--max-seconds", float, Limits.seconds, "读取时限，秒 | time for reading, seconds"),
    (
        "--max-memory",
        megabytes,
        Limits.memory_mb,
        "读取可用内存 MB，或者写 8G | memory for reading, MB, or like 8G",
    ),
)


def reading_limits(command: C) -> C:
    """Adds the options that the refusals of too large a submission name."""
    for name, kind, default, help_ in _LIMITS:
        option = click.option(name, type=kind, default=default, show_default=True, help=help_)
        command = option(command)
    return command


def begin_reading(
    path: Path,
    overlay: Path | None,
    mapping: str | None,
    *,
    max_memory: int,
    max_seconds: float,
    max_file: int,
    max_unpacked: int,
) -> Intake | Kept:
    """Start the child that reads ``path``; the command loads its rules while the child works. What an
    archive keeps is read here."""
    if is_archive(path):
        return Kept(path)
    limits = Limits(
        seconds=max_seconds, memory_mb=max_memory, file_mb=max_file, unpacked_mb=max_unpacked
    )
    return _Handed(path, [overlay] if overlay else [], mapping=mapping, limits=limits)


class _Handed(Intake):
    """A reading that knows where the data lie if not where they were looked for."""

    def __init__(self, path: Path, *others: Any, **settings: Any) -> None:
        super().__init__(path, *others, **settings)
        self._given = path

    def submission(self, progress: Callable[[float], None] | None = None) -> "Submission":
        from hengjian.standard.problems import UnreadableError

        try:
            return super().submission(progress)
        except UnreadableError as error:
            below = _folders_below(self._given)
            if not below:
                raise
            raise UnreadableError(error.message, _pointing(below)) from error


def _folders_below(path: Path) -> list[Path]:
    """Where ``path`` is a folder without a data file: the folders within it that hold some."""
    from hengjian.standard.reading.intake import READABLE

    def holds_data(folder: Path) -> bool:
        try:
            entries = list(folder.iterdir())
        except OSError:  # not ours to look into
            return False
        return any(entry.is_file() and entry.name.lower().endswith(READABLE) for entry in entries)

    if not path.is_dir() or holds_data(path):
        return []
    return [below for below in sorted(path.iterdir()) if below.is_dir() and holds_data(below)]


def _pointing(below: list[Path]) -> str:
    names = [folder.name for folder in below[:5]] + (["…"] if len(below) > 5 else [])
    return say(
        f"数据在子文件夹 {'、'.join(names)} 中：请写 {below[0]}。",
        f"The data lie in {', '.join(names)} within it: give {below[0]}.",
    )


def finished(
    intake: Intake | Kept, covered: bool, progress: Callable[[float], None] | None = None
) -> "Submission":
    """What was read; ``covered``: taken as if every body had reported everything."""
    from hengjian.standard.records import with_everything_covered

    submission = intake.submission(progress)
    if covered:
        submission.records = with_everything_covered(submission.records)
    return submission


Read = Callable[[Callable[[str, float], None]], "Submission"]
"""Waits for a submission and gives it; is told how to say how far it is."""


@contextmanager
def read_ahead(
    paths: Sequence[Path], begin: Callable[[Path], Intake | Kept]
) -> Iterator[Iterator[Read]]:
    """The readings of these paths in turn; the next one is under way while one is worked at. One that
    cannot begin says so when its turn has come."""
    ahead: list[Intake | Kept] = []

    def readings() -> Iterator[Read]:
        for number, path in enumerate(paths):
            if not ahead:
                ahead.append(begin(path))
            yield partial(read, path, paths[number + 1 :])

    def read(path: Path, later: Sequence[Path], tell: Callable[[str, float], None]) -> "Submission":
        doing = say(f"读取 {path.name}", f"reading {path.name}")
        submission = finished(ahead[0], False, lambda share: tell(doing, share * 0.5))
        ahead.pop().__exit__()
        with suppress(PlainError):  # it is begun anew, and told, in its turn
            ahead.extend(begin(other) for other in later[:1])
        return submission

    try:
        if paths:
            ahead.append(begin(paths[0]))
        yield readings()
    finally:
        for reading in ahead:
            reading.__exit__()


def hand_back(path: Path, submission: "Submission", content: "Content") -> list[Path]:
    """Write the refused rows to ``path``; a CSV for each table, where there are several."""
    from hengjian.cli.writing import written_whole
    from hengjian.standard.template import refused_files, write_refused

    files = refused_files(path, submission.refused) if submission.refused else {}
    for file, rows in files.items():
        with written_whole(file) as place:
            write_refused(place, rows, content)
    return list(files)


def say_problems(submission: "Submission", most: int = 12) -> None:
    """The first problems of a submission on the error stream, and how many there are."""
    table = submission.problems.table
    if table.is_empty():
        return
    if submission.refused_rows:
        click.secho(submission.told(), fg="yellow", err=True)
    for row in table.head(most).iter_rows(named=True):
        place = row["file"]
        if row["row"] is not None:
            place += say(f" 第 {row['row']} 行", f" row {row['row']}")
        column = submission.column_in_full(row["file"], row["field"])
        value = f" “{_short(row['value'])}”" if row["value"] is not None else ""
        mark = "✘" if row["refused"] else "·"
        said = _sentences(row["reason"], row["remedy"])
        click.echo(say(f"  {mark} {place} {column}{value}：{said}",
                       f"  {mark} {place} {column}{value}: {said}"), err=True)  # fmt: skip
    rest = submission.problems.total - min(most, table.height)
    if rest > 0:
        click.echo(
            say(f"  …另有 {rest} 处。用 --refused 文件.xlsx 取回退回的行。",
                f"  … and {rest} more. --refused FILE.xlsx hands the refused rows back."),
            err=True,
        )  # fmt: skip


def _sentences(*parts: str | None) -> str:
    """Reason and remedy, each as a sentence that ends."""
    told = [part.rstrip("。. ") for part in parts if part]
    ended = (part if part.endswith(("？", "?")) else part + say("。", ".") for part in told)
    return say("", " ").join(part[:1].upper() + part[1:] for part in ended)


def _short(value: str) -> str:
    clean = "".join(sign if sign.isprintable() else "�" for sign in value)
    return clean if len(clean) <= 40 else clean[:39] + "…"
