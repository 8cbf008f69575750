"""`hengjian rules`: the list of rules, or one rule with its articles, condition and situations."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hengjian.cli.look import USAGE, Command, colon, fail
from hengjian.content import Content, say
from hengjian.content.citation import Citation

if TYPE_CHECKING:
    from hengjian.rulebook.entries import ParameterEntry


@click.command(
    cls=Command,
    help="列出规则；写明编号则显示一条规则的全文。 | List the rules, or show one in full.",
    examples=(
        "hengjian rules",
        "hengjian rules F08",
        "hengjian rules --search 听证",
        "hengjian rules --json",
        "hengjian rules --overlay examples/road-traffic-fines",
    ),
)
@click.argument("id_", required=False, metavar="编号 | ID")
@click.option(
    "--search", help="只列标题、说明或者条文含这些文字的 | only those that hold this text"
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON | print JSON")
@click.option(
    "--overlay", type=click.Path(path_type=Path), help="另一套内容的文件夹 | other content"
)
def rules(id_: str | None, search: str | None, as_json: bool, overlay: Path | None) -> None:
    from hengjian.rules.loading import Book

    book = Book.load(Content.installed(*([overlay] if overlay else [])))
    entries = _entries(book)
    if id_ is not None:
        chosen = [entry for entry in entries if entry["id"].upper() == id_.upper()]
        if not chosen:
            raise fail(say(f"没有规则 {id_}", f"no rule {id_}"),
                       say("hengjian rules 列出全部规则。", "hengjian rules lists them all."),
                       code=USAGE)  # fmt: skip
        if as_json:
            click.echo(json.dumps(chosen[0], ensure_ascii=False, indent=2))
        else:
            _show(chosen[0])
        return
    if search:
        entries = [entry for entry in entries if search in json.dumps(entry, ensure_ascii=False)]
    if as_json:
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
        return
    _table(entries)


def _entries(book: Any) -> list[dict[str, Any]]:
    """Every rule as plain values, executable or not, in the order of ids."""
    from hengjian.rulebook.entries import parameter_entry
    from hengjian.rules.rule import Severity

    entries = []
    for rule in book.rules.values():
        judgement = rule.judgement
        entries.append(
            {
                "id": rule.id,
                "title": rule.title,
                "severity": rule.severity.value,
                "severity_label": rule.severity.label,
                "subject": rule.subject.name,
                "articles": [str(citation) for citation in rule.basis],
                "articles_words": [citation.words() for citation in rule.basis],
                "executable": rule.off_because is None,
                "why": rule.off_because or "",
                "statement": rule.statement,
                "applies": judgement.applies.words(),
                "breaks": judgement.breaks.words(),
                "exceptions": {name: node.words() for name, node in judgement.exceptions.items()},
                "parameters": sorted(rule.parameters),
                "parameters_words": [
                    _parameter(parameter_entry(rule.content.parameters[name], rule.content))
                    for name in sorted(rule.parameters)
                ],
                "file": Path(rule.declaration.file).name,
            }
        )
    entries += [
        {
            "id": entry.id,
            "title": entry.title,
            "severity": entry.severity.value,
            "severity_label": Severity(entry.severity).label,
            "subject": None,
            "articles": list(entry.basis),
            "articles_words": [Citation.parse(text).words() for text in entry.basis],
            "executable": False,
            "why": entry.why,
        }
        for entry in book.unwritten.values()
    ]
    return sorted(entries, key=lambda entry: entry["id"])


def _table(entries: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    if not entries:
        click.echo(say("没有符合的规则。", "No rule fits."))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in (say("编号", "id"), say("程度", "severity"), say("执行", "runs")):
        table.add_column(head, no_wrap=True)
    table.add_column(say("规则", "rule"), ratio=3)
    table.add_column(say("依据", "basis"), ratio=2)
    for entry in entries:
        table.add_row(
            entry["id"],
            entry["severity_label"],
            "●" if entry["executable"] else "○",
            entry["title"],
            say("、", ", ").join(entry["articles_words"][:2])
            + (say("等", " …") if len(entry["articles_words"]) > 2 else ""),
        )
    Console(highlight=False).print(table)
    runs = sum(entry["executable"] for entry in entries)
    click.echo(
        say(
            f"\n共 {len(entries)} 条，可执行 {runs} 条（●）；其余（○）的原因见 hengjian rules 编号。",
            f"\n{len(entries)} rules, {runs} executable (●); why not: hengjian rules ID.",
        )
    )


def _show(entry: dict[str, Any]) -> None:
    from hengjian.content.wording import installed
    from hengjian.rules.explain import passage

    click.secho(f"{entry['id']}  {entry['title']}", bold=True)
    state = say("可执行", "executable") if entry["executable"] else say("不执行", "not executable")
    click.echo(
        f"{entry['severity_label']} · {state}"
        + (f"{colon()}{entry['why']}" if entry["why"] else "")
    )
    if entry.get("statement"):
        _block(say("要求", "Requirement"), entry["statement"])
        _block(say("对象", "Concerns"), entry["applies"])
        _block(say("不符合的条件", "Broken if"), entry["breaks"])
        for name, words in entry["exceptions"].items():
            _block(say(f"例外：{name}", f"Exception: {name}"), words)
        if entry["parameters"]:
            _block(say("参数", "Parameters"), "\n".join(entry["parameters_words"]))
    texts = installed()
    for cited, words in zip(entry["articles"], entry["articles_words"], strict=True):
        text = passage(Citation.parse(cited), texts)
        _block(words, text or say("（条文未安装：hengjian law add）", "(text not installed)"))


def _parameter(parameter: "ParameterEntry") -> str:
    """A parameter's name, and below it a line for each of its values."""
    lines = [f"{parameter.label}{say('（', ' (')}{parameter.id}{say('）', ')')}"]
    for value in parameter.values:
        where = say(f"（{value.when}）", f" ({value.when})") if value.when else ""
        told = (value.dates, value.basis, "" if value.sure else value.confidence, value.note)
        lines.append(say("；", "; ").join([f"  {value.amount}{where}", *filter(None, told)]))
    return "\n".join(lines)


def _block(head: str, body: str) -> None:
    click.echo()
    click.secho(head, bold=True)
    for line in body.split("\n"):
        click.echo(f"  {line}")
