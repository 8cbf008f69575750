"""Whether the tables of one submission agree: each key once, nothing pointing to what is not there.

Serves validation, once each table has been read by itself. It refuses rows that have one key and
differ, and rows that point nowhere; a row that only says again what another one says is passed over.
A table that was not submitted is not missed.
"""

from collections.abc import Iterator

import polars as pl

from hengjian.content import say
from hengjian.standard.fields import Field
from hengjian.standard.gaps import PARTS_OF_CASES
from hengjian.standard.row_checks import EVERY, nearest
from hengjian.standard.sheet import CONTESTED, REPEATED, REPLACED, Sheet, places
from hengjian.standard.tables import BY_NAME, TABLES

OWNER = ["body_id", "case_id"]
PORTION = 1_000_000
"""So many keys are compared at a time."""
OF_A_CASE = tuple(table for table in PARTS_OF_CASES if table != "cases")
"""Tables whose rows belong to a case of the table of cases, where they name one."""


def agree(sheets: list[Sheet]) -> None:
    """Check the tables against each other, in the order in which they point to one another."""
    accepted: dict[str, pl.Series] = {}
    for table in TABLES:
        mine = [sheet for sheet in sheets if sheet.table.name == table.name]
        if not mine:
            continue
        _check_keys(mine)
        for sheet in mine:
            _check_references(sheet, accepted)
        key = table.key[0]
        accepted[table.name] = pl.concat([sheet.typed[key].filter(sheet.good) for sheet in mine])
    if "cases" in accepted:
        _check_owners(sheets)
    if "officers" in accepted:
        for sheet in sheets:
            if sheet.table.name == "events":
                note_unknown_officers(sheet, accepted["officers"])


# --- keys -------------------------------------------------------------------------------------------------


def _check_keys(sheets: list[Sheet]) -> None:
    """Rows of one key that say the same count once; if they differ all are refused, because nobody
    knows which is right."""
    key = list(sheets[0].table.key)
    if len(sheets) == 1 and key[:2] == OWNER and len(key) > 2:
        # So most systems hand over the parts of a case, and no number can be there twice.
        sheets[0].heads = _heads_in_order(sheets[0].typed, key[2:])
        if sheets[0].heads is not None:
            return
    for sheet, at, other, first in _again(sheets, key):
        same = _same(sheet.typed[at], other.typed[first])
        _contest(sheet, at.filter(~same), other, first.filter(~same))
        _contest(other, first.filter(~same), sheet, at.filter(~same))
        _repeat(sheet, at.filter(same), other, first.filter(same))


def _heads_in_order(rows: pl.DataFrame, numbers: list[str]) -> pl.DataFrame | None:
    """The case of each run of rows; None unless the rows of each case stand together, and each after
    the one above it by its ``numbers``."""
    same = rows.select(_same_case()).to_series().fill_null(False)
    if not rows.select((pl.lit(~same) | _later(numbers)).fill_null(False).all()).item():
        return None
    heads = rows.select(OWNER).filter(~same)
    return heads if heads.n_unique() == heads.height else None


def _later(key: list[str]) -> pl.Expr:
    """Whether a row comes after the one above it by these columns."""
    later = pl.lit(False)
    for name in reversed(key):
        now, before = pl.col(name), pl.col(name).shift(1)
        later = (now > before) | ((now == before) & later)
    return later


def _contest(sheet: Sheet, at: pl.Series, other: Sheet, others: pl.Series) -> None:
    if at.is_empty():
        return
    labels, values = _number(sheet, at)
    row = other.raw.rows[int(others[0])]
    sheet.remark(
        labels,
        at,
        say(
            f"编号重复：“{other.raw.file}”中另有相同的{labels}（例如第 {row} 行），而内容不同",
            f"duplicate: the same {labels} is also in {other.raw.file} (for example row {row}), "
            "with other contents",
        ),
        say(
            "同一编号只能有一行，请留下对的那一行；更正旧记录请另行提交新版本",
            "one row per number: keep the right one; submit a correction as a new version",
        ),
        values=values,
        state=CONTESTED,
    )


def _repeat(sheet: Sheet, at: pl.Series, other: Sheet, others: pl.Series) -> None:
    if at.is_empty():
        return
    labels, values = _number(sheet, at)
    row = other.raw.rows[int(others[0])]
    sheet.remark(
        labels,
        at,
        say(
            f"与“{other.raw.file}”中的行完全相同（例如第 {row} 行），只算一次",
            f"the same row is already in {other.raw.file} (for example row {row}); it counts once",
        ),
        say("不必处理；多交的可以删去", "nothing need be done"),
        values=values,
        refused=False,
    )
    sheet.put(places(at, len(sheet.state)), REPEATED)


