"""Reads a submission for a command, in a guarded child process, and tells the user what came in."""

from pathlib import Path

import click

from hengjian.cli.progress import Tell
from hengjian.content import Content, say
from hengjian.standard.reading.intake import take_in
from hengjian.standard.reading.limits import Limits
from hengjian.standard.records import with_everything_covered
from hengjian.standard.submission import Submission


def read_for(
    path: Path,
    overlay: Path | None,
    mapping: str | None,
    covered: bool,
    *,
    limits: Limits | None = None,
    tell: Tell | None = None,
) -> Submission:
    """The submission at ``path``; ``covered``: read as if every body reported everything."""
    content = Content.installed(*([overlay] if overlay else []))
    submission = take_in(path, content, limits=limits, mapping=mapping, progress=tell)
    if covered:
        submission.records = with_everything_covered(submission.records)
    return submission


def say_problems(submission: Submission, most: int = 12) -> None:
    """The first problems of a submission on the error stream, and how many there are."""
    table = submission.problems.table
    if table.is_empty():
        return
    refused = submission.refused_rows
    if refused:
        click.secho(
            say(
                f"退回 {refused} 行，受理 {sum(s.accepted for s in submission.sources)} 行。",
                f"{refused} rows refused, {sum(s.accepted for s in submission.sources)} accepted.",
            ),
            fg="yellow",
            err=True,
        )
    for row in table.head(most).iter_rows(named=True):
        place = row["file"]
        if row["row"] is not None:
            place += say(f" 第 {row['row']} 行", f" row {row['row']}")
        value = f" “{_short(row['value'])}”" if row["value"] is not None else ""
        remedy = say(f"。{row['remedy']}", f". {row['remedy']}") if row["remedy"] else ""
        mark = "✘" if row["refused"] else "·"
        click.echo(f"  {mark} {place} {row['field']}{value}：{row['reason']}{remedy}", err=True)
    rest = submission.problems.total - min(most, table.height)
    if rest > 0:
        click.echo(
            say(f"  …另有 {rest} 处。用 --refused 文件.xlsx 取回退回的行。",
                f"  … and {rest} more. --refused FILE.xlsx hands the refused rows back."),
            err=True,
        )  # fmt: skip


def _short(value: str) -> str:
    clean = "".join(sign if sign.isprintable() else "�" for sign in value)
    return clean if len(clean) <= 40 else clean[:39] + "…"
