"""`hengjian import`: takes a submission into the archive, as a whole and once, and gives a receipt."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from hengjian.cli.kept import is_archive
from hengjian.cli.look import DONE, PARTLY, USAGE, Command, fail
from hengjian.cli.progress import progress
from hengjian.cli.reading import begin_reading, finished, hand_back, reading_limits, say_problems
from hengjian.cli.writing import check_place
from hengjian.content import Content, PlainError, say


@click.command(
    cls=Command,
    help="把一批数据存入案卷库：整批受理，同一批只受理一次，给出回执。 | "
    "Take a submission into the archive: as a whole, once, with a receipt.",
    examples=(
        "hengjian import 一月.xlsx --archive 案卷库",
        "hengjian import city --archive 案卷库 --refused 退回.xlsx",
        "hengjian import city.zip --archive 案卷库 --strict --json",
    ),
    notes=(
        "退出码 0 完成，全部受理；2 用法有误；3 读不到、存不了；4 受理，但有行被退回；"
        "130 按 Ctrl-C 中止 | Exit codes: 0 done, all accepted; 2 wrong usage; "
        "3 not read or not stored; 4 accepted, but rows were refused; 130 Ctrl-C",
    ),
)
@click.argument("path", type=click.Path(path_type=Path), metavar="路径 | PATH")
@click.option(
    "--archive",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="案卷库文件夹，没有则建立 | folder of the archive, made if missing",
)
@click.option("--mapping", help="外部系统的映射名称 | mapping of an outside system")
@click.option("--refused", type=click.Path(path_type=Path),
              help="退回的行写入此文件，改好再交 | write refused rows here")  # fmt: skip
@click.option(
    "--strict", is_flag=True, help="有一行退回就整批不受理 | accept nothing if one row is refused"
)
@click.option("--wait", type=float, default=0.0, show_default=True,
              help="别人正在写入时等几秒 | seconds to wait while another writes")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="输出回执 JSON | print the receipt as JSON")
@reading_limits
def import_(
    path: Path,
    folder: Path,
    mapping: str | None,
    refused: Path | None,
    strict: bool,
    wait: float,
    as_json: bool,
    **limits: Any,
) -> int:
    if is_archive(path):
        raise fail(
            say(f"{path} 是案卷库，不是报送的数据", f"{path} is an archive, not a submission"),
            say("请写数据文件夹或者文件。", "Give a folder or file of data."),
            code=USAGE,
        )
    if refused is not None:
        check_place(refused, (".xlsx", ".csv"))
    with (
        progress(say("导入", "importing")) as tell,
        begin_reading(path, None, mapping, **limits) as intake,
    ):
        from hengjian.archive import Archive, Batch

        try:
            Archive.check_place(folder)
        except PlainError as error:
            raise fail(error.message, error.remedy) from error
        reading = say(f"读取 {path.name}", f"reading {path.name}")
        submission = finished(intake, False, lambda share: tell(reading, share * 0.5))
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
        try:
            receipt = Archive.at(folder).accept(
                Batch(
                    submission.records, path.name, submission.refused_rows, tuple(submission.gaps)
                ),
                at=datetime.now(UTC),
                wait=wait,
                progress=lambda doing, share: tell(doing, 0.5 + share * 0.5),
            )
        except PlainError as error:
            raise fail(error.message, error.remedy) from error
    say_problems(submission)
    if as_json:
        click.echo(json.dumps(asdict(receipt), ensure_ascii=False))
    else:
        click.echo(receipt.words())
        if any(gap.rows for gap in submission.gaps):
            click.echo(_incomplete())
    return PARTLY if submission.refused_rows else DONE


def _incomplete() -> str:
    return say(
        "登记表有行被退回：案卷库里这些表的报送范围已经缩小，凡须以其中“没有记录”为依据的判断不作出。"
        "改好再交时，连同 coverage（报送范围）表一起交，即恢复。",
        "Rows of registers were refused: the archive no longer takes these tables for complete, and "
        "concludes nothing from what they lack. Hand in the mended rows together with the coverage "
        "table, and it does again.",
    )
