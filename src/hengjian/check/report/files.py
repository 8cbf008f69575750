"""Writes a report file: the ending of its name says which kind.

Serves the command line and jobs. A report is there whole or not at all: it is written beside its
place and then moved there; what cannot be written is told in words that say what to do.
"""

import os
from collections.abc import Callable
from pathlib import Path

from hengjian.check.report.flat import write_csv, write_parquet
from hengjian.check.report.overview import Overview
from hengjian.check.report.page import write_page
from hengjian.check.report.workbook import write_workbook
from hengjian.check.run import Run
from hengjian.content import say


class ReportError(ValueError):
    """A report cannot be written. The message says why and what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message, self.remedy = message, remedy
        super().__init__(f"{message}{say('。', '. ') if remedy else ''}{remedy}")


WRITERS: dict[str, Callable[[Overview, Path], None]] = {
    ".html": write_page,
    ".xlsx": write_workbook,
    ".csv": write_csv,
    ".parquet": write_parquet,
}


def write_report(run: Run, path: Path) -> None:
    """Write ``run`` to ``path`` as a page, workbook, CSV or Parquet, by the ending of its name."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        known = say("、", ", ").join(WRITERS)
        raise ReportError(
            say(
                f"不能写“{path.name}”：报告文件名须以 {known} 之一结尾",
                f"cannot write “{path.name}”: a report's name ends in one of {known}",
            ),
            say("请改用其中一种扩展名。", "Choose one of these endings."),
        )
    if path.is_dir() or not path.parent.is_dir():
        raise _unwritable(path, say("没有这个文件夹", "no such folder"))
    # One file per process, so that two runs writing the same report cannot mix their halves.
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        writer(Overview.of(run), partial)
        partial.replace(path)
    except OSError as error:
        raise _unwritable(path, error.strerror or type(error).__name__) from error
    finally:
        partial.unlink(missing_ok=True)


def _unwritable(path: Path, reason: str) -> ReportError:
    return ReportError(
        say(f"写不了报告“{path.name}”（{reason}）", f"cannot write “{path.name}” ({reason})"),
        say(
            "请确认文件夹存在、有权写入、磁盘未满，且该文件没有被其他程序打开。",
            "Check that the folder exists, may be written, has room, and the file is not open.",
        ),
    )
