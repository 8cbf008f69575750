"""`hengjian explain`: why a case breaks a rule, or why not, part by part."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hengjian.cli.days import Day
from hengjian.cli.look import USAGE, Command, colon, fail
from hengjian.cli.progress import progress
from hengjian.cli.reading import begin_reading, finished, reading_limits
from hengjian.cli.session import LastCheck
from hengjian.content import Content, say

if TYPE_CHECKING:
    import polars as pl

    from hengjian.rules.explain import Explanation, Part
    from hengjian.rules.loading import Book
    from hengjian.rules.rule import Rule
    from hengjian.standard.submission import Submission


@click.command(
    cls=Command,
    help="说明一件案件为什么符合或者不符合规则：条件的每一部分和它的值。 | "
    "Say why a case breaks a rule, or why not: each part of the condition with its value.",
    examples=(
        "hengjian explain C2024-0001 --data city",
        "hengjian explain B001/C2024-0001 F08 --data city",
        "hengjian explain C2024-0001 F08",
    ),
)
@click.argument("case", metavar="案件 | CASE")
@click.argument("rule", required=False, metavar="规则 | RULE")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="数据；不写则用上次 check 的数据 | the data; default: those of the last check",
)
@click.option("--as-of", type=Day(), help="检查截至日 | judge as on this day")
@click.option(
    "--overlay", type=click.Path(path_type=Path), help="另一套内容的文件夹 | other content"
)
@click.option("--mapping", help="映射名称 | mapping")
@click.option("--coverage", type=click.Choice(["stated", "all"]), help="报送范围 | coverage")
@click.option("--all", "everything", is_flag=True, help="也列不涉及的规则 | list all rules")
@reading_limits
def explain(
    case: str,
    rule: str | None,
    data: Path | None,
    as_of: date | None,
    overlay: Path | None,
    mapping: str | None,
    coverage: str | None,
    everything: bool,
    **limits: Any,
) -> None:
    last = LastCheck.load()
    if data is None:
        if last is None:
            raise fail(
                say("不知道看哪份数据", "which data?"),
                say(
                    "用 --data 指明，或者先运行 hengjian check。",
                    "Give --data, or run check first.",
                ),
                code=USAGE,
            )
        data, overlay = Path(last.path), overlay or (Path(last.overlay) if last.overlay else None)
        mapping, coverage = mapping or last.mapping, coverage or ("all" if last.covered else None)
        as_of = as_of or last.day
    day = as_of or date.today()
    with (
        progress(say("说明", "explaining")) as tell,
        begin_reading(data, overlay, mapping, **limits) as intake,
    ):
        from hengjian.facts import Bucket
        from hengjian.rules.engine import context_of
        from hengjian.rules.explain import explain as explained
        from hengjian.rules.loading import Book

        content = Content.installed(*([overlay] if overlay else []))
        asked = _asked_about(Book.load(content), rule)
        reading = say(f"读取 {data.name}", f"reading {data.name}")
        submission = finished(intake, coverage == "all", lambda share: tell(reading, share))
        told = _case_named(case, submission, data)
        bucket, context = Bucket(submission.records), context_of(content, day)
        found = [e for one in asked for e in explained(one, bucket, context, told)]
    click.secho(say(f"案件 {case}（截至 {day}）", f"case {case} (as of {day})"), bold=True)
    if rule is not None:
        for explanation in found:
            _in_full(explanation)
        if not found:
            click.echo(say("这条规则没有涉及该案的行。", "The rule concerns no row of this case."))
        return
    _overview(found, everything)


def _asked_about(book: "Book", rule: str | None) -> "list[Rule]":
    """The executable rules that judge parts of a case, or the one that was named."""
    of_cases = [one for one in book.executable if "case_id" in one.subject.key]
    if rule is None:
        return of_cases
    named = [one for one in of_cases if one.id.upper() == rule.upper()]
    if named:
        return named
    known = {id_.upper(): id_ for id_ in (*book.rules, *book.unwritten)}
    id_ = known.get(rule.upper())
    if id_ is None:
        raise fail(
            say(f"没有规则 {rule}", f"there is no rule {rule}"),
            say("hengjian rules 列出全部规则。", "`hengjian rules` lists them all."),
            code=USAGE,
        )
    raise fail(
        say(
            f"规则 {id_} 不是逐案判断的，或者在本地尚不能执行",
            f"rule {id_} does not judge cases, or cannot be executed here",
        ),
        say(f"hengjian rules {id_} 说明原因。", f"`hengjian rules {id_}` says why."),
        code=USAGE,
    )


def _case_named(case: str, submission: "Submission", data: Path) -> "pl.Expr":
    """The condition that picks the case; fails where none, or more than one, has that number."""
    import polars as pl

    body, slash, number = case.rpartition("/")
    told = pl.col("case_id") == (number if slash else case)
    if slash:
        told = told & (pl.col("body_id") == body)
    known = submission.records["cases"].filter(told)
    if known.is_empty():
        raise fail(
            say(f"数据中没有案件 {case}", f"there is no case {case} in the data"),
            say(f"数据：{data}", f"data: {data}"),
        )
    if known.height > 1:
        bodies = "、".join(f"{b}/{case}" for b in known["body_id"])
        raise fail(
            say(
                f"有几个机关的案件都叫 {case}，请写明机关：{bodies}",
                f"several bodies have a case {case}; name the body: {bodies}",
            )
        )
    return told


def _overview(found: "list[Explanation]", everything: bool) -> None:
    from hengjian.rules.explain import VERDICT_WORDS

    order = ["breaks", "clash", "not judged", "exempt", "fine", "not concerned"]
    shown = [e for e in found if everything or e.verdict != "not concerned"]
    for explanation in sorted(shown, key=lambda e: (order.index(e.verdict), e.rule.id)):
        word = say(*VERDICT_WORDS[explanation.verdict])
        more = ""
        if explanation.finding is not None:
            more = str(explanation.finding["says"])
        elif explanation.verdict == "not judged":
            more = say("缺：", "missing: ") + say("、", ", ").join(explanation.missing)
        elif explanation.exception:
            more = explanation.exception
        colour = {"breaks": "red", "not judged": "yellow", "clash": "red"}.get(explanation.verdict)
        click.secho(f"  {explanation.rule.id}  {word}  ", fg=colour, nl=False)
        click.echo(f"{explanation.rule.title}" + (f" — {more}" if more else ""))
    rest = len(found) - len(shown)
    if rest:
        click.echo(
            say(
                f"  另有 {rest} 条规则不涉及本案（--all 列出）。",
                f"  {rest} rules do not apply (--all).",
            )
        )


def _in_full(explanation: "Explanation") -> None:
    from hengjian.rules.explain import VERDICT_WORDS

    rule = explanation.rule
    click.echo()
    verdict = say(*VERDICT_WORDS[explanation.verdict])
    click.secho(f"{rule.id} {rule.title}{colon()}{verdict}", bold=True)
    click.echo(rule.statement)
    click.echo(say("依据：", "Basis: ") + rule.cited())
    if explanation.in_force is False:
        click.echo(say("所依据的规范在该日期没有施行。", "The norm was not in force on that date."))
    _tree(say("涉及本案", "applies"), explanation.applies)
    _tree(say("不符合的条件", "broken if"), explanation.breaks)
    for name, part in explanation.exceptions.items():
        _tree(say(f"例外：{name}", f"exception: {name}"), part)
    if explanation.missing:
        click.echo(say("缺少的数据：", "Missing: ") + say("、", ", ").join(explanation.missing))
    if explanation.finding is not None:
        finding = explanation.finding
        click.echo()
        for head, name in (
            (say("事实", "What happened"), "says"),
            (say("应当", "What would be right"), "right"),
            (say("算法", "The sum"), "sum"),
            (say("说明", "Note"), "because"),
        ):
            if finding[name]:
                click.echo(f"{head}{colon()}{finding[name]}")


def _tree(head: str, part: "Part") -> None:
    click.echo()
    click.secho(head, bold=True)
    _branch(part, 1)


def _branch(part: "Part", depth: int) -> None:
    from hengjian.facts import Type

    mark = {True: "✔", False: "✘", None: "?"}[part.state] if part.type is Type.BOOLEAN else "="
    colour = {"✔": "green", "✘": None, "?": "yellow"}.get(mark)
    value = "" if part.type is Type.BOOLEAN else f"{colon()}{part.value}"
    click.secho("  " * depth + f"{mark} ", fg=colour, nl=False)
    click.echo(f"{part.words}{value}")
    for below in part.parts:
        _branch(below, depth + 1)