def _number(sheet: Sheet, at: pl.Series) -> tuple[str, pl.Series]:
    """What the number of the rows is called, and the number of each."""
    key = list(sheet.table.key)
    labels = say("、", ", ").join(
        say(field.label, field.name) for field in map(sheet.table.field, key)
    )
    values = sheet.typed[at].select(pl.concat_str(key, separator="/", ignore_nulls=True))
    return labels, values.to_series()


def _again(
    sheets: list[Sheet], key: list[str]
) -> Iterator[tuple[Sheet, pl.Series, Sheet, pl.Series]]:
    """The rows whose key was used before: their sheet and places, and those of the first such row."""
    together = pl.concat([_keys(sheet, key, number) for number, sheet in enumerate(sheets)])
    if _in_order(together, key):
        return
    rows = _suspects(together, key)
    first = rows.select(pl.struct(key).is_first_distinct()).to_series()
    found = rows.filter(~first).join(
        rows.filter(first), on=key, how="left", suffix="_first", nulls_equal=True,
        maintain_order="left",
    )  # fmt: skip
    for (mine, others), pairs in found.group_by("sheet", "sheet_first", maintain_order=True):
        yield sheets[int(str(mine))], pairs["at"], sheets[int(str(others))], pairs["at_first"]


def _keys(sheet: Sheet, key: list[str], number: int) -> pl.DataFrame:
    keys = sheet.typed.select(key).with_row_index("at").with_columns(
        pl.lit(number, dtype=pl.UInt32).alias("sheet")
    )  # fmt: skip
    good = sheet.good
    return keys if good.all() else keys.filter(good)


def _suspects(rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """The rows whose key has the same hash as that of another: all that are there twice are among them.

    Hashes are compared in portions that have none in common, because millions at once take memory.
    """
    hashes = rows.select(key).hash_rows()
    portions = rows.height // PORTION + 1
    twice = pl.Series([False], dtype=pl.Boolean).new_from_index(0, rows.height)
    for number in range(portions):
        portion = hashes if portions == 1 else hashes.filter(hashes % portions == number)
        if portion.n_unique() < len(portion):
            twice |= hashes.is_in(portion.filter(portion.is_duplicated()).unique().implode())
    return rows.filter(twice)


def _in_order(rows: pl.DataFrame, key: list[str]) -> bool:
    """Whether each key is greater than the one before, so that none can be there twice."""
    later = _later(key).slice(1).fill_null(False)
    return rows.height < 2 or bool(rows.select(later.all()).item())


def _same(rows: pl.DataFrame, others: pl.DataFrame) -> pl.Series:
    """Row by row, whether all fields are alike."""
    both = pl.concat(
        [_plain(rows), _plain(others).rename(lambda name: f"{name}\n")], how="horizontal"
    )
    return both.select(
        pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}\n")) for name in rows.columns)
    ).to_series()


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col(pl.List(pl.String)).list.join("\x1f"))


# --- references -------------------------------------------------------------------------------------------


def _check_references(sheet: Sheet, accepted: dict[str, pl.Series]) -> None:
    """Each number must stand in the table it points to."""
    for field in sheet.table.fields:
        refers = field.refers
        known = accepted.get(refers or "")
        if refers is None or known is None or refers == sheet.table.name:
            continue
        label = BY_NAME[refers].label
        sheet.remark(
            field.name,
            _lost(sheet, field, known),
            say(
                f"{label}表（{refers}）中没有这个编号，或者那一行被退回",
                f"not in table {refers}, or refused there",
            ),
            say(f"请核对编号，或者在{label}表中补上、改好", f"check it, or mend {refers}"),
        )
    if sheet.table.name == "coverage" and "bodies" in accepted:
        _check_covered_bodies(sheet, accepted["bodies"])


def _lost(sheet: Sheet, field: Field, known: pl.Series) -> pl.Series:
    values = sheet.typed[field.name]
    first = sheet.heads[field.name] if sheet.heads is not None and field.name in OWNER else values
    if first.drop_nulls().unique().is_in(known.unique().implode()).all():
        return pl.Series([], dtype=pl.UInt32)
    lost = values.is_not_null() & ~values.is_in(known.unique().implode()) & sheet.good
    return lost.fill_null(False).arg_true()


