"""`hengjian letter`: the documents, their samples as PDF or DOCX, and checking a bureau's own template."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hengjian.cli.look import UNREADABLE, USAGE, Command, Group, fail
from hengjian.cli.writing import check_free, check_place, written_whole
from hengjian.content import Content, ContentError, PlainError, say

if TYPE_CHECKING:
    from hengjian.letters import Form

LAYOUTS = {
    "head": ("红头", "red head"),
    "letter": ("信函", "letter"),
    "form": ("表格", "form"),
    "record": ("笔录", "record"),
    "cover": ("封面", "cover"),
}


@click.group(
    cls=Group,
    help="监督文书：清单、样例、模板。 | Documents of supervision: list, samples, templates.",
)
def letter() -> None:
    pass


@letter.command(
    "list",
    cls=Command,
    help="列出全部文书；--fields 列出一种文书的字段。 | List the documents, or one's fields.",
    examples=("hengjian letter list", "hengjian letter list --fields 行政执法监督意见书"),
)
@click.option("--fields", "of", help="文书的编号或者名称 | a document's id or name")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON | print JSON")
def list_(of: str | None, as_json: bool) -> None:
    content = Content.installed()
    if of is not None:
        _print_fields(_form(content, of), as_json)
        return
    documents = sorted(content.documents.items(), key=lambda one: (min(one[1].powers), one[0]))
    if as_json:
        import json

        rows = {name: document.model_dump(mode="json") for name, document in documents}
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    _print_table(
        (say("编号", "id"), say("名称", "name"), say("版式", "layout"), say("权责", "powers"),
         say("字号", "number")),
        [(name, document.name, say(*LAYOUTS[document.layout]),
          ",".join(str(power) for power in document.powers), document.abbreviation or "—")
         for name, document in documents],
    )  # fmt: skip
    click.echo(say(f"共 {len(documents)} 种。", f"{len(documents)} documents."))


def _print_fields(form: "Form", as_json: bool) -> None:
    document = form.document
    if as_json:
        click.echo(document.model_dump_json())
        return
    click.echo(f"{document.name}（{form.id}）")
    _print_table(
        (say("字段", "field"), say("名称", "label"), say("类型", "type"), say("必填", "required"),
         say("最长", "longest")),
        [(field.name, field.label, field.type, say("是", "yes") if field.required else "",
          str(field.max)) for field in document.fields],
    )  # fmt: skip


def _print_table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)


@letter.command(
    cls=Command,
    help="把一种文书的样例写成 PDF 或者 DOCX。样例是模拟数据。 | "
    "Write the sample of a document as PDF or DOCX. Samples are simulated data.",
    examples=(
        "hengjian letter sample 行政执法监督意见书 --out 意见书.pdf",
        "hengjian letter sample service-receipt --blank --out 送达回证.pdf",
        "hengjian letter sample opinion --template 本局模板.docx --out 意见书.docx",
    ),
)
@click.argument("name", metavar="文书 | DOCUMENT")
@click.option("--out", required=True, type=click.Path(path_type=Path), help=".pdf | .docx")
@click.option("--blank", is_flag=True,
              help="空白的，打印后手填 | blank, to be filled in by hand")  # fmt: skip
@click.option("--template", type=click.Path(path_type=Path),
              help="用自己的 DOCX 模板 | fill your own DOCX template")  # fmt: skip
@click.option("--force", is_flag=True, help="覆盖已有的文件 | write over a file that is there")
def sample(name: str, out: Path, blank: bool, template: Path | None, force: bool) -> None:
    from hengjian.letters import Envelope, Letter, fonts, make_pdf

    check_place(out, (".pdf", ".docx"))
    if template is not None and out.suffix.lower() != ".docx":
        raise fail(
            say("自己的模板只能写成 .docx", "your own template gives a .docx only"),
            say("PDF 请在文字处理软件里导出。", "Export a PDF from the word processor."),
            code=USAGE,
        )
    check_free(out, force)
    try:
        form = _form(Content.installed(), name)
        made = Letter(form, {}, Envelope(issuer=""), blank=True) if blank else form.sample()
        if out.suffix.lower() == ".pdf":
            data = make_pdf(made).data
            _tell_stand_ins(fonts().standing_in())
        else:
            from hengjian.letters.replaced import make_docx

            data = make_docx(made, _read(template) if template else None)
    except PlainError as error:
        raise fail(error.message, error.remedy) from error
    _write(out, data)


@letter.command(
    cls=Command,
    help="写出一种文书的 DOCX 模板，改好以后用 check 检查。 | "
    "Write the DOCX template of a document; change it and check it with `check`.",
    examples=("hengjian letter template opinion --out 意见书模板.docx",),
)
@click.argument("name", metavar="文书 | DOCUMENT")
@click.option("--out", required=True, type=click.Path(path_type=Path), help=".docx")
@click.option("--force", is_flag=True, help="覆盖已有的文件 | write over a file that is there")
def template(name: str, out: Path, force: bool) -> None:
    check_place(out, (".docx",))
    check_free(out, force)
    from hengjian.letters.word import base

    _write(out, base(_form(Content.installed(), name)))


@letter.command(
    cls=Command,
    help="检查自己的 DOCX 模板：字段、宏、外部链接。 | "
    "Check your own DOCX template: fields, macros, links to outside.",
    examples=(
        "hengjian letter check 意见书模板.docx",
        "hengjian letter check 模板.docx --for 行政执法监督意见书",
    ),
)
@click.argument("path", type=click.Path(path_type=Path), metavar="模板 | TEMPLATE")
@click.option("--for", "name",
              help="哪一种文书；由我们的模板改来的不必写 | which document; "
              "needless where it was made from ours")  # fmt: skip
def check(path: Path, name: str | None) -> None:
    from hengjian.letters.replaced import check_template, form_of, unsafe

    content, data = Content.installed(), _read(path)
    faults = unsafe(data)
    form = None if faults else _form(content, name) if name else form_of(data, content)
    if form is not None:
        faults = check_template(data, form)
    elif not faults:
        raise fail(
            say("不知道这是哪一种文书的模板", "it does not say which document it is for"),
            say("请加 --for 文书名称。", "Add --for DOCUMENT."),
            code=USAGE,
        )
    for fault in faults:
        click.secho(f"✘ {fault.says}" + (f"（{fault.field}）" if "/" in fault.field else ""),
                    fg="red", err=True)  # fmt: skip
    if faults:
        raise click.exceptions.Exit(UNREADABLE)
    assert form is not None
    click.secho(
        say(f"✔ 可以用作《{form.document.name}》的模板。", f"✔ may be used for {form.id}."),
        fg="green",
    )


def _form(content: Content, name: str) -> "Form":
    from hengjian.letters import Form

    try:
        return Form.load(content, name)
    except ContentError as error:
        first, *rest = error.problems
        raise fail(first, "\n  ".join(rest)) from error


def _read(path: Path) -> bytes:
    from hengjian.content.errors import reason_of

    try:
        return path.read_bytes()
    except OSError as error:
        reason = reason_of(error)
        raise fail(
            say(f"读不到“{path}”（{reason}）", f"cannot read “{path}” ({reason})")
        ) from error


def _write(out: Path, data: bytes) -> None:
    with written_whole(out) as place:
        place.write_bytes(data)
    click.echo(say(f"已写入 {out}。", f"Wrote {out}."))


def _tell_stand_ins(standing_in: dict[str, str]) -> None:
    if standing_in:
        pairs = "、".join(f"{part} → {family}" for part, family in standing_in.items())
        click.echo(
            say(
                f"没有公文字体，用别的字体代替：{pairs}。正式制发前请把字体放进 HENGJIAN_FONTS 所指的文件夹。",
                f"Fonts of official documents are missing, others stand in: {pairs}. "
                "Put them into the folder of HENGJIAN_FONTS.",
            ),
            err=True,
        )
