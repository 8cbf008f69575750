"""`hengjian rulebook`: the whole book as pages or as one PDF."""

from pathlib import Path

import click

from hengjian.cli.look import USAGE, Command, fail
from hengjian.cli.writing import check_free, check_place, unwritable, written_whole
from hengjian.content import Content, PlainError, say

_TITLES = ("规则书 · 衡鉴", "Rule book · Hengjian")
"""By its front page's title an earlier rule book is known; it may be written over."""


@click.command(
    cls=Command,
    help="生成规则书：一个网页文件夹，或者一个 PDF。 | Make the rule book: a folder of pages, or one PDF.",
    examples=(
        "hengjian rulebook --out 规则书",
        "hengjian rulebook --out 规则书.pdf",
        "hengjian rulebook --overlay examples/road-traffic-fines --out fines.pdf",
    ),
)
@click.option(
    "--out",
    "outs",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="文件夹或者 .pdf，可写多个 | a folder or a .pdf, may be repeated",
)
@click.option(
    "--overlay", type=click.Path(path_type=Path), help="另一套内容的文件夹 | other content"
)
@click.option("--force", is_flag=True, help="写入已有内容的文件夹、覆盖已有的 PDF | "
              "write into a filled folder, over a PDF that is there")  # fmt: skip
def rulebook(outs: tuple[Path, ...], overlay: Path | None, force: bool) -> None:
    from hengjian.rulebook import rule_book, write_pages, write_pdf

    for out in outs:
        if out.suffix and out.suffix.lower() != ".pdf":
            raise fail(
                say(f"不能写成 {out.suffix}", f"cannot write {out.suffix}"),
                say("--out 写文件夹名，或者以 .pdf 结尾。", "Name a folder or a .pdf."),
                code=USAGE,
            )
        _check_free(out, force)
    book = rule_book(Content.installed(*([overlay] if overlay else [])))
    for out in outs:
        try:
            if out.suffix:
                with written_whole(out) as place:
                    write_pdf(book, place)
                click.echo(
                    say(
                        f"已写入 {out}：{len(book.entries)} 条规则。",
                        f"Wrote {out}: {len(book.entries)} rules.",
                    )
                )
            else:
                pages = write_pages(book, out)
                click.echo(
                    say(
                        f"已写入 {out}：{pages} 页，从 index.html 看起。",
                        f"Wrote {out}: {pages} pages, begin with index.html.",
                    )
                )
        except PlainError as error:
            raise fail(error.message, error.remedy) from error
        except OSError as error:
            raise unwritable(out, error) from error


def _check_free(out: Path, force: bool) -> None:
    """Fail where ``out`` would write over something that is no rule book of ours."""
    if out.suffix:
        check_place(out, (".pdf",))
        check_free(out, force)
        return
    if out.exists() and not out.is_dir():
        raise fail(
            say(f"{out} 是文件，不是文件夹", f"{out} is a file, not a folder"),
            say("请换一个名字。", "Choose another name."),
            code=USAGE,
        )
    if out.exists() and any(out.iterdir()) and not force and not _is_rule_book(out):
        raise fail(
            say(
                f"{out} 不是空文件夹，也不是以前生成的规则书",
                f"{out} is not empty and holds no earlier rule book",
            ),
            say("换一个名字，或者加 --force。", "Choose another name, or add --force."),
            code=USAGE,
        )


def _is_rule_book(folder: Path) -> bool:
    try:
        with (folder / "index.html").open(encoding="utf-8") as file:
            head = file.read(2000)
    except (OSError, UnicodeDecodeError):
        return False
    return any(f"<title>{title}</title>" in head for title in _TITLES)