def _check_covered_bodies(sheet: Sheet, bodies: pl.Series) -> None:
    """“*” stands for every body; any other number must be that of one, else it covers nobody."""
    lost = _lost(sheet, sheet.table.field("body_id"), pl.concat([bodies, pl.Series([EVERY])]))
    known = bodies.drop_nulls().to_list()
    for (body,), rows in (
        pl.DataFrame({"body": sheet.typed["body_id"].gather(lost), "at": lost})
        .group_by("body", maintain_order=True)
    ):  # fmt: skip
        near = nearest(str(body), known)
        hint = say(f"是不是“{near}”？", f"did you mean {near}? ") if near else ""
        sheet.remark(
            "body_id",
            rows["at"],
            say("执法主体表（bodies）中没有这个编号", "not in table bodies"),
            hint + say("全部机关写 *", "write * for every body"),
        )


def _check_owners(sheets: list[Sheet]) -> None:
    """Rows of a case must belong to one that was submitted, be it accepted or not."""
    cases = known_cases(sheets)
    for sheet in sheets:
        if sheet.table.name not in OF_A_CASE or not _any_lost(sheet, cases):
            continue
        lost = (
            sheet.typed.select(OWNER)
            .with_row_index("at")
            .filter(sheet.good & sheet.typed["case_id"].is_not_null())
            .join(cases, on=OWNER, how="anti", maintain_order="left")["at"]
        )
        sheet.remark(
            "case_id",
            lost,
            say("案件表中没有这个案件", "no such case was submitted"),
            say(
                "请核对案件编号；案件须整案提交，不在本批的案件请连同案件表中的行一并提交",
                "check the number of the case; a case is submitted whole, with its row in cases",
            ),
        )


def _any_lost(sheet: Sheet, cases: pl.DataFrame) -> bool:
    """A first look at one row of each run of a case, of which there are far fewer than rows."""
    heads = sheet.heads
    if heads is None:
        heads = sheet.typed.select(OWNER).filter(~_same_case().fill_null(False))
    return not heads.join(cases, on=OWNER, how="anti").is_empty()


def known_cases(sheets: list[Sheet]) -> pl.DataFrame:
    """The keys of all cases that were submitted, accepted or not."""
    keys = [
        sheet.typed.filter(sheet.state != REPLACED).select(OWNER)
        for sheet in sheets
        if sheet.table.name == "cases"
    ]
    return pl.concat(keys).drop_nulls().unique()


def note_unknown_officers(sheet: Sheet, known: pl.Series) -> None:
    """An act is accepted though the register lacks who did it; nothing is concluded about that person."""
    lists = sheet.distinct.get("officers", sheet.typed["officers"])
    people = lists.drop_nulls().explode(empty_as_null=False).unique()
    if people.is_in(known.implode()).all():
        return
    named = (
        pl.DataFrame({"officer": sheet.typed["officers"], "good": sheet.good})
        .with_row_index("at")
        .filter(pl.col("good") & pl.col("officer").is_not_null())
        .explode("officer", empty_as_null=False)
    )
    lost = named.join(known.unique().to_frame("officer"), on="officer", how="anti",
                      maintain_order="left")  # fmt: skip
    sheet.remark(
        "officers",
        lost["at"],
        say("人员表中没有这个人员编号（或者其行被退回）", "no such officer was accepted"),
        say(
            "请核对编号，或者在人员表中补上；不因此退回这一行，此人的证件情况按“不明”处理",
            "check the number, or add the officer; the row is not refused for it, and of this "
            "person's certificate nothing is concluded",
        ),
        values=lost["officer"],
        refused=False,
    )


# --- order ------------------------------------------------------------------------------------------------


def note_order(sheet: Sheet) -> None:
    """Numbers of events against their time: judged by time, but the officer should know."""
    columns = sheet.typed.select(*OWNER, "seq", "moment_day").with_row_index("at")
    events = columns if sheet.good.all() else columns.filter(sheet.good)
    if sheet.heads is not None or _heads_in_order(events, ["seq"]) is not None:
        turned = _turned(events)
    else:
        before = pl.col("moment_day").shift(1).over(*OWNER, order_by="seq")
        turned = events.filter((pl.col("moment_day") < before).fill_null(False))
    turned = turned.sort(*OWNER, "seq")
    sheet.remark(
        "moment",
        turned["at"],
        say("序号在后而时间在前", "a later number with an earlier time"),
        say("按时间先后判断；请核对序号和时间", "judged by time; check the number and the time"),
        values=turned["moment_day"].cast(pl.String),
        refused=False,
    )


def _turned(events: pl.DataFrame) -> pl.DataFrame:
    """Of events in the order of their numbers those before which a later one of the case stands."""
    days = events["moment_day"]
    earlier = (days < days.shift(1)).fill_null(False).arg_true()
    owners = events.select(OWNER)
    now, above = owners[earlier], owners[earlier - 1]
    same = (now["body_id"] == above["body_id"]) & (now["case_id"] == above["case_id"])
    return events[earlier.filter(same.fill_null(False))]


def _same_case() -> pl.Expr:
    return pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in OWNER)
