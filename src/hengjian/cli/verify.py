"""`hengjian verify`: is this export of the ledger whole, and the log that was once witnessed?

Serves auditors, offline. The verification itself is `ledger/auditor.py`, which also runs alone; this
gives it the language, the exit codes and the JSON of the other commands.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hengjian.cli.look import DONE, FOUND, Command, counted, fail
from hengjian.content.speech import language, say

if TYPE_CHECKING:
    from hengjian.ledger.auditor import Report


@click.command(
    cls=Command,
    help="核验账本的导出（文件夹或者 zip）：哪一条被改动、末尾是否缺失、历史是否被改写、签名和密钥、依法删除和待编号的。"
    "不需要数据库，也不需要网络。 | "
    "Verify an export of the ledger (a folder or zip): altered entries, a missing tail, rewritten "
    "history, signatures and keys, what was lawfully erased or is pending. Needs no database and no "
    "network.",
    examples=(
        "hengjian verify 账本导出.zip --head 回执.txt",
        "hengjian verify 账本导出 --head 一月.txt --head 二月.txt --json",
    ),
    notes=(
        "退出码 0 完成，完整；1 有不符之处；2 用法有误；3 读不到或者不是账本导出；130 按 Ctrl-C 中止 | "
        "Exit codes: 0 done and whole; 1 something is wrong; 2 wrong usage; 3 unreadable or no export; "
        "130 Ctrl-C",
    ),
)
@click.argument("export", type=click.Path(path_type=Path), metavar="导出 | EXPORT")
@click.option("--head", "heads", type=click.Path(path_type=Path), multiple=True,
              help="自己保存的、含有账头的回执或者文件，可多次 | a receipt or file with a head that you kept; may be repeated")  # fmt: skip
@click.option("--witness", "witnesses", multiple=True,
              help="您认可的见证方密钥编号：旧密钥丢失后，由它证明新密钥 | id of a witness's key that you trust, for a key that replaced a lost one")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象 | print one JSON object")
def verify(export: Path, heads: tuple[Path, ...], witnesses: tuple[str, ...], as_json: bool) -> int:
    from hengjian.ledger import auditor

    for path in (export, *heads):
        if not path.exists():
            raise fail(say(f"找不到“{path}”", f"cannot find “{path}”"),
                       say("请检查路径。", "Check the path."))  # fmt: skip
    report = auditor.verify(export, heads, witnesses)
    if not report.log:
        remark = report.problems[0]
        raise fail(
            f"{export}{say('：', ': ')}{remark.words(language())}",
            say("请给出账本导出的文件夹或者 zip。", "Give the folder or zip of a ledger export."),
        )
    if as_json:
        click.echo(json.dumps(_told(report), ensure_ascii=False))
    else:
        _print(report)
    return DONE if report.whole else FOUND


def _print(report: "Report") -> None:
    click.echo(
        say(
            f"账本 {report.log}（{report.algorithm}），{report.size:,} 条，根散列\n{report.root}\n"
            f"签名账头 {report.heads} 个，您给出的 {report.witnessed} 个；附有内容 {report.payloads:,} 条，"
            f"待编号 {report.pending:,} 条。",
            f"log {report.log} ({report.algorithm}), {report.size:,} entries, root\n{report.root}\n"
            f"{counted(report.heads, 'signed head')}, {report.witnessed} given by you; "
            f"{counted(report.payloads, 'payload')}, {report.pending:,} pending.",
        )
    )
    for problem in report.problems:
        click.secho(f"✘ {problem.words(language())}", fg="red")
    for note in report.notes:
        click.echo(f"● {note.words(language())}")
    if report.whole:
        click.secho(say("✔ 完整。", "✔ whole."), fg="green")
    else:
        count = len(report.problems)
        click.secho(say(f"不完整：{count} 处不符。", f"NOT whole: {count} wrong."), fg="red")


def _told(report: "Report") -> dict[str, object]:
    told: dict[str, object] = {"whole": report.whole}
    for name in ("log", "algorithm", "size", "root", "heads", "witnessed", "payloads", "pending"):
        told[name] = getattr(report, name)
    for name, remarks in (("problems", report.problems), ("notes", report.notes)):
        told[name] = [{"code": one.code, "text": one.words(language())} for one in remarks]
    return told
