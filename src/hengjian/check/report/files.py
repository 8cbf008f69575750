"""Writes a report file: the ending of its name says which kind.

Serves the command line and jobs. A report is there whole or not at all: it is written beside its
place and then moved there; what cannot be written is told in words that say what to do.
"""

import importlib
import os
from collections.abc import Callable
from pathlib import Path

from hengjian.check.report.overview import Overview
from hengjian.check.run import Run
from hengjian.content import PlainError, say
from hengjian.content.errors import reason_of


class ReportError(PlainError):
    """A report cannot be written. The message says why and what to do."""


WRITERS = {
    ".html": "hengjian.check.report.page:write_page",
    ".xlsx": "hengjian.check.report.workbook:write_workbook",
    ".csv": "hengjian.check.report.flat:write_csv",
    ".parquet": "hengjian.check.report.flat:write_parquet",
}
"""Ending → the function that writes it, imported only then: a run that wants a table needs no page."""


def _writer(name: str) -> Callable[[Overview, Path], None]:
    module, _, function = name.partition(":")
    writer: Callable[[Overview, Path], None] = getattr(importlib.import_module(module), function)
    return writer


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
        _writer(writer)(Overview.of(run), partial)
        partial.replace(path)
    except OSError as error:
        raise _unwritable(path, reason_of(error)) from error
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
