"""An archive of simulated cases of the little register's three bodies, and the index over it.

Serves tests of records. The cases are simulated once; each test accepts what it needs into a place of
its own. Every party gets a name that a test can guess at.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import polars as pl

from hengjian.archive import Batch
from hengjian.domain.records import place
from hengjian.domain.records.indexing import index_batch
from hengjian.domain.records.models import Record
from hengjian.domain.registry.tests.register import AT, LittleRegister
from hengjian.simulator import simulate
from hengjian.standard.records import Records

CASES = 120
OF_BODY = {"A1": 60, "A2": 30, "B1": 30}
NESTED = ("events", "documents", "recordings")
KEY = ["body_id", "case_id"]


@cache
def simulated() -> dict[str, pl.DataFrame]:
    """Cases with their events, documents and recordings, given to the three bodies in turn."""
    tables = simulate(CASES, seed=5).tables
    bodies = [body for body, count in OF_BODY.items() for _ in range(count)]
    cases = tables["cases"].head(CASES)
    given = cases.select(*KEY).with_columns(given=pl.Series(bodies))
    moved = {"cases": cases, **{name: tables[name] for name in NESTED}}
    return {
        name: rows.join(given, on=KEY, how="semi")
        .join(given, on=KEY, how="left", maintain_order="left")
        .with_columns(body_id=pl.col("given"))
        .drop("given")
        for name, rows in moved.items()
    }


@dataclass
class Archived:
    """The register, and what a test accepts."""

    little: LittleRegister
    archive: str = ""
    seqs: list[int] = field(default_factory=list)

    def accept(self, tables: dict[str, pl.DataFrame] | None = None, at: Any = AT) -> int:
        """Accept a batch, indexed not yet; gives its number."""
        records = Records.of(tables or simulated())
        receipt = place.archive().accept(Batch(records, f"批次{len(self.seqs) + 1}"), at=at)
        self.seqs.append(receipt.seq)
        return receipt.seq

    def indexed(self, tables: dict[str, pl.DataFrame] | None = None, at: Any = AT) -> int:
        """Accept a batch and index it."""
        seq = self.accept(tables, at)
        index_batch(seq, at=at)
        return seq

    def record(self, case: str) -> Record:
        return Record.objects.get(case_id=case)


def corrected(case: str, **values: Any) -> dict[str, pl.DataFrame]:
    """One case as it was, but for these values."""
    tables = {name: rows.filter(pl.col("case_id") == case) for name, rows in simulated().items()}
    tables["cases"] = tables["cases"].with_columns(
        pl.lit(value).cast(tables["cases"].schema[name]).alias(name)
        for name, value in values.items()
    )
    return tables


def first_case(body: str = "A1") -> str:
    cases = simulated()["cases"]
    return str(cases.filter(pl.col("body_id") == body)["case_id"][0])
