"""Cases are taken whole or not at all, and what was refused is never taken for what did not happen.

Serves validation after all tables have been compared. It holds back every row of a case of which one
row is refused, and says which registers are incomplete because rows of them were refused.
"""

import unicodedata
from collections.abc import Iterable

import polars as pl

from hengjian.standard.agreement import OF_A_CASE, OWNER, agree, known_cases
from hengjian.standard.gaps import PARTS_OF_CASES, Gap
from hengjian.standard.sheet import CONTESTED, HELD, Sheet, places

_BY_OFFICER = ("certificates", "training")
_BY_BODY = {"delegations": "to_body"}
_NO_REGISTERS = (*PARTS_OF_CASES, "coverage")


def settle(sheets: list[Sheet]) -> list[Gap]:
    """Compare the tables, hold back cases that are not whole, and say what is incomplete now."""
    agree(sheets)
    return [*hold_back(sheets), *register_gaps(sheets)]


# --- whole cases ------------------------------------------------------------------------------------------


def hold_back(sheets: list[Sheet]) -> list[Gap]:
    """Hold back the other rows of each case of which a row is faulty.

    A reconsideration or lawsuit that was refused holds its case back too: its time does not run.
    Faulty rows of no case that is known may belong to any, and so may one of two with the same
    number, which may be the other's by mistake; what they leave open is returned.
    """
    told = [
        _faulty_owners(sheet)
        for sheet in sheets
        if sheet.table.name in (*PARTS_OF_CASES, "outcomes")
    ]
    owners = pl.concat([NOBODY, *told])
    if owners.is_empty() or not any(sheet.table.name == "cases" for sheet in sheets):
        return []
    cases, bodies = known_cases(sheets), _column(sheets, "bodies", "body_id")
    unsure = (
        owners.filter(pl.col("table") != "cases")
        .join(cases, on=OWNER, how="anti", maintain_order="left")
        .with_row_index("at")
    )
    likely = _likely(unsure, cases, bodies)
    broken = pl.concat([owners.select(OWNER), likely.select(OWNER)]).drop_nulls().unique()
    for sheet in sheets:
        if sheet.table.name in PARTS_OF_CASES:
            sheet.put(of_cases(sheet, broken), HELD)
    lost = unsure.filter(~pl.col("at").is_in(likely["at"].implode()), pl.col("table") != "outcomes")
    return _gaps(pl.concat([lost.select(_GAP), *map(_contested, sheets)]), bodies)


_GAP = ["table", "body_id"]
NOBODY = pl.DataFrame(schema={"table": pl.String(), "body_id": pl.String(), "case_id": pl.String()})


def _faulty_owners(sheet: Sheet) -> pl.DataFrame:
    """Whose the faulty rows are, as far as they tell. A recording of no case belongs to none."""
    rows = sheet.typed.filter(sheet.faulty).select(pl.lit(sheet.table.name).alias("table"), *OWNER)
    optional = not sheet.table.field("case_id").required
    return rows.filter(pl.col("case_id").is_not_null()) if optional else rows


def _contested(sheet: Sheet) -> pl.DataFrame:
    """The rows with one number whose number tells whose they are."""
    if sheet.table.name not in OF_A_CASE or not set(OWNER) <= set(sheet.table.key):
        return NOBODY.select(_GAP)
    rows = sheet.typed.filter(sheet.state == CONTESTED)
    return rows.select(pl.lit(sheet.table.name).alias("table"), "body_id")


def _likely(unsure: pl.DataFrame, cases: pl.DataFrame, bodies: pl.Series | None) -> pl.DataFrame:
    """Cases whose number differs in spelling only (c2024—1, C2024-1), or whose body does while one of
    the two bodies is unknown. ``at``: of which row."""
    near = unsure.with_columns(__plain=_plain(unsure["case_id"])).join(
        cases.with_columns(__plain=_plain(cases["case_id"])), on="__plain", suffix="_known"
    )
    alike = pl.col("body_id").eq_missing(pl.col("body_id_known")) | pl.col("body_id").is_null()
    if bodies is not None:
        for name in ("body_id", "body_id_known"):
            alike |= ~pl.col(name).is_in(bodies.implode())
    return near.filter(alike).select("at", body_id="body_id_known", case_id="case_id_known")


def _plain(numbers: pl.Series) -> pl.Series:
    """Numbers without what people write now one way, now another."""
    plain = {
        number: "".join(
            sign for sign in unicodedata.normalize("NFKC", number).casefold() if sign.isalnum()
        )
        for number in numbers.drop_nulls().unique()
    }
    return numbers.replace_strict(plain, default=None, return_dtype=pl.String)


def of_cases(sheet: Sheet, cases: pl.DataFrame) -> pl.Series:
    """Which rows of the sheet belong to one of ``cases``."""
    at = sheet.typed.select(OWNER).with_row_index("at").join(cases, on=OWNER, how="semi")["at"]
    return places(at, len(sheet.state))


# --- registers --------------------------------------------------------------------------------------------


def register_gaps(sheets: list[Sheet]) -> list[Gap]:
    """For which bodies rows of which registers were refused."""
    bodies = _column(sheets, "bodies", "body_id")
    gaps: list[Gap] = []
    for sheet in sheets:
        if sheet.table.name in _NO_REGISTERS or not sheet.faulty.any():
            continue
        rows = sheet.typed.filter(sheet.faulty)
        gaps += _gaps(_with_body(sheet.table.name, rows, sheets), bodies)
    return gaps


def _with_body(table: str, rows: pl.DataFrame, sheets: list[Sheet]) -> pl.DataFrame:
    """The rows of a register with the body that each is about; null where that cannot be told."""
    if table in _BY_OFFICER:
        rows = _looked_up(rows, "officer_id", "officers", sheets)
    elif table == "discretion":
        rows = _looked_up(rows, "item_id", "items", sheets)
    body = pl.col(_BY_BODY.get(table, "body_id"))
    return rows.select(pl.lit(table).alias("table"), body.alias("body_id"))


def _looked_up(rows: pl.DataFrame, key: str, table: str, sheets: list[Sheet]) -> pl.DataFrame:
    found = [sheet.typed.select(key, "body_id") for sheet in sheets if sheet.table.name == table]
    if not found:
        return rows.with_columns(body_id=pl.lit(None, dtype=pl.String))
    return rows.join(pl.concat(found).drop_nulls(key).unique(), on=key, how="left")


def _gaps(rows: pl.DataFrame, bodies: pl.Series | None) -> list[Gap]:
    """Counted by table and body; a body that is not known counts as untold."""
    told = pl.col("body_id")
    if bodies is not None:
        told = pl.when(told.is_in(bodies.implode())).then(told)
    counted = rows.group_by("table", told.alias("body_id")).len().sort("table", "body_id")
    return [Gap(table, body, count) for table, body, count in counted.iter_rows()]


def _column(sheets: Iterable[Sheet], table: str, column: str) -> pl.Series | None:
    """A column of the accepted rows of a table; None where it was not submitted."""
    parts = [s.typed[column].filter(s.good) for s in sheets if s.table.name == table]
    return pl.concat(parts).unique() if parts else None
