"""`hengjian archive`: what lies in an archive, and keeping it in order."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hengjian.cli.days import Day
from hengjian.cli.look import Command, Group, fail
from hengjian.content import Content, PlainError, say

if TYPE_CHECKING:
    import polars as pl

    from hengjian.check.standing import Changes

_STATES = {
    "accepted": ("受理", "accepted"),
    "abandoned": ("中断，未受理", "abandoned"),
    "damaged": ("部分损坏，可重新导入", "damaged, may be imported again"),
}


@click.group(cls=Group, help=say("查看和维护案卷库。", "Look at and keep an archive."))
def archive() -> None:
    pass


_folder = click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹 | FOLDER")


@archive.command(
    cls=Command,
    help="各批次、案件数和占用空间。 | Batches, cases and space.",
    examples=("hengjian archive status 案卷库",),
)
@_folder
@click.option("--last", default=20, show_default=True, help="最近几批 | how many batches")
def status(folder: Path, last: int) -> None:
    from rich.console import Console
    from rich.table import Table

    from hengjian.archive import Archive

    try:
        opened = Archive.open(folder)
        snapshot = opened.snapshot()
        batches = snapshot.batches
        buckets = len(snapshot.buckets)
    except PlainError as error:
        raise fail(error.message, error.remedy) from error
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    accepted = batches.filter(batches["state"] != "abandoned")
    new = int(accepted["new"].sum() or 0)
    changed = int(accepted["changed"].sum() or 0)
    click.echo(
        say(
            f"案件 {new:,} 件，更正 {changed:,} 次，{accepted.height} 批，{buckets} 个分区，"
            f"占用 {size / 1e6:,.1f} MB。",
            f"{new:,} cases, {changed:,} corrections, {accepted.height} batches, {buckets} buckets, "
            f"{size / 1e6:,.1f} MB.",
        )
    )
    if batches.is_empty():
        click.echo(say("还没有批次。用 hengjian import 导入。", "No batch yet: hengjian import."))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in (say("批次", "batch"), say("受理时间", "accepted"), say("状态", "state")):
        table.add_column(head, no_wrap=True)
    for head in (say("案件", "cases"), say("更正", "changed"), say("退回", "refused")):
        table.add_column(head, justify="right")
    table.add_column(say("来源", "source"))
    for row in batches.tail(last).reverse().iter_rows(named=True):
        table.add_row(
            str(row["seq"]),
            f"{row['accepted_at'].astimezone():%Y-%m-%d %H:%M}",
            say(*_STATES[row["state"]]),
            *(f"{row[name] or 0:,}" for name in ("cases", "changed", "refused")),
            row["source"] or "—",
        )
    Console(highlight=False).print(table)


@archive.command(
    cls=Command,
    help="检查案卷库并保留结果：只判断新受理和受影响的案件；--full 全部重新判断，完成后一次替换。 | "
    "Check the archive and keep the findings: only what is new or affected; --full judges all anew "
    "and swaps at the end.",
    examples=(
        "hengjian archive check 案卷库",
        "hengjian archive check 案卷库 --full --as-of 2026-11-20 --out 线索.xlsx",
    ),
)
@_folder
@click.option("--full", is_flag=True, help="全部重新判断 | judge everything anew")
@click.option("--as-of", type=Day(),
              help="检查截至日，默认今天 | judge open terms as on this day (today)")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path),
              help="全部现行线索写入 .xlsx、.csv（中文表头）或者 .parquet（代码） | "
              "write all findings here: .xlsx, .csv in words, .parquet in codes")  # fmt: skip
@click.option("--changes", type=click.Path(path_type=Path),
              help="新出现和消失的线索写入 .xlsx 或者 .csv | write what appeared and vanished here")  # fmt: skip
def check(
    folder: Path, full: bool, as_of: date | None, out: Path | None, changes: Path | None
) -> None:
    from hengjian.cli.progress import progress
    from hengjian.cli.session import KEPT
    from hengjian.cli.writing import check_place, written_whole

    if out is not None:
        check_place(out, (".xlsx", ".csv", ".parquet"))
    if changes is not None:
        check_place(changes, (".xlsx", ".csv"))
    with progress(say("检查", "checking")) as tell:
        from hengjian.archive import Archive
        from hengjian.check.standing import Standing

        try:
            standing = Standing(Archive.open(folder), Content.installed())
            day = as_of or today()
            found = standing.check(day, tell, full=full)
            stands = standing.findings(None if out is not None else KEPT)
        except PlainError as error:
            raise fail(error.message, error.remedy) from error
    say_what_stands(folder, day, found, stands)
    for path in (out, changes):
        if path is not None:
            findings = stands if path is out else found.together
            from hengjian.check.standing.listing import write_listing

            with written_whole(path) as place:
                write_listing(standing, findings, place)
            click.secho(
                say(
                    f"已写入 {path}：{findings.height:,} 条。",
                    f"Wrote {findings.height:,} to {path}.",
                ),
                fg="green",
            )


def today() -> date:
    return datetime.now().astimezone().date()


def say_what_stands(folder: Path, day: date, found: "Changes", stands: "pl.DataFrame") -> None:
    """What a check changed and how much stands now; `explain` finds it again by its number."""
    from hengjian.cli.session import LastCheck

    LastCheck(str(folder.resolve()), day.isoformat(), None, None, False).save(stands)
    click.echo(found.words())
    open_ = stands.filter(stands["state"].is_in(["open", "reopened"])).height
    click.echo(
        say(
            f"现行线索 {stands.height:,} 条，其中待处理 {open_:,} 条。",
            f"{stands.height:,} findings stand, {open_:,} of them open.",
        )
    )


@archive.command(
    cls=Command,
    help="合并零碎文件，删除不再引用的文件。 | Merge small files, remove unreferenced ones.",
    examples=("hengjian archive compact 案卷库", "hengjian archive compact 案卷库 --keep-days 30"),
)
@_folder
@click.option(
    "--files", default=8, show_default=True, help="分区达到几个文件才合并 | from how many files"
)
@click.option(
    "--keep-days", default=7, show_default=True, help="旧文件保留天数 | days to keep old files"
)
def compact(folder: Path, files: int, keep_days: int) -> None:
    from hengjian.archive import Archive

    try:
        opened = Archive.open(folder)
        done = opened.compact(min_files=files)
        removed = opened.clean(keep=timedelta(days=keep_days))
    except PlainError as error:
        raise fail(error.message, error.remedy) from error
    click.echo(
        say(
            f"合并了 {len(done)} 个分区，删除了 {removed} 个旧文件。",
            f"Merged {len(done)} buckets, removed {removed} old files.",
        )
    )


@archive.command(
    "let-go",
    cls=Command,
    help="删除早已被更正取代的旧版本（现行版本从不删除）。 | Delete versions superseded long ago.",
    examples=("hengjian archive let-go 案卷库 --years 5",),
)
@_folder
@click.option("--years", type=click.IntRange(1), required=True,
              help="被取代满几年 | superseded for how many years")  # fmt: skip
def let_go(folder: Path, years: int) -> None:
    from hengjian.archive import Archive

    before = datetime.now(UTC) - timedelta(days=round(365.25 * years))
    try:
        gone = Archive.open(folder).let_go(before=before)
    except PlainError as error:
        raise fail(error.message, error.remedy) from error
    click.echo(say(f"删除了 {gone} 个旧版本。", f"Deleted {gone} old versions."))


@archive.command(
    cls=Command,
    help="查找损坏的文件和涉及的批次；--give-up 之后可以重新导入。 | "
    "Find damaged files and their batches; after --give-up those can be imported again.",
    examples=("hengjian archive doctor 案卷库", "hengjian archive doctor 案卷库 --give-up"),
)
@_folder
@click.option("--give-up", is_flag=True,
              help="弃用损坏的文件，开放重新导入 | drop damaged files, open their batches again")  # fmt: skip
def doctor(folder: Path, give_up: bool) -> int:
    from hengjian.archive import Archive

    try:
        opened = Archive.open(folder)
        damage = opened.damage()
    except PlainError as error:
        raise fail(error.message, error.remedy) from error
    if not damage:
        click.echo(say("案卷库完好。", "The archive is whole."))
        return 0
    for item in damage:
        if item.table:
            click.secho(
                say(
                    f"整张表无法打开：{item.file}", f"the whole table cannot be opened: {item.file}"
                ),
                fg="red",
            )
            continue
        numbers = "、".join(str(seq) for seq in item.batches) or say("不明", "unknown")
        click.secho(
            say(
                f"损坏：{item.file}（第 {numbers} 批）", f"damaged: {item.file} (batches {numbers})"
            ),
            fg="red",
        )
    if any(item.table for item in damage):
        click.echo(
            say(
                "请从备份恢复打不开的表所在的文件夹；没有备份的，另建案卷库，从原始提交重新导入。",
                "Restore the folders of such tables from a backup; without one, import all anew into "
                "another archive.",
            )
        )
        return 1
    if not give_up:
        click.echo(
            say(
                "加 --give-up 弃用这些文件，然后从原始提交重新导入上述批次。",
                "Add --give-up to drop these files, then import those batches again.",
            )
        )
        return 1
    try:
        sources = opened.give_up(damage)
    except PlainError as error:
        raise fail(error.message, error.remedy) from error
    for source in sources:
        click.echo(say(f"请重新导入：{source}", f"import again: {source}"))
    if not sources:
        click.echo(
            say(
                "已从案卷库的其他部分补齐，不必重新导入。", "Put back from the rest; nothing to do."
            )
        )
    return 0
