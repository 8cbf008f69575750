"""Turns the columns of an outside system into tables of the standard, as a mapping file says.

Serves 双公示 exports and event logs alike. It only moves, renames, joins and scales; whether a value
is good is decided afterwards by the same validation as for everything else.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import polars as pl

from hengjian.content import ContentError, models, say
from hengjian.standard.raw import RawTable
from hengjian.standard.records import schema_of
from hengjian.standard.tables import BY_NAME
from hengjian.standard.wording import filled, places

_FACTORS = {"万元": Decimal(10_000), "元": Decimal(1), "分": Decimal("0.01")}
CASE, ROW, PLACE = "__case", "__row", "__place"


def recognised_by(mappings: Iterable[models.Mapping], columns: list[str]) -> models.Mapping | None:
    """The mapping all of whose telling columns are there; the one with most of them."""
    fitting = [
        mapping
        for mapping in mappings
        if mapping.source == "table"
        and mapping.recognise
        and set(mapping.recognise) <= set(columns)
    ]
    return max(fitting, key=lambda mapping: len(mapping.recognise), default=None)


def map_table(mapping: models.Mapping, raw: RawTable) -> dict[str, list[RawTable]]:
    """The standard tables that one outside table becomes."""
    made: dict[str, list[RawTable]] = {}
    source = raw.frame.with_columns(raw.rows.alias(ROW)).with_row_index(PLACE)
    for name, table in mapping.tables.items():
        rows = source
        if table.rows == "distinct":
            rows = _first_of_each(source, name, table)
        made.setdefault(name, []).append(_made(name, table.fields, rows, raw, whole=True))
    for number, event in enumerate(mapping.events, start=1):
        wanted = event.only_if or _column_of(event.fields["moment"])
        if wanted not in source.columns:
            continue
        filled = pl.col(wanted).cast(pl.String).str.strip_chars() != ""
        rows = source.filter(filled.fill_null(False))
        fields = {"seq": models.FieldMap(constant=str(number)), **event.fields}
        made.setdefault("events", []).append(_made("events", fields, rows, raw, whole=True))
    return made


def map_log(mapping: models.Mapping, file: str, log: pl.DataFrame) -> dict[str, list[RawTable]]:
    """The standard tables that an event log becomes: a trace is a case, an event an event."""
    made: dict[str, list[RawTable]] = {}
    raw = RawTable(file, file, log, log[ROW])
    for name, table in mapping.tables.items():
        if table.rows == "event":
            numbered = log.with_columns(
                (pl.int_range(pl.len()).over(CASE) + 1).cast(pl.String).alias("__seq")
            )
            fields = {"seq": models.FieldMap(column="__seq"), **table.fields}
            made.setdefault(name, []).append(_made(name, fields, numbered, raw))
            continue
        needed = {
            spec.first_of or spec.last_of
            for spec in table.fields.values()
            if spec.first_of or spec.last_of
        }
        present = [column for column in needed if column in log.columns]
        cases = log.group_by(CASE, maintain_order=True).agg(
            pl.col(ROW).first(),
            *(pl.col(c).first() for c in log.columns if c.startswith("case:")),
            *(pl.col(c).drop_nulls().first().alias(f"first:{c}") for c in present),
            *(pl.col(c).drop_nulls().last().alias(f"last:{c}") for c in present),
        )
        if table.rows == "distinct":
            cases = _first_of_each(cases, name, table)
        made.setdefault(name, []).append(_made(name, table.fields, cases, raw))
    return made


def _first_of_each(rows: pl.DataFrame, name: str, table: models.TableMap) -> pl.DataFrame:
    """The first row of each key: a register made from the rows of another table."""
    key = BY_NAME[name].key
    keys = rows.select(
        pl.col(ROW),
        *(_expression(table.fields[part], rows.columns).alias(f"__{part}") for part in key),
    )
    first = keys.select(pl.struct(f"__{part}" for part in key).is_first_distinct()).to_series()
    return rows.filter(first)


def coverage_of(mapping: models.Mapping) -> pl.DataFrame:
    """The coverage that a mapping states for all bodies: what the outside system holds at all."""
    rows = [(entry.table, name) for entry in mapping.coverage for name in entry.names]
    return pl.DataFrame(
        {
            "body_id": ["*"] * len(rows),
            "table": [table for table, _ in rows],
            "name": [name for _, name in rows],
            "covered_from": [None] * len(rows),
            "covered_to": [None] * len(rows),
        },
        schema=schema_of(BY_NAME["coverage"]),
    )


def _made(
    name: str,
    fields: dict[str, models.FieldMap],
    rows: pl.DataFrame,
    raw: RawTable,
    whole: bool = False,
) -> RawTable:
    """One standard table. ``whole``: each of ``rows`` holds a source row with all its columns."""
    columns: list[pl.Series] = []
    shown: dict[str, str] = {}
    for field, spec in fields.items():
        missing = [c for c in _columns_of(spec) if c not in rows.columns]
        if missing and len(missing) == len(_columns_of(spec)):
            columns.append(pl.Series(field, [None] * rows.height, dtype=pl.String))
            continue
        value = rows.select(pl.col(ROW), _expression(spec, rows.columns).alias(field))[field]
        columns.append(_finished(value, spec))
        shown[field] = _shown(spec)
    frame = pl.DataFrame(columns)
    original = rows.select(raw.frame.columns) if whole else None
    came_from = raw.came_from
    if came_from is not None and whole:
        came_from = came_from[rows[PLACE]]
    return RawTable(raw.file, name, frame, rows[ROW], shown, original, came_from=came_from)


def _columns_of(spec: models.FieldMap) -> list[str]:
    if spec.case is not None:
        return [f"case:{spec.case}"]
    if spec.first_of is not None:
        return [f"first:{spec.first_of}"]
    if spec.last_of is not None:
        return [f"last:{spec.last_of}"]
    named = spec.event if spec.event is not None else spec.column
    if named is not None:
        return [named] if isinstance(named, str) else list(named)
    if spec.template is not None:
        return places(spec.template)
    return []


def _column_of(spec: models.FieldMap) -> str:
    names = _columns_of(spec)
    if not names:
        raise ContentError([say("映射中的 moment 没有写来源", "moment has no source column")])
    return names[0]


def _expression(spec: models.FieldMap, present: list[str]) -> pl.Expr:
    if spec.constant is not None:
        return pl.lit(spec.constant)
    names = [name for name in _columns_of(spec) if name in present]
    if spec.template is not None:
        return filled(spec.template, {name: pl.col(name) for name in names})
    if not names:
        return pl.lit(None, dtype=pl.String)
    value = pl.coalesce(pl.col(name) for name in names)
    if spec.prefix:
        value = pl.lit(spec.prefix) + value.cast(pl.String)
    return value


def _finished(value: pl.Series, spec: models.FieldMap) -> pl.Series:
    if spec.values is not None or spec.split is not None or spec.unit is not None:
        value = value.cast(pl.String).str.strip_chars()
    if spec.split is not None:
        value = value.str.replace_all(spec.split, ";", literal=True)
    if spec.values is not None:
        value = _translated(value, spec.values, split=spec.split is not None)
    if spec.unit is not None and spec.unit != "元":
        table = {text: _scaled(text, _FACTORS[spec.unit]) for text in value.drop_nulls().unique()}
        if table:
            value = value.replace(table)
    return value


def _translated(value: pl.Series, values: dict[str, str], *, split: bool) -> pl.Series:
    if not split:
        return value.replace(values)
    parts = value.str.split(";").list.eval(pl.element().str.strip_chars().replace(values))
    return parts.list.join(";")


def _scaled(text: str, factor: Decimal) -> str:
    """The amount in yuan; text that is no number is left for validation to refuse."""
    try:
        return format((Decimal(text.replace(",", "")) * factor).normalize(), "f")
    except InvalidOperation:
        return text


def _shown(spec: models.FieldMap) -> str:
    names = _columns_of(spec)
    return "/".join(name.removeprefix("first:").removeprefix("last:") for name in names)
