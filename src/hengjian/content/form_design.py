"""The design of a form that units fill in: sections of fields, what each takes, and checks between them.

Serves report tasks, the editor of forms and the ready forms in `content/forms`. It says what a sound
design is and what a field may hold; it holds no answers and reads no files.
"""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from hengjian.content.models import Model

FieldKind = Literal[
    "line", "text", "number", "money", "date", "choice", "flag", "table", "file"
]  # fmt: skip
Sign = Literal["=", "<=", ">="]
COLUMN_KINDS = ("line", "number", "money", "date", "choice")
NUMERIC = ("number", "money")
MOST_FIELDS, MOST_CHECKS, MOST_COLUMNS = 300, 100, 20
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,39}$")


class Column(Model):
    """What a field and a column of a table have in common."""

    name: str
    label: str = Field(min_length=1, max_length=60)
    kind: FieldKind = "line"
    required: bool = False
    unit: str = Field(default="", max_length=10)
    min: Decimal | None = None
    max: Decimal | None = None
    decimals: int = Field(default=0, ge=0, le=6)
    choices: tuple[str, ...] = ()

    @field_validator("name")
    @classmethod
    def _plain(cls, name: str) -> str:
        if not _NAME.match(name):
            raise ValueError(
                f"代码“{name}”只能用小写字母、数字和下划线，以字母开头，不超过 40 个字符"
            )
        return name

    @model_validator(mode="after")
    def _sound(self) -> "Column":
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"“{self.label}”：选择项要写出选项，其他类型不写")
        if len(set(self.choices)) < len(self.choices):
            raise ValueError(f"“{self.label}”：有重复的选项")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"“{self.label}”：最小值大于最大值")
        if not self.numeric and (self.min is not None or self.max is not None):
            raise ValueError(f"“{self.label}”：只有数字和金额有最小值、最大值")
        return self

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    @property
    def places(self) -> int:
        """Decimal places that a value may have."""
        return max(2, self.decimals) if self.kind == "money" else self.decimals

    @property
    def counted_in(self) -> str:
        return self.unit or ("元" if self.kind == "money" else "")


class FormField(Column):
    """One field. ``figure`` names a figure that the system knows, ``merge`` what becomes of numbers."""

    help: str = Field(default="", max_length=300)
    figure: str = ""
    merge: Literal["sum", "list"] = "sum"
    columns: tuple[Column, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "FormField":
        if (self.kind == "table") != bool(self.columns):
            raise ValueError(f"“{self.label}”：表格要有列，其他类型没有列")
        if len(self.columns) > MOST_COLUMNS:
            raise ValueError(f"“{self.label}”：一个表格最多 {MOST_COLUMNS} 列")
        if any(one.kind not in COLUMN_KINDS for one in self.columns):
            raise ValueError(f"“{self.label}”：列只能是文字、数字、金额、日期、选择")
        _once([one.name for one in self.columns], self.label)
        if self.figure and not self.numeric:
            raise ValueError(f"“{self.label}”：只有数字和金额可以取系统数")
        return self

    @property
    def sums(self) -> bool:
        """Whether merging adds it up."""
        return self.numeric and self.merge == "sum"

    def column(self, name: str) -> Column | None:
        return next((one for one in self.columns if one.name == name), None)


class Section(Model):
    title: str = Field(min_length=1, max_length=60)
    help: str = Field(default="", max_length=300)
    fields: tuple[FormField, ...] = ()


class Check(Model):
    """``left`` sign sum of ``right``. Names are fields, sums of a table's column (`table.column`), or,
    with ``rows`` naming a table, columns that are compared in each of its rows."""

    left: str
    sign: Sign = "="
    right: tuple[str, ...] = Field(min_length=1)
    words: str = Field(default="", max_length=200)
    rows: str = ""


class FormDesign(Model):
    """A whole form. ``fulfils`` names the power whose yearly duty is done when its merger is signed."""

    name: str = Field(min_length=1, max_length=100)
    words: str = Field(default="", max_length=1000)
    period: Literal["year", "quarter", "month", "once"] = "once"
    due: str = Field(default="", pattern=r"^(\d\d-\d\d)?$")
    basis: tuple[str, ...] = ()
    fulfils: str = ""
    sections: tuple[Section, ...] = ()
    checks: tuple[Check, ...] = Field(default=(), max_length=MOST_CHECKS)

    @model_validator(mode="after")
    def _sound(self) -> "FormDesign":
        names = [one.name for one in self.fields()]
        if len(names) > MOST_FIELDS:
            raise ValueError(f"一张报表最多 {MOST_FIELDS} 项")
        _once(names, self.name)
        for check in self.checks:
            for name in (check.left, *check.right):
                found = self.operand(name, check.rows)
                if found is None or not found.numeric:
                    raise ValueError(f"核对关系里的“{name}”不是这张报表的数字项")
        return self

    def fields(self) -> Iterator[FormField]:
        return (field for section in self.sections for field in section.fields)

    def field(self, name: str) -> FormField | None:
        return next((one for one in self.fields() if one.name == name), None)

    def operand(self, name: str, rows: str = "") -> Column | None:
        """What a check means by a name."""
        table, _, column = (f"{rows}.{name}" if rows else name).partition(".")
        found = self.field(table)
        if not column:
            return found if found is None or found.kind != "table" else None
        return found.column(column) if found is not None else None

    def operand_words(self, name: str, rows: str = "") -> str:
        """How a person calls it: “处罚决定”, “各领域·罚款之和”."""
        found = self.operand(name, rows)
        label = found.label if found is not None else name
        table = self.field(name.partition(".")[0]) if "." in name and not rows else None
        return f"{table.label}·{label}之和" if table is not None else label

    def check_words(self, check: Check) -> str:
        """The check in words, as written or as it can be told."""
        if check.words:
            return check.words
        sign = {"=": "等于", "<=": "不大于", ">=": "不小于"}[check.sign]
        right = "、".join(f"“{self.operand_words(one, check.rows)}”" for one in check.right)
        where = f"{self.operand_words(check.rows)}每一行：" if check.rows else ""
        more = "之和" if len(check.right) > 1 else ""
        return f"{where}“{self.operand_words(check.left, check.rows)}”应当{sign}{right}{more}"


def _once(names: list[str], where: str) -> None:
    twice = [name for name, number in Counter(names).items() if number > 1]
    if twice:
        raise ValueError(f"“{where}”里的代码重复：{'、'.join(twice)}")
