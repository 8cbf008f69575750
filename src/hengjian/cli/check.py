"""`hengjian check`: the main job. Reads records, judges them by the book, writes the report."""

import json
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from hengjian.cli.days import Day
from hengjian.cli.kept import Kept
from hengjian.cli.look import DONE, FOUND, PARTLY, UNREADABLE, USAGE, Command, counted, fail
from hengjian.cli.progress import progress
from hengjian.cli.reading import begin_reading, finished, hand_back, reading_limits, say_problems
from hengjian.cli.session import LastCheck, absolute
from hengjian.cli.writing import check_place
from hengjian.content import Content, say

if TYPE_CHECKING:
    from hengjian.check import Run
    from hengjian.rules.loading import Book

REPORTS = (".html", ".xlsx", ".csv", ".parquet")
MOST_RULES = 20
"""How many rules the terminal shows; the report shows all."""
WIDE = 80
"""Below so many columns the table keeps to the findings, so that titles stay readable."""


@click.command(
    cls=Command,
    help="对照法律逐条检查执法记录：哪一件、不符合哪一条、依据什么、应当怎样。 | "
    "Check enforcement records against the law: which act, which article, what proves it, "
    "what would have been right.",
    examples=(
        "hengjian check 数据文件夹 --out 报告.html",
        "hengjian check 报送.xlsx --out 线索.xlsx --refused 退回.xlsx",
        "hengjian check city.zip --as-of 2026-06-30 --rule F08 --rule G01",
        "hengjian check log.xes.gz --overlay examples/road-traffic-fines",
        "hengjian check city --json --fail-on S",
    ),
    notes=(
        "退出码 0 完成；1 有 --fail-on 所说的线索；2 用法有误；3 读不到、写不了或者没有可检查的；"
        "4 有行被退回；130 按 Ctrl-C 中止 | "
        "Exit codes: 0 done; 1 findings as --fail-on says; 2 wrong usage; 3 nothing could be read, "
        "checked or written; 4 rows were refused; 130 Ctrl-C",
    ),
)
@click.argument("path", type=click.Path(path_type=Path), metavar="路径 | PATH")
@click.option(
    "--out",
    "outs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="报告：.html .xlsx .csv .parquet，可多次 | report file, may be given several times",
)
@click.option("--as-of", type=Day(),
              help="检查截至日，默认今天 | judge open terms as on this day (today)")  # fmt: skip
@click.option("--rule", "only", multiple=True, help="只用这些规则，可多次 | only these rules")
@click.option(
    "--overlay", type=click.Path(path_type=Path), help="另一套内容的文件夹 | other content"
)
@click.option("--mapping", help="外部系统的映射名称 | mapping of an outside system")
@click.option(
    "--coverage",
    type=click.Choice(["stated", "all"]),
    default="stated",
    show_default=True,
    help="报送范围：按 coverage 表，或者视为全部报送 | as stated, or as if all were reported",
)
@click.option("--refused", type=click.Path(path_type=Path),
              help="退回的行写入此文件，改好再交 | write refused rows here")  # fmt: skip
