"""One raw table on its way into the records: typed columns, and what became of each of its rows.

Serves validation, the agreement of tables and the handing back of rows, which each say something of
rows by their place in the table. A row is accepted unless one of them objects.
"""

from dataclasses import dataclass, field

import polars as pl

from hengjian.content import say
from hengjian.standard.fields import Table, column_in_full
from hengjian.standard.problems import Problems
from hengjian.standard.raw import RawTable

ACCEPTED, FAULTY, CONTESTED, HELD, REPEATED, REPLACED = range(6)
"""What becomes of a row: it is taken · something is wrong with it · another row has its number and
says otherwise · it goes back with its case · it is not needed, because another row says the same ·
nor because a mended row stands in for it."""


@dataclass(frozen=True)
class Remark:
    """One thing that is to be said of the rows ``at`` these places, with the values that stood there.

    ``refused``: the rows are refused for it; else they are accepted all the same.
    """

    column: str
    at: pl.Series
    values: pl.Series
    reason: str
    remedy: str
    refused: bool = True


@dataclass
class Sheet:
    """One raw table, its typed columns, the remarks on its rows and the state of each row.

    ``columns``: field → the column that holds it · ``source``: what its refused rows are filed
    under, which is the file's name unless one file gave several tables · ``heads``: the cases of its
    rows, if those of each stand together and in the order of their numbers · ``distinct``: field → the
    lists of numbers that it holds.
    """

    table: Table
    raw: RawTable
    typed: pl.DataFrame
    columns: dict[str, str]
    source: str
    state: pl.Series
    remarks: list[Remark] = field(default_factory=list)
    heads: pl.DataFrame | None = None
    distinct: dict[str, pl.Series] = field(default_factory=dict)

    @property
    def good(self) -> pl.Series:
        return self.state == ACCEPTED

    @property
    def faulty(self) -> pl.Series:
        return self.state.is_in([FAULTY, CONTESTED])

    @property
    def given_back(self) -> pl.Series:
        return self.state.is_in([FAULTY, CONTESTED, HELD])

    @property
    def mended(self) -> bool:
        """Whether it is a table of rows that were handed back."""
        return self.raw.came_from is not None

    def put(self, hit: pl.Series, state: int) -> None:
        """Give the rows where ``hit`` another state, unless something has been said of them before."""
        self.state = self.state.set(hit & self.good, state)

    def remark(
        self,
        field: str,
        at: pl.Series,
        reason: str,
        remedy: str,
        *,
        values: pl.Series | None = None,
        refused: bool = True,
        state: int = FAULTY,
    ) -> None:
        """Say something of the rows ``at`` these places, by the field that it is about."""
        if at.is_empty():
            return
        if values is None:
            values = self.typed[field].cast(pl.String).gather(at)
        shown = self.raw.column_shown(self.columns.get(field, field))
        self.remarks.append(Remark(shown, at, values, reason, remedy, refused))
        if refused:
            self.put(places(at, len(self.state)), state)

    def report(self, problems: Problems) -> None:
        """Hand the remarks over, except on rows for which mended ones stand in."""
        over = self.state == REPLACED
        for remark in self.remarks:
            needed = ~over.gather(remark.at)
            problems.add(
                file=self.raw.file,
                rows=self.raw.rows.gather(remark.at).filter(needed),
                field=remark.column,
                values=remark.values.filter(needed),
                reason=remark.reason,
                remedy=remark.remedy,
                refused=remark.refused,
            )

    def reasons(self) -> pl.DataFrame:
        """Place of each refused row (``at``) → all that is wrong with it and what to do (``why``)."""
        told = [
            remark.at.to_frame("at").with_columns(pl.lit(self._in_words(remark)).alias("why"))
            for remark in self.remarks
            if remark.refused
        ]
        held = (self.state == HELD).arg_true()
        told.append(held.to_frame("at").with_columns(pl.lit(held_words()).alias("why")))
        return (
            pl.concat(told)
            .group_by("at", maintain_order=True)
            .agg(pl.col("why").str.join(say("；", "; ")))
        )

    def _in_words(self, remark: Remark) -> str:
        column = column_in_full(remark.column, [self.table])
        said = f"{column}{say('：', ': ')}{remark.reason}"
        return f"{said}{say('。', '. ')}{remark.remedy}" if remark.remedy else said

    def as_submitted(self, at: pl.Series) -> pl.DataFrame:
        """The source rows behind the rows ``at`` these places, which are in order."""
        if self.raw.again is not None:
            return self.raw.again(at)
        return (self.raw.frame if self.raw.original is None else self.raw.original)[at]


def held_words() -> str:
    return say(
        "同案有行被退回，请改好后整案重新提交",
        "another row of this case was refused; mend it and submit the whole case again",
    )


def places(at: pl.Series, height: int) -> pl.Series:
    """A mask of ``height`` rows that is true ``at`` these places."""
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, height).scatter(at, True)
