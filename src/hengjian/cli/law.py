"""`hengjian law`: installs published law texts, so that their wording stands beside each rule."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hengjian.cli.look import USUAL_EXITS, Command, Group, chosen, fail
from hengjian.cli.progress import progress
from hengjian.cli.writing import unwritable
from hengjian.content import Content, ContentError, say

if TYPE_CHECKING:
    from hengjian.content.wording import LawText


class _Group(Group):
    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(say("例子", "Examples")):
            formatter.write_text("hengjian law add 行政处罚法.md 行政强制法.docx")
            formatter.write_text("hengjian law list")
        formatter.write_paragraph()
        formatter.write_text(chosen(USUAL_EXITS[0]))


@click.group(cls=_Group, help=say("安装法律条文，显示在规则旁边。", "Install law texts."))
def law() -> None:
    pass


@law.command(
    cls=Command,
    help="读入条文（Markdown、文本、HTML、DOCX）。 | Read published texts into the article index.",
    examples=("hengjian law add 行政处罚法.md 行政强制法.docx",),
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="文件… | FILE…",
)
def add(files: tuple[Path, ...]) -> None:
    from hengjian.content.wording import home, install, read_law

    content = Content.installed()
    failed: list[str] = []
    texts: list[tuple[Path, LawText]] = []
    with progress(say("读入条文", "reading texts")) as tell:
        for number, path in enumerate(files):
            tell(path.name, number / len(files))
            try:
                text = read_law(path, content)
            except ContentError as error:
                failed += error.problems
                continue
            try:
                install(text)
            except OSError as error:
                raise unwritable(home(), error) from error
            texts.append((path, text))
    for path, text in texts:
        known = text.law in content.laws
        click.echo(
            say(
                f"{path.name} → 《{text.law}》，{len(text.articles)} 条"
                + ("" if known else "（本库没有引用这部规范，仍已保存）"),
                f"{path.name} → {text.law}, {len(text.articles)} articles"
                + ("" if known else " (no rule cites it; kept all the same)"),
            )
        )
    if failed:
        raise fail("\n  ".join(failed))


@law.command(
    "list",
    cls=Command,
    help="列出已安装的条文。 | List the installed texts.",
    examples=("hengjian law list",),
)
def list_() -> None:
    from hengjian.content.wording import installed

    texts = installed()
    if not texts:
        click.echo(
            say(
                "还没有安装条文。用 hengjian law add 文件… 安装。",
                "No text is installed yet. Use: hengjian law add FILE…",
            )
        )
        return
    for text in texts.values():
        click.echo(
            say(
                f"《{text.law}》 {len(text.articles)} 条（{text.source}）",
                f"{text.law}: {len(text.articles)} articles ({text.source})",
            )
        )


@law.command(
    cls=Command,
    help="移除已安装的条文。 | Remove an installed text.",
    examples=("hengjian law remove 行政处罚法",),
)
@click.argument("name", metavar="名称 | NAME")
def remove(name: str) -> None:
    from hengjian.content.wording import remove as remove_text

    if not remove_text(name):
        raise fail(say(f"没有安装《{name}》", f"{name} is not installed"))
    click.echo(say(f"已移除《{name}》", f"Removed {name}"))
