"""What is wrong within one row though every value of it can be read: dates, and what coverage names.

Serves validation. It refuses a certificate that ends before it begins, and coverage of a table, an
activity or a field that does not exist, which otherwise would be coverage of nothing at all.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping

import polars as pl

from hengjian.content import Content, say
from hengjian.standard.records import extended
from hengjian.standard.sheet import Sheet
from hengjian.standard.tables import TABLES

EVERY = "*"
_LISTS = {"events": "activities", "documents": "document_kinds", "disclosures": "disclosure_kinds"}
"""Tables whose rows are reported kind by kind, and the code list that names the kinds."""

Spellings = Mapping[str, str]


def check_rows(sheet: Sheet, content: Content) -> None:
    """Look at each row of the table by itself."""
    check = _CHECKS.get(sheet.table.name)
    if check is not None and sheet.typed.height:
        check(sheet, content)


def _certificates(sheet: Sheet, content: Content) -> None:
    ends_first = sheet.typed.select(pl.col("valid_to") < pl.col("valid_from")).to_series()
    sheet.remark(
        "valid_to",
        ends_first.fill_null(False).arg_true(),
        say("有效期止早于有效期起", "the certificate ends before it begins"),
        say("请核对证件上的有效期", "check the dates on the certificate"),
    )


def _coverage(sheet: Sheet, content: Content) -> None:
    names = {table.name: _names_in(table.name, content) for table in TABLES}
    names[EVERY] = {spelling: name for known in names.values() for spelling, name in known.items()}
    tables = {EVERY: EVERY} | {
        spelling: table.name for table in TABLES for spelling in (table.name, table.label)
    }
    table = _told(sheet, "table", None, tables, say("没有这张表", "no such table"))
    reason = say("没有这个活动或者字段", "no such activity or field")
    name = pl.Series("name", [None], dtype=pl.String).new_from_index(0, len(table))
    for of in sorted(table.drop_nulls().unique(), key=list(names).index):
        within = (table == of).fill_null(False)
        told = _told(sheet, "name", within, names[of], reason)
        name = told.zip_with(within, name)
    sheet.typed = sheet.typed.with_columns(table.alias("table"), name.alias("name"))


def _names_in(table: str, content: Content) -> Spellings:
    """Every spelling of a name that coverage of ``table`` may state → the name."""
    fields = next(extended(t, content.extra_fields).fields for t in TABLES if t.name == table)
    spellings = {EVERY: EVERY}
    for field in fields:
        spellings |= {field.name: field.name, field.label: field.name}
    codes = content.code_lists.get(_LISTS.get(table, ""))
    for code in codes.codes if codes is not None else ():
        for spelling in (code.code, code.label, *code.aliases):
            spellings.setdefault(spelling, code.code)
    return spellings


def _told(
    sheet: Sheet, field: str, within: pl.Series | None, known: Spellings, reason: str
) -> pl.Series:
    """A column of ``sheet`` by its own spelling of names, null outside ``within``; what stands for no
    name is refused with the nearest one."""
    written = sheet.typed[field]
    if within is not None:
        written = written.set(~within, None)
    names = written.replace_strict(known, default=None, return_dtype=pl.String)
    unknown = (written.is_not_null() & names.is_null()).arg_true()
    for value, rows in _by_value(written, unknown):
        near = nearest(value, known)
        hint = say(f"是不是“{near}”？", f"did you mean {near}? ") if near else ""
        where = say("写法见 docs/standard.md 或者填报工作簿", "see the standard for the names")
        sheet.remark(field, rows, reason, hint + where)
    return names


def _by_value(values: pl.Series, at: pl.Series) -> Iterable[tuple[str, pl.Series]]:
    frame = pl.DataFrame({"value": values.gather(at), "at": at})
    for (value,), rows in frame.group_by("value", maintain_order=True):
        yield str(value), rows["at"]


def nearest(value: str, known: Iterable[str]) -> str | None:
    """The known name that is most like ``value``, if any is."""
    found = difflib.get_close_matches(value, list(known), n=1, cutoff=0.5)
    return found[0] if found else None


_CHECKS: dict[str, Callable[[Sheet, Content], None]] = {
    "certificates": _certificates,
    "coverage": _coverage,
}
