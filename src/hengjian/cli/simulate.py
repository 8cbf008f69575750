"""`hengjian simulate`: writes the records of a fictitious city, with the truth about them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hengjian.cli.look import USAGE, Command, fail
from hengjian.cli.writing import unwritable
from hengjian.content import Content, say

if TYPE_CHECKING:
    from hengjian.simulator import Written


@click.command(
    cls=Command,
    help="生成一座虚构城市的模拟数据，其中埋有违法情形，答案在 truth 文件夹。 | "
    "Make the records of a fictitious city with planted violations; the truth lies beside them.",
    examples=(
        "hengjian simulate city",
        "hengjian simulate city --cases 20000 --seed 3 --format parquet",
        "hengjian simulate province --cases 1000000 --format parquet",
        "hengjian simulate city --cases 20000 --mix everyday",
    ),
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹 | FOLDER")
@click.option("--cases", type=click.IntRange(1, 20_000_000), default=2000, show_default=True,
              help="案件数 | number of cases")  # fmt: skip
@click.option("--seed", type=int, default=7, show_default=True, help="随机种子 | random seed")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx", "jsonl", "parquet"]),
    default="csv",
    show_default=True,
    help="文件格式 | file format",
)
@click.option("--jobs", type=click.IntRange(1, 64),
              help="几座城市时同时生成几座，每座约占 1.3 GB 内存；默认与处理器数相同 | "
              "cities made at a time, each in about 1.3 GB of memory (as many as processors)")  # fmt: skip
@click.option("--mix", type=click.Choice(["city", "everyday"]),
              help="案件构成：city 一般程序的处罚多，便于学习；everyday 线索、检查、许可、当场处罚居多，"
              "每件约 9.5 项活动；默认一座城市用前者，几座用后者 | "
              "what cases there are: city, many penalties by ordinary procedure, to learn from; "
              "everyday, mostly clues, inspections, permits and penalties on the spot, some 9.5 events "
              "a case (one city: the former; several: the latter)")  # fmt: skip
@click.option("--force", is_flag=True, help="写入已有内容的文件夹 | write into a filled folder")
def simulate(
    folder: Path,
    cases: int,
    seed: int,
    form: str,
    jobs: int | None,
    mix: str | None,
    force: bool,
) -> None:
    from hengjian.cli.progress import progress
    from hengjian.simulator import PER_CITY, plots, usual_mix, write_cities

    if folder.exists() and not folder.is_dir():
        raise fail(
            say(f"{folder} 是文件，不是文件夹", f"{folder} is a file, not a folder"),
            say("请换一个名字。", "Choose another name."),
            code=USAGE,
        )
    if folder.exists() and any(folder.iterdir()) and not force:
        raise fail(
            say(f"{folder} 不是空文件夹", f"{folder} is not empty"),
            say("换一个名字，或者加 --force。", "Choose another name, or add --force."),
            code=USAGE,
        )
    if cases > PER_CITY and form == "xlsx":
        raise fail(
            say("这么多案件放不进一个 Excel 工作簿", "an Excel workbook cannot hold so many cases"),
            say("请用 --format parquet 或者 csv。", "Use --format parquet or csv."),
            code=USAGE,
        )
    places = plots(cases, seed, mix=mix or usual_mix(cases))
    made: Written | None = None
    with progress(say("生成模拟数据", "making the city")) as tell:
        tell(say(f"共 {cases:,} 件案件", f"{cases:,} cases in all"), 0.0)
        try:
            for one in write_cities(
                places, folder, form, Content.installed(), jobs or processors()
            ):
                made = one if made is None else made + one
                told = say(f"已有 {made.cases:,} 件案件", f"{made.cases:,} cases made")
                tell(told, made.cases / cases * 0.99)
        except OSError as error:
            raise unwritable(folder, error) from error
    if made is not None:
        _tell(folder, made, len(places))


def processors() -> int:
    return os.cpu_count() or 1


def _tell(folder: Path, made: "Written", count: int) -> None:
    if count > 1:
        click.echo(
            say(
                f"已在 {folder} 生成 {count} 座城市的模拟数据：{made.cases:,} 件案件、"
                f"{made.events:,} 项活动，每座城市一个文件夹，可以逐一导入案卷库。",
                f"Wrote {made.cases:,} cases and {made.events:,} events of {count} cities to "
                f"{folder}, a folder each, to be imported one by one.",
            )
        )
        then = f"hengjian import {folder}/city-001 --archive archive"
    else:
        click.echo(
            say(
                f"已在 {folder} 生成模拟数据：{made.bodies} 个机关、{made.cases} 件案件、"
                f"{made.events} 项活动；答案 {made.truths} 条在 {folder}/truth。",
                f"Wrote {made.cases} cases and {made.events} events of {made.bodies} bodies "
                f"to {folder}; {made.truths} truths in {folder}/truth.",
            )
        )
        then = f"hengjian check {folder} --as-of {made.as_of} --out report.html"
    click.echo(say(f"下一步：{then}", f"Next: {then}"))
