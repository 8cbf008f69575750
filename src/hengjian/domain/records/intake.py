"""The steps that a submitted file takes: read in a guarded child, kept apart from refused rows, accepted.

Serves the task `take_in`, which ties them to the database. Each step can be done again: files are
written whole or not at all, and the archive knows its own batches.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl
from django.conf import settings

from hengjian.archive import Archive, Batch, Receipt, tables
from hengjian.archive.data_file import write_data
from hengjian.content import Content
from hengjian.content.errors import PlainError
from hengjian.core.wording import say
from hengjian.domain.records.arriving import SUFFIXES
from hengjian.domain.records.models import Submission
from hengjian.domain.records.place import (
    archive,
    file_of,
    handed_in,
    problems_of,
    put_whole,
    refused_of,
)
from hengjian.domain.records.registers import KEPT_HERE
from hengjian.domain.records.submissions.access import bodies_spoken_for
from hengjian.domain.registry.models import Body, Item, Officer
from hengjian.standard.problems import UnreadableError
from hengjian.standard.reading.handover import Intake
from hengjian.standard.reading.intake import OTHER_WORKBOOKS
from hengjian.standard.reading.limits import Limits
from hengjian.standard.receiver import KNOWN, NUMBERED
from hengjian.standard.submission import Submission as Read
from hengjian.standard.tables import BY_NAME
from hengjian.standard.template import write_refused

Progress = Callable[[float], None]
_OPTION = re.compile(r"[，,]?\s*(或者用|or (?:raise the limit with|give)) --[\w-]+[^。.]*")


class NothingAcceptedError(PlainError):
    """All of it goes back."""


@dataclass(frozen=True)
class Figures:
    """What the reading gave, as the row of the submission keeps it."""

    rows: int
    refused: int
    held_back: int
    problems: int
    tables: list[dict[str, Any]]

    @classmethod
    def of(cls, read: Read) -> "Figures":
        told = [
            {
                "file": source.file,
                "table": source.table,
                "rows": source.rows,
                "accepted": source.accepted,
                "faulty": source.faulty,
                "refused": source.refused,
            }
            for source in read.sources
        ]
        rows = sum(source.rows for source in read.sources)
        return cls(rows, read.refused_rows, read.held_back, read.problems.total, told)


def limits() -> Limits:
    """How much one reading may cost here."""
    return Limits(
        seconds=settings.READING_SECONDS,
        memory_mb=settings.READING_MB,
        file_mb=settings.UPLOAD_MB,
    )


def read(submission: Submission, progress: Progress | None = None) -> Read:
    """Read the file in a child. Raises UnreadableError, in words for whoever has no command line."""
    _check_kind(submission.file_name)
    known = handed_in(submission.pk) / "known.parquet"
    write_data(what_is_known(submission), known)
    try:
        path = file_of(submission.pk)
        with Intake(path, limits=limits(), known=known, keeps=KEPT_HERE) as intake:
            return intake.submission(progress)
    except UnreadableError as error:
        raise UnreadableError(_for_pages(error.message), _for_pages(error.remedy)) from error
    except FileNotFoundError as error:
        raise UnreadableError(
            say("报送的文件不在了", "the file that was handed in is gone"),
            say("请重新报送。", "Hand it in again."),
        ) from error
    finally:
        known.unlink(missing_ok=True)


def _check_kind(name: str) -> None:
    """A file that is none of those that hold tables is not looked into."""
    known = (*SUFFIXES, *OTHER_WORKBOOKS, ".txt")
    if name.lower().endswith(known):
        return
    raise UnreadableError(
        say(f"“{name}”不是能读取的文件", f"“{name}” is no file that can be read"),
        say(
            "请报送 zip、xlsx、csv、parquet、jsonl 或者 xes 文件；空表可在“报送数据”页下载。",
            "Hand in a zip, xlsx, csv, parquet, jsonl or xes file.",
        ),
    )


def what_is_known(submission: Submission) -> pl.DataFrame:
    """The numbers that exist already, and which of them are of bodies spoken for (`KNOWN`)."""
    mine = set(bodies_spoken_for(submission).values_list("code", flat=True))
    every = Body.objects.order_by().values_list("code", flat=True)
    officers = list(Officer.objects.order_by().values_list("code", "body__code"))
    rows = [("bodies", code, code in mine) for code in every]
    rows += [("officers", code, body in mine) for code, body in officers]
    rows += [
        ("items", code, True) for code in Item.objects.order_by().values_list("code", flat=True)
    ]
    ours = pl.DataFrame(rows, schema=KNOWN, orient="row")
    return pl.concat([ours, *(_others(archive(), name, mine) for name in NUMBERED)])


def _others(store: Archive, name: str, mine: set[str]) -> pl.DataFrame:
    """Numbers in a register of the archive that are of other bodies."""
    path, key = store.layout.register(name), BY_NAME[name].key[0]
    rows = (
        store.snapshot()
        .seen(tables.scan(path))
        .filter(~pl.col("body_id").is_in(sorted(mine)))
        .select(pl.lit(name).alias("table"), pl.col(key).alias("key"), pl.lit(False).alias("mine"))
    )
    return tables.collected(rows, path).unique(maintain_order=True)


# --- what goes back -----------------------------------------------------------------------------------


def hand_back(submission: Submission, found: Read) -> None:
    """Write the problems, and the refused rows as a workbook to mend."""
    told = found.problems.table.with_columns(
        pl.col("remedy").map_elements(_for_pages, return_dtype=pl.String)
    )
    put_whole(problems_of(submission.pk), lambda place: write_data(told, place))
    if found.refused:
        put_whole(
            refused_of(submission.pk),
            lambda place: write_refused(place, found.refused, Content.installed()),
        )
    else:
        refused_of(submission.pk).unlink(missing_ok=True)


def check_accepted(submission: Submission, found: Read) -> None:
    """Raise where nothing is to be accepted: all rows refused, or one where that refuses all."""
    if submission.strict and found.refused_rows:
        raise NothingAcceptedError(
            say(
                f"有 {found.refused_rows:,} 行被退回，您选择了“有错整批退回”，整批没有受理",
                f"{found.refused_rows:,} rows were refused; by your choice nothing is accepted",
            ),
            say("改好后重新报送整批。", "Mend them and hand all in again."),
        )
    if not any(source.accepted for source in found.sources):
        raise NothingAcceptedError(
            say("没有一行可以受理", "no row can be accepted"),
            say("请按下面逐行说明的问题改好后重新报送。", "Mend what is told below, line by line."),
        )


def _for_pages(text: str | None) -> str:
    """Without options of the command line, which whoever reads a page does not have."""
    told = _OPTION.sub("", text or "")
    return told.replace("空表可用 hengjian template 生成。", "空表可在“报送数据”页下载。").replace(
        "`hengjian template` writes empty ones.", "Empty ones are on the page of submissions."
    )


# --- the archive --------------------------------------------------------------------------------------


def source_of(submission: Submission) -> str:
    """How the archive's batch names where it comes from; its beginning finds it again."""
    return f"{submission.pk}/{submission.file_name}"


def submission_named(source: str) -> int | None:
    """The number of the submission that a batch came from."""
    number, slash, _ = source.partition("/")
    return int(number) if slash and number.isdecimal() else None


def accepted_already(submission: Submission) -> Receipt | None:
    """The receipt of this submission, if a worker that was killed had got so far."""
    batches = archive().snapshot().batches
    own = batches.filter(
        pl.col("source").str.starts_with(f"{submission.pk}/"), pl.col("state") == "accepted"
    )
    return None if own.is_empty() else Receipt.of(own.row(-1, named=True))


def accept(
    submission: Submission, found: Read, *, at: datetime, progress: Progress | None = None
) -> Receipt:
    """Store what was read, as a whole and once. Raises ArchiveBusyError while others write."""
    tell = progress or (lambda share: None)
    batch = Batch(found.records, source_of(submission), found.refused_rows, tuple(found.gaps))
    return archive().accept(
        batch, at=at, wait=settings.ARCHIVE_WAIT, progress=lambda _, share: tell(share)
    )
