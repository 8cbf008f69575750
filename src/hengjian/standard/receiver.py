"""What the receiver of a submission knows beforehand: who may speak for whom, and what is another's.

Serves the web, which keeps the registers of bodies, officers and items itself and takes data from many
bodies. A row that names a body for which the submitter may not speak is refused; nothing that one body
hands in may take the place of another's, nor say anything about what another reports.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from hengjian.content import say
from hengjian.standard.agreement import note_unknown_officers
from hengjian.standard.gaps import EVERY, Gap
from hengjian.standard.records import Records, schema_of
from hengjian.standard.row_checks import nearest
from hengjian.standard.sheet import Sheet
from hengjian.standard.tables import BY_NAME

KNOWN: dict[str, pl.DataType] = {
    "table": pl.String(),
    "key": pl.String(),
    "mine": pl.Boolean(),
}
"""Numbers that exist already: in which table, and whether they are of a body spoken for."""
NUMBERED = ("monitoring_devices", "recordings", "outcomes", "tickets")
"""Tables whose rows are known by a number alone, so that one body could overwrite another's."""


@dataclass(frozen=True)
class Receiver:
    """``known``: rows of `KNOWN` · ``keeps``: tables that the receiver keeps itself."""

    known: pl.DataFrame
    keeps: tuple[str, ...] = ()

    @classmethod
    def kept_in(cls, path: Path, keeps: Iterable[str]) -> "Receiver":
        """Read what `known` of a parent process was written to ``path``."""
        return cls(pl.read_parquet(path), tuple(keeps))

    def _numbers(self, table: str, *, mine: bool | None = None) -> pl.Series:
        rows = self.known.filter(pl.col("table") == table)
        return (rows if mine is None else rows.filter(pl.col("mine") == mine))["key"]

    @cached_property
    def bodies(self) -> pl.Series:
        """The bodies that the submitter may speak for."""
        return self._numbers("bodies", mine=True)

    # --- rows -------------------------------------------------------------------------------------------

    def check(self, sheet: Sheet) -> None:
        """Refuse the rows of a table that are not the submitter's to hand in."""
        if any(field.name == "body_id" for field in sheet.table.fields):
            self._check_bodies(sheet)
        if sheet.table.name == "training":
            self._check_people(sheet)
        if sheet.table.name in NUMBERED:
            self._check_taken(sheet)
        if sheet.table.name == "events":
            note_unknown_officers(sheet, self._numbers("officers"))
        if sheet.table.name == "cases":
            self._note_unknown_items(sheet)

    def _check_bodies(self, sheet: Sheet) -> None:
        named = sheet.typed["body_id"]
        mine = self.bodies
        if sheet.table.name == "coverage":
            mine = pl.concat([mine, pl.Series([EVERY], dtype=pl.String)])
        others = named.is_not_null() & ~named.is_in(mine.implode())
        known = named.is_in(self._numbers("bodies").implode())
        sheet.remark(
            "body_id",
            (others & known).fill_null(False).arg_true(),
            say("您不能替这个机关报送", "you may not hand in for this body"),
            say(
                "请核对机关编号；确属该机关的，由该机关或者主管的司法局报送",
                "check the number; what is really that body's is handed in by itself or its bureau",
            ),
        )
        self._check_unknown(sheet, named, (others & ~known).fill_null(False).arg_true())
        if sheet.table.name == "tickets" and len(self.bodies) == 1:
            sheet.remark(
                "body_id",
                named.is_null().arg_true(),
                say("没有写承办机关", "the body in charge is missing"),
                say("请写本机关编号", "write the number of your body"),
                values=named.filter(named.is_null()),
            )

    def _check_unknown(self, sheet: Sheet, named: pl.Series, lost: pl.Series) -> None:
        if lost.is_empty():
            return
        mine = self.bodies.to_list()
        rows = pl.DataFrame({"body": named.gather(lost), "at": lost})
        for (body,), part in rows.group_by("body", maintain_order=True):
            near = mine[0] if len(mine) == 1 else nearest(str(body), mine)
            hint = say(f"是不是“{near}”？", f"did you mean {near}? ") if near else ""
            sheet.remark(
                "body_id",
                part["at"],
                say("名录中没有这个机关", "no such body is registered"),
                hint + say("请写名录中的机关编号", "write the number it has in the register"),
            )

    def _check_people(self, sheet: Sheet) -> None:
        named = sheet.typed["officer_id"]
        mine = self._numbers("officers", mine=True)
        lost = named.is_not_null() & ~named.is_in(mine.implode())
        sheet.remark(
            "officer_id",
            lost.fill_null(False).arg_true(),
            say("名录中本机关没有这个人员", "no such officer of yours is registered"),
            say(
                "请核对人员编号，或者先在“执法人员”名录中登记",
                "check the number, or register the officer first",
            ),
        )

    def _check_taken(self, sheet: Sheet) -> None:
        key = sheet.table.key[0]
        named = sheet.typed[key]
        taken = named.is_in(self._numbers(sheet.table.name, mine=False).implode())
        sheet.remark(
            key,
            taken.fill_null(False).arg_true(),
            say("这个编号已由别的机关报送", "another body handed in this number"),
            say(
                "请核对编号；确属本机关的，请在编号前加机关编号，以免相混",
                "check it; if it is yours, put the number of your body before it",
            ),
        )

    def _note_unknown_items(self, sheet: Sheet) -> None:
        named = sheet.typed["item_id"]
        known = self._numbers("items")
        lost = named.is_not_null() & ~named.is_in(known.implode()) & sheet.good
        sheet.remark(
            "item_id",
            lost.fill_null(False).arg_true(),
            say("权责事项名录中没有这个事项", "no such item is registered"),
            say(
                "请核对事项编码，或者在名录中补登；不因此退回这一行",
                "check the number, or register the item; the row is not refused for it",
            ),
            refused=False,
        )

    # --- what is concluded from absence -----------------------------------------------------------------

    def of_own_bodies(self, records: Records) -> Records:
        """Coverage of “every body” is that of each body spoken for, and no more."""
        coverage = records["coverage"]
        every = coverage.filter(pl.col("body_id") == EVERY)
        if every.is_empty():
            return records
        own = every.drop("body_id").join(self.bodies.alias("body_id").to_frame(), how="cross")
        columns = list(schema_of(BY_NAME["coverage"]))
        told = pl.concat([coverage.filter(pl.col("body_id") != EVERY), own.select(columns)])
        key = list(BY_NAME["coverage"].key)
        narrowed = told.unique(key, keep="first", maintain_order=True)
        return Records({**records.frames, "coverage": narrowed}, records.submitted)

    def own_gaps(self, gaps: Iterable[Gap]) -> Iterator[Gap]:
        """What refused rows leave open, of the submitter's own bodies alone."""
        mine = set(self.bodies.to_list())
        for gap in gaps:
            if gap.table in self.keeps:
                continue
            if not gap.rows or gap.body_id in mine:
                yield gap
            elif gap.body_id is None:
                yield from (Gap(gap.table, body, gap.rows) for body in sorted(mine))
