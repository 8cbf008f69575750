"""`hengjian simulate`: writes the records of a fictitious city, with the truth about them."""

from pathlib import Path

import click

from hengjian.cli.look import USAGE, Command, fail
from hengjian.cli.writing import unwritable
from hengjian.content import Content, say


@click.command(
    cls=Command,
    help="生成一座虚构城市的模拟数据，其中埋有违法情形，答案在 truth 文件夹。 | "
    "Make the records of a fictitious city with planted violations; the truth lies beside them.",
    examples=(
        "hengjian simulate city",
        "hengjian simulate city --cases 20000 --seed 3 --format parquet",
        "hengjian simulate province --cases 1000000 --format parquet",
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
@click.option("--force", is_flag=True, help="写入已有内容的文件夹 | write into a filled folder")
def simulate(folder: Path, cases: int, seed: int, form: str, force: bool) -> None:
    from hengjian.cli.progress import progress
    from hengjian.simulator import PER_CITY, cities, write_city

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
    made = {"cases": 0, "events": 0, "bodies": 0, "truths": 0}
    many = cases > PER_CITY
    with progress(say("生成模拟数据", "making the city")) as tell:
        for number, city in enumerate(cities(cases, seed, Content.installed()), start=1):
            tell(
                say(f"第 {number} 座城市", f"city {number}"),
                min(1.0, number * PER_CITY / cases) * 0.99,
            )
            place = folder / f"city-{number:03d}" if many else folder
            try:
                write_city(city, place, form)
            except OSError as error:
                raise unwritable(place, error) from error
            for name in ("cases", "events", "bodies"):
                made[name] += city.tables[name].height
            made["truths"] += city.truth.height
    if many:
        click.echo(
            say(
                f"已在 {folder} 生成 {number} 座城市的模拟数据：{made['cases']:,} 件案件、"
                f"{made['events']:,} 项活动，每座城市一个文件夹，可以逐一导入案卷库。",
                f"Wrote {made['cases']:,} cases and {made['events']:,} events of {number} cities to "
                f"{folder}, a folder each, to be imported one by one.",
            )
        )
        then = f"hengjian import {folder}/city-001 --archive archive"
    else:
        click.echo(
            say(
                f"已在 {folder} 生成模拟数据：{made['bodies']} 个机关、{made['cases']} 件案件、"
                f"{made['events']} 项活动；答案 {made['truths']} 条在 {folder}/truth。",
                f"Wrote {made['cases']} cases and {made['events']} events of {made['bodies']} bodies "
                f"to {folder}; {made['truths']} truths in {folder}/truth.",
            )
        )
        then = f"hengjian check {folder} --as-of {city.as_of} --out report.html"
    click.echo(say(f"下一步：{then}", f"Next: {then}"))
