"""Problems of submitted data, written for the officer who must mend them.

Each says which file, row and field, what stood there, why it cannot be accepted and what to do. Very
many of one kind are counted, not all kept: the first ones show what is wrong.
"""

from dataclasses import dataclass, field

import polars as pl

from hengjian.content import PlainError

KEPT_PER_KIND = 200
"""How many problems of one kind (file, field, reason) are kept with their rows."""

SCHEMA: dict[str, pl.DataType] = {
    "file": pl.String(),
    "row": pl.Int64(),
    "field": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
    "remedy": pl.String(),
    "refused": pl.Boolean(),
}


class UnreadableError(PlainError):
    """A file, or a whole submission, cannot be read. The message says what to do."""


@dataclass
class Problems:
    """All problems of one submission. ``refused_rows`` counts rows, not faults in them."""

    frames: list[pl.DataFrame] = field(default_factory=list)
    counts: dict[tuple[str, str, str, bool], int] = field(default_factory=dict)

    def add(
        self,
        *,
        file: str,
        rows: pl.Series,
        field: str,
        values: pl.Series,
        reason: str,
        remedy: str,
        refused: bool = True,
    ) -> None:
        """Problems of one kind: ``rows`` are row numbers as the officer's program shows them."""
        if rows.is_empty():
            return
        key = (file, field, reason, refused)
        before = self.counts.get(key, 0)
        self.counts[key] = before + len(rows)
        keep = max(0, KEPT_PER_KIND - before)
        if keep:
            self.frames.append(
                pl.DataFrame(
                    {
                        "row": rows.head(keep).cast(pl.Int64),
                        "value": values.head(keep).cast(pl.String),
                    }
                )
                .with_columns(
                    file=pl.lit(file),
                    field=pl.lit(field),
                    reason=pl.lit(reason),
                    remedy=pl.lit(remedy),
                    refused=pl.lit(refused),
                )
                .select(list(SCHEMA))
            )

    def note(self, *, file: str, field: str, reason: str, remedy: str = "") -> None:
        """A remark about a whole file: nothing is refused for it."""
        none = pl.Series([None], dtype=pl.Int64)
        self.add(
            file=file,
            rows=none,
            field=field,
            values=none,
            reason=reason,
            remedy=remedy,
            refused=False,
        )

    @property
    def table(self) -> pl.DataFrame:
        """The kept problems, refusals first, in the order of files and rows."""
        if not self.frames:
            return pl.DataFrame(schema=SCHEMA)
        return pl.concat(self.frames).sort(
            "refused", "file", "row", descending=[True, False, False], maintain_order=True
        )

    @property
    def total(self) -> int:
        return sum(self.counts.values())
