"""`hengjian rulebook`: the whole book as pages or as one PDF."""

from pathlib import Path

import click

from hengjian.cli.look import USAGE, Command, fail
from hengjian.content import Content, PlainError, say


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
def rulebook(outs: tuple[Path, ...], overlay: Path | None) -> None:
    from hengjian.rulebook import rule_book, write_pages, write_pdf

    for out in outs:
        if out.suffix and out.suffix.lower() != ".pdf":
            raise fail(
                say(f"不能写成 {out.suffix}", f"cannot write {out.suffix}"),
                say("--out 写文件夹名，或者以 .pdf 结尾。", "Name a folder or a .pdf."),
                code=USAGE,
            )
    book = rule_book(Content.installed(*([overlay] if overlay else [])))
    for out in outs:
        try:
            if out.suffix:
                write_pdf(book, out)
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
            raise fail(
                say(f"写不了 {out}：{error.strerror}", f"cannot write {out}: {error.strerror}")
            ) from error