@click.option(
    "--strict", is_flag=True, help="有一行退回就不检查 | refuse all if one row is refused"
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象 | print one JSON object")
@click.option(
    "--fail-on",
    type=click.Choice(["F", "S", "G", "N"]),
    help="有此程度以上的线索则退出码为 1 | exit 1 if a finding weighs this much",
)
@click.option(
    "--open/--no-open", "open_", default=False, help="打开网页报告 | open the HTML report"
)
@reading_limits
def check(
    path: Path,
    outs: tuple[Path, ...],
    as_of: date | None,
    only: tuple[str, ...],
    overlay: Path | None,
    mapping: str | None,
    coverage: str,
    refused: Path | None,
    strict: bool,
    as_json: bool,
    fail_on: str | None,
    open_: bool,
    **limits: Any,
) -> int:
    for out in outs:
        check_place(out, REPORTS)
    if refused is not None:
        check_place(refused, (".xlsx", ".csv"))
    day = as_of or date.today()
    with (
        progress(say("检查", "checking")) as tell,
        begin_reading(path, overlay, mapping, **limits) as intake,
    ):
        from hengjian.check import check as judge
        from hengjian.check.report import write_report
        from hengjian.rules.loading import Book

        content = Content.installed(*([overlay] if overlay else []))
        book = Book.load(content)
        book = book.limited_to(_named(book, only)) if only else book
        reading = say(f"读取 {path.name}", f"reading {path.name}")
        submission = finished(intake, coverage == "all", lambda share: tell(reading, share * 0.5))
        if isinstance(intake, Kept) and not as_json:
            _say_kept(path)
        back = hand_back(refused, submission, content) if refused is not None else []
        if strict and submission.refused_rows:
            say_problems(submission)
            raise fail(
                say(
                    "有行被退回，按 --strict 没有检查", "rows were refused; --strict checks nothing"
                ),
                say("改好后重新提交。", "Mend them and submit again."),
            )
        run = judge(
            submission,
            content,
            as_of=day,
            book=book,
            progress=lambda doing, share: tell(doing, 0.5 + share * 0.4),
        )
        for out in outs:
            tell(say(f"写 {out.name}", f"writing {out.name}"), 0.95)
            write_report(run, out)
    LastCheck(
        str(path.resolve()), day.isoformat(), absolute(overlay), mapping, coverage == "all"
    ).save(run.findings)
    if as_json:
        from hengjian.check.report import summary

        click.echo(json.dumps(summary(run), ensure_ascii=False, indent=2))
    else:
        say_problems(submission)
        _say(run, outs, back)
    if open_:
        _open(outs)
    return _exit_code(run, fail_on)


def _say_kept(path: Path) -> None:
    click.echo(
        say(
            f"{path} 是案卷库：检查其中现行的全部案件，结果不留在库中"
            f"（要保留并逐批更新：hengjian archive check {quote(str(path))}）。",
            f"{path} is an archive: all its current cases are checked, nothing is kept in it "
            f"(to keep findings up to date: hengjian archive check {quote(str(path))}).",
        ),
        err=True,
    )


def _named(book: "Book", only: tuple[str, ...]) -> frozenset[str]:
    """The rules that were named, in either case of letters; all of them must be executable."""
    ids = {id_.upper(): id_ for id_ in (*book.rules, *book.unwritten)}
    runs = {rule.id for rule in book.executable}
    named = [ids.get(id_.upper(), id_) for id_ in only]
    idle = [id_ for id_ in named if id_ not in runs]
    if idle:
        known = idle[0] in ids.values()
        raise fail(
            say(f"没有可执行的规则 {'、'.join(idle)}", f"no executable rule {', '.join(idle)}"),
            say(f"hengjian rules {idle[0]} 说明原因。", f"`hengjian rules {idle[0]}` says why.")
            if known
            else say("hengjian rules 列出全部规则。", "`hengjian rules` lists them all."),
            code=USAGE,
        )
    return frozenset(named)


def _exit_code(run: "Run", fail_on: str | None) -> int:
    if run.rows_looked_at == 0:
        return UNREADABLE
    if fail_on is not None:
        weights = "NGSF"
        grave = [s for s in weights if weights.index(s) >= weights.index(fail_on)]
        if run.findings["severity"].is_in(grave).any():
            return FOUND
    return PARTLY if run.submission.refused_rows else DONE


def _say(run: "Run", outs: tuple[Path, ...], back: list[Path]) -> None:
    import polars as pl

    from hengjian.rules.rule import Severity

    records = run.records
    if run.simulated:
        click.secho(say("【模拟数据】机关、案件和人员均属虚构。",
                        "SIMULATED DATA: bodies, cases and persons are fictitious."),
                    fg="yellow", bold=True)  # fmt: skip
    if run.content.overlay is not None:
        click.secho(say(run.content.overlay.title,
                        run.content.overlay.title_en or run.content.overlay.title), bold=True)  # fmt: skip
    click.secho(
        say(
            f"检查 {records.case_count:,} 件案件、{records.event_count:,} 项活动，"
            f"{len(run.tallies)} 条规则，截至 {run.as_of}。",
            f"Checked {counted(records.case_count, 'case')} and "
            f"{counted(records.event_count, 'event')} by {counted(len(run.tallies), 'rule')}, "
            f"as of {run.as_of}.",
        ),
        bold=True,
    )
    leads = run.findings.filter((pl.col("nature") == "violation") & (pl.col("severity") != "N"))
    counts = dict(leads["severity"].value_counts().iter_rows())
    levels = [level for level in Severity if level is not Severity.NOTE]
    parts = say("、", ", ").join(
        f"{level.label} {counts.get(level.value, 0):,}" for level in levels
    )
    hints = run.findings.height - leads.height
    click.echo(
        say(
            f"违法线索 {leads.height:,} 条（{parts}），另有提示及争议 {hints:,} 条；"
            f"{run.not_judged:,} 处因资料不全未作判断。",
            f"{counted(leads.height, 'lead')} ({parts}) and {counted(hints, 'hint')} or disputes; "
            f"{run.not_judged:,} not judged for want of data.",
        )
    )
    for warning in run.warnings:
        click.secho(say("注意：", "Note: ") + warning, fg="yellow", err=True)
    _table(run)
    for out in outs:
        click.secho(say(f"报告：{out}", f"Report: {out}"), fg="green")
    for file in back:
        click.secho(say(f"退回的行：{file}", f"Refused rows: {file}"), fg="yellow")
    if not outs:
        click.echo(
            say("加 --out 报告.html 可得到完整报告。", "Add --out report.html for the full report.")
        )


def _table(run: "Run") -> None:
    """Findings per rule and severity, the rules with most findings first."""
    import polars as pl
    from rich.console import Console
    from rich.table import Table

    from hengjian.rules.rule import Severity

    found = run.findings.group_by("rule").agg(
        pl.len().alias("all"),
        *((pl.col("severity") == level.value).sum().alias(level.value) for level in Severity),
    )
    if found.is_empty():
        return
    tallies = {tally.rule.id: tally for tally in run.tallies}
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(say("规则", "rule"), no_wrap=True)
    table.add_column("", ratio=1, overflow="fold")
    console = Console(highlight=False)
    heads = [level.label for level in Severity]
    if wide := console.width >= WIDE:
        heads += [say("涉及", "looked at"), say("未判断", "not judged")]
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    weights = [level.value for level in Severity]
    ordered = found.sort(*weights, "rule", descending=[True] * 4 + [False])
    for row in ordered.head(MOST_RULES).iter_rows(named=True):
        tally = tallies[row["rule"]]
        counts = [f"{row[weight]:,}" if row[weight] else "·" for weight in weights]
        looked = (f"{tally.concerned:,}", f"{tally.not_judged:,}") if wide else ()
        table.add_row(row["rule"], tally.rule.title, *counts, *looked)
    console.print(table)
    if ordered.height > MOST_RULES:
        rest = ordered.height - MOST_RULES
        click.echo(say(f"…另有 {rest} 条规则有线索。", f"… {rest} more rules."))


def _open(outs: tuple[Path, ...]) -> None:
    """Open the HTML report where there is a screen; elsewhere say where it is."""
    import os
    import sys
    import webbrowser

    pages = [out for out in outs if out.suffix.lower() == ".html"]
    seen = (
        sys.platform in ("darwin", "win32")
        or os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
    )
    if pages and seen:
        webbrowser.open(pages[0].resolve().as_uri())
    elif pages:
        click.echo(say(f"没有图形界面；请在浏览器中打开 {pages[0].resolve()}",
                       f"No screen here; open {pages[0].resolve()} in a browser"))  # fmt: skip
