"""`hengjian template`: writes the empty Excel workbook with instructions."""

from pathlib import Path

import click

from hengjian.cli.look import USAGE, Command, fail
from hengjian.cli.writing import check_place, written_whole
from hengjian.content import Content, say


@click.command(
    cls=Command,
    help="生成空的 Excel 填报工作簿，含填写说明和代码表。 | "
    "Write the empty Excel workbook for submissions, with instructions and code lists.",
    examples=(
        "hengjian template 填报.xlsx",
        "hengjian template 填报.xlsx --table cases --table events --table coverage",
        "hengjian template --schema standard.json",
    ),
)
@click.argument("path", required=False, type=click.Path(path_type=Path), metavar="文件 | FILE")
@click.option("--table", "tables", multiple=True, help="只要这些表，可多次 | only these tables")
@click.option(
    "--schema", type=click.Path(path_type=Path), help="写出 JSON schema | the JSON schema"
)
@click.option("--force", is_flag=True, help="覆盖已有文件 | overwrite an existing file")
def template(path: Path | None, tables: tuple[str, ...], schema: Path | None, force: bool) -> None:
    from hengjian.standard.document import json_schema
    from hengjian.standard.tables import BY_NAME
    from hengjian.standard.template import write_template

    content = Content.installed()
    if path is None and schema is None:
        path = Path(say("填报.xlsx", "submission.xlsx"))
    unknown = [name for name in tables if name not in BY_NAME]
    if unknown:
        known = "、".join(BY_NAME)
        raise fail(
            say(f"没有表 {'、'.join(unknown)}；有：{known}", f"no table {unknown}; known: {known}"),
            code=USAGE,
        )
    if path is not None:
        check_place(path, (".xlsx",))
    if schema is not None:
        check_place(schema, (".json",))
    for target in (path, schema):
        if target is not None and target.exists() and not force:
            raise fail(
                say(f"{target} 已经存在", f"{target} exists already"),
                say("换一个名字，或者加 --force 覆盖。", "Choose another name, or add --force."),
                code=USAGE,
            )
    if path is not None:
        with written_whole(path) as place:
            write_template(place, content, tables)
        click.echo(say(f"已生成 {path}", f"Wrote {path}"))
    if schema is not None:
        import json

        text = json.dumps(json_schema(content), ensure_ascii=False, indent=2) + "\n"
        with written_whole(schema) as place:
            place.write_text(text, encoding="utf-8")
        click.echo(say(f"已生成 {schema}", f"Wrote {schema}"))
