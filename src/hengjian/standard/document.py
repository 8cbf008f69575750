"""`docs/standard.md` and the JSON schema, generated from the one declaration.

Serves an outsider who must write a valid folder by hand, and the vendor of another system. A test
keeps the committed page equal to what this writes.
"""

from typing import Any

from hengjian.content import Content
from hengjian.standard.fields import Field, Kind
from hengjian.standard.tables import STANDARD, TABLES
from hengjian.standard.template import KIND_WORDS

_EXAMPLE = """```
mydata/
├── bodies.csv
├── cases.csv
├── events.csv
└── coverage.csv
```

`bodies.csv`

```csv
body_id,name,kind,level,sector,qualified_from
B001,甲县市场监督管理局,agency,county,market,2019-01-01
```

`cases.csv`

```csv
body_id,case_id,kind,procedure,party_kind,fine,penalty_kinds
B001,C2024-0001,penalty,ordinary,organization,5000.00,fine
```

`events.csv`

```csv
body_id,case_id,seq,activity,moment,officers,amount,kinds
B001,C2024-0001,1,filed,2024-03-01,,,
B001,C2024-0001,2,notified,2024-04-20,,5000.00,fine
B001,C2024-0001,3,decided,2024-06-11,,,
```

`coverage.csv`

```csv
body_id,table,name,covered_from
*,events,filed,2021-07-15
*,events,notified,2021-07-15
*,events,decided,2021-07-15
```

逐项写明系统里确实逐件记录的活动（如上）或者列（如 `*,cases,fine,2021-07-15`）。一行 `*,*,*,2021-07-15` 表示所有的表、所有的列都报送：**写上此行，凡空着的都算没有做**，没有填的证件、证据、告知、文书、送达都会成为违法线索；每张表、每一列都填全了才写。`表` 和 `活动或者字段` 用英文名或者中文名称均可；不存在的名称退回。

```
hengjian check mydata --out report.html
```

这个例子中，立案后第 90 日是 2024-05-30，决定却在 06-11 作出，F08 会给出一条线索。"""


def document(content: Content) -> str:
    """The whole page as Markdown."""
    parts = [
        f"# 数据标准 {STANDARD}",
        "",
        "> 本页由 `python -m hengjian.standard.document` 生成，请勿手改；声明在 "
        "`src/hengjian/standard/tables.py`，代码表在 `src/hengjian/content/codes/`。",
        "",
        "## 一、怎样提交",
        "",
        "- 一个文件夹（或者 zip），每张表一个文件：CSV（UTF-8 或 GB18030）、XLSX、JSON 行、Parquet；"
        "也可以是一本有多张工作表的 XLSX（`hengjian template` 生成空表），或者一个 XES 事件日志。",
        "- 文件名即表名（`cases.csv`、`案件.csv`、`cases_2024.csv` 均可）；表头用英文字段名或者中文名称。",
        "- 编号一律按文字处理；日期 `2024-03-01`；时刻 `2024-03-01 09:30`（本地时间）或者带时区；"
        "金额以元计，两位小数；一格多项以分号分隔。",
        "- 空格表示没有记录。*没有发生* 和 *没有报送* 在数据里都是空，用 `coverage` 表区分。",
        "- 坏行退回（文件、行、字段、值、原因、改法），所在案件的全部行一并退回，整案改好后再交；其余照收。"
        "退回的文件改好后可以单独提交，也可以与原来的数据放在同一文件夹提交。",
        "- 同一编号的几行内容相同的只算一次；内容不同的都退回，因为不知道以哪一行为准。",
        "- 证件、人员、事项等登记表有行退回的，该表对有关机关不算完整，本次不以“没有记录”作为依据。",
        "",
        "## 二、最小的例子",
        "",
        _EXAMPLE,
        "",
        "## 三、表",
        "",
    ]
    for table in TABLES:
        parts += [
            f"### {table.name} {table.label}",
            "",
            f"{table.doc} 键：{'、'.join(f'`{name}`' for name in table.key)}。",
            "",
            "| 字段 | 名称 | 写法 | 说明 |",
            "| --- | --- | --- | --- |",
            *(_row(field) for field in table.fields),
            "",
        ]
    parts += ["## 四、代码表", "", "数据中写 `code`；中文名称和别名也认。", ""]
    used = sorted({field.codes for table in TABLES for field in table.fields if field.codes})
    for name in used:
        codes = content.code_lists[name]
        parts += [
            f"### {name} {codes.label}",
            "",
            "| code | 名称 | 别名 | 说明 |",
            "| --- | --- | --- | --- |",
        ]
        parts += [
            f"| `{c.code}` | {c.label} | {'、'.join(c.aliases)} | {c.note or ''} |"
            for c in codes.codes
        ]
        parts.append("")
    return "\n".join(parts)


def _row(field: Field) -> str:
    zh, _ = KIND_WORDS[field.kind]
    must = " **必填**" if field.required else ""
    more = f"；代码表 [{field.codes}](#四代码表)" if field.codes else ""
    more += f"；指向 `{field.refers}`" if field.refers else ""
    more += "；个人信息，显示时遮蔽" if field.personal else ""
    example = f"；例 `{field.example}`" if field.example else ""
    return f"| `{field.name}`{must} | {field.label} | {zh} | {field.doc}{more}{example} |"


_JSON_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "description": "date, or date and time"},
    Kind.MONEY: {"type": "number", "minimum": 0, "multipleOf": 0.01},
    Kind.NUMBER: {"type": "number"},
    Kind.INTEGER: {"type": "integer"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.HASH: {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    Kind.USCC: {"type": "string", "minLength": 18, "maxLength": 18},
}


def json_schema(content: Content) -> dict[str, Any]:
    """The standard as JSON schema: an object with one array of rows per table."""

    def of_field(field: Field) -> dict[str, Any]:
        kind = dict(_JSON_TYPES.get(field.kind, {"type": "string"}))
        codes = content.code_lists.get(field.codes or "")
        if codes is not None:
            kind["enum"] = [code.code for code in codes.codes]
        if field.kind in (Kind.CODES, Kind.IDS):
            kind = {"type": "array", "items": kind}
        return {"title": field.label, "description": field.doc} | kind

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": STANDARD,
        "type": "object",
        "additionalProperties": False,
        "properties": {
            table.name: {
                "type": "array",
                "title": table.label,
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": [field.name for field in table.fields if field.required],
                    "properties": {field.name: of_field(field) for field in table.fields},
                },
            }
            for table in TABLES
        },
    }


if __name__ == "__main__":
    print(document(Content()))
