"""`hengjian import`: takes submissions into the archive, each as a whole and once, with a receipt.

With `--check` they are checked as they come: facts are made of one while it is written, and the next
is read meanwhile.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hengjian.cli.archive import say_what_stands, today
from hengjian.cli.days import Day
from hengjian.cli.kept import is_archive
from hengjian.cli.look import DONE, PARTLY, USAGE, Command, fail
from hengjian.cli.progress import Tell, progress
from hengjian.cli.reading import begin_reading, hand_back, read_ahead, reading_limits, say_problems
from hengjian.cli.writing import check_place
from hengjian.content import Content, PlainError, say

if TYPE_CHECKING:
    from hengjian.archive import Receipt
    from hengjian.check.standing import Changes, Growth
    from hengjian.standard.submission import Submission

_ACCEPTED = 0.7
"""The share of the time that is over when rules are put to what was accepted."""


@click.command(
    cls=Command,
    help="把数据存入案卷库：每批整批受理，同一批只受理一次，给出回执；--check 同时检查。 | "
    "Take submissions into the archive: each as a whole, once, with a receipt; --check checks them.",
    examples=(
        "hengjian import 一月.xlsx --archive 案卷库",
        "hengjian import city --archive 案卷库 --refused 退回.xlsx",
        "hengjian import 一月 二月 三月 --archive 案卷库 --check",
        "hengjian import city.zip --archive 案卷库 --strict --json",
    ),
    notes=(
        "几批依次受理：中间一批读不到、存不了的，到此为止，以前各批已受理，改好后把全部再导入一次即可 | "
        "Several are accepted one after the other; where one fails those before it are accepted: mend it "
        "and import all again",
        "退出码 0 完成，全部受理；2 用法有误；3 读不到、存不了；4 受理，但有行被退回；"
        "130 按 Ctrl-C 中止 | Exit codes: 0 done, all accepted; 2 wrong usage; "
        "3 not read or not stored; 4 accepted, but rows were refused; 130 Ctrl-C",
    ),
)
@click.argument("paths", type=click.Path(path_type=Path), metavar="路径… | PATH…", nargs=-1,
                required=True)  # fmt: skip
@click.option(
    "--archive",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="案卷库文件夹，没有则建立 | folder of the archive, made if missing",
)
@click.option("--check", "checks", is_flag=True,
              help="受理后即检查，边受理边准备 | check what was accepted, prepared while it comes")  # fmt: skip
@click.option("--as-of", type=Day(),
              help="检查截至日，默认今天 | judge open terms as on this day (today)")  # fmt: skip
@click.option("--mapping", help="外部系统的映射名称 | mapping of an outside system")
@click.option("--refused", type=click.Path(path_type=Path),
              help="退回的行写入此文件，改好再交 | write refused rows here")  # fmt: skip
@click.option(
    "--strict", is_flag=True, help="有一行退回就整批不受理 | accept nothing if one row is refused"
)
@click.option("--wait", type=float, default=0.0, show_default=True,
              help="别人正在写入时等几秒 | seconds to wait while another writes")  # fmt: skip
@click.option("--json", "as_json", is_flag=True,
              help="输出回执 JSON，每批一行 | print the receipts as JSON, one a line")  # fmt: skip
@reading_limits
def import_(
    paths: tuple[Path, ...],
    folder: Path,
    checks: bool,
    as_of: date | None,
    mapping: str | None,
    refused: Path | None,
    strict: bool,
    wait: float,
    as_json: bool,
    **limits: Any,
) -> int:
    _check_usage(paths, refused, as_of, checks)
    day, receipts = as_of or today(), _Receipts(as_json)
    begin = partial(begin_reading, overlay=None, mapping=mapping, **limits)
    with (
        receipts,
        progress(say("导入", "importing")) as tell,
        read_ahead(paths, begin) as readings,
        ExitStack() as until_checked,
    ):
        _check_archive(folder)
        growth: Growth | None = None
        for number, reading in enumerate(readings):
            share = partial(_tell_share, tell, number, len(paths), checks)
            submission = reading(share)
            _refuse(submission, refused, strict)
            with _failing():
                if checks and growth is None:
                    growth = until_checked.enter_context(_growing(folder, day, wait))
                receipts.add(submission, _accepted(folder, submission, growth, wait, share))
            del submission
        if growth is not None:
            with _failing():
                checked = growth.check(
                    lambda doing, share: tell(doing, _ACCEPTED + (1 - _ACCEPTED) * share)
                )
    if growth is not None and not as_json:
        _say_checked(folder, day, checked)
    return PARTLY if receipts.partly else DONE


def _check_usage(
    paths: Sequence[Path], refused: Path | None, as_of: date | None, checks: bool
) -> None:
    for path in filter(is_archive, paths):
        raise fail(
            say(f"{path} 是案卷库，不是报送的数据", f"{path} is an archive, not a submission"),
            say("请写数据文件夹或者文件。", "Give a folder or file of data."),
            code=USAGE,
        )
    if refused is not None:
        check_place(refused, (".xlsx", ".csv"))
        if len(paths) > 1:
            raise fail(
                say("--refused 一次只能用于一批", "--refused takes one submission at a time"),
                say("请逐批导入。", "Import them one by one."),
                code=USAGE,
            )
    if as_of is not None and not checks:
        raise fail(
            say("--as-of 是检查截至日，要与 --check 一起用", "--as-of goes with --check"),
            say("请加上 --check。", "Add --check."),
            code=USAGE,
        )


def _tell_share(
    tell: Tell, number: int, count: int, checks: bool, doing: str, share: float
) -> None:
    tell(doing, (number + share) / count * (_ACCEPTED if checks else 1.0))


@contextmanager
def _failing() -> Iterator[None]:
    """What keeps a submission from being stored or checked ends the command."""
    try:
        yield
    except PlainError as error:
        raise fail(error.message, error.remedy) from error


# --- one submission ---------------------------------------------------------------------------------------


def _refuse(submission: "Submission", refused: Path | None, strict: bool) -> None:
    """Hand back what was refused; nothing is accepted of it where that is asked."""
    if refused is not None:
        hand_back(refused, submission, Content.installed())
    if strict and submission.refused_rows:
        say_problems(submission)
        raise fail(
            say(
                "有行被退回，按 --strict 整批没有受理",
                "rows were refused; --strict accepts nothing",
            ),
            say("改好后重新提交。", "Mend them and submit again."),
        )


def _check_archive(folder: Path) -> None:
    from hengjian.archive import Archive

    with _failing():
        Archive.check_place(folder)


def _accepted(
    folder: Path, submission: "Submission", growth: "Growth | None", wait: float, tell: Tell
) -> "Receipt":
    from hengjian.archive import Archive, Batch

    return Archive.at(folder).accept(
        Batch(
            submission.records,
            submission.path.name,
            submission.refused_rows,
            tuple(submission.gaps),
        ),
        at=datetime.now(UTC),
        wait=wait,
        progress=lambda doing, share: tell(doing, 0.5 + share * 0.5),
        beside=None if growth is None else growth.take,
    )


def _growing(folder: Path, day: date, wait: float) -> "AbstractContextManager[Growth]":
    from hengjian.archive import Archive
    from hengjian.check.standing import Standing

    return Standing(Archive.at(folder), Content.installed()).growing(day, wait=wait)


def _say_checked(folder: Path, day: date, found: "Changes") -> None:
    from hengjian.archive import Archive
    from hengjian.check.standing import Standing
    from hengjian.cli.session import KEPT

    standing = Standing(Archive.open(folder), Content.installed())
    say_what_stands(folder, day, found, standing.findings(KEPT))


class _Receipts:
    """What was accepted, told at the end: also where a later submission fails."""

    def __init__(self, as_json: bool) -> None:
        self.partly = False
        self._as_json = as_json
        self._taken: list[tuple[Submission, Receipt]] = []

    def add(self, submission: "Submission", receipt: "Receipt") -> None:
        from hengjian.standard.records import Records

        # The records are let go: those of many submissions would fill the memory.
        self._taken.append((replace(submission, records=Records.of({}), refused={}), receipt))
        self.partly = self.partly or submission.refused_rows > 0

    def __enter__(self) -> "_Receipts":
        return self

    def __exit__(self, *raised: object) -> None:
        for submission, receipt in self._taken:
            say_problems(submission)
            if self._as_json:
                click.echo(json.dumps(asdict(receipt), ensure_ascii=False))
                continue
            if len(self._taken) > 1:
                click.secho(submission.path.name, bold=True)
            click.echo(receipt.words())
            if any(gap.rows for gap in submission.gaps):
                click.echo(_incomplete())


def _incomplete() -> str:
    return say(
        "登记表有行被退回：案卷库里这些表的报送范围已经缩小，凡须以其中“没有记录”为依据的判断不作出。"
        "改好再交时，连同 coverage（报送范围）表一起交，即恢复。",
        "Rows of registers were refused: the archive no longer takes these tables for complete, and "
        "concludes nothing from what they lack. Hand in the mended rows together with the coverage "
        "table, and it does again.",
    )
