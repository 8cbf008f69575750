"""Builds the fact rows of one subject: key columns, then the asked columns, nothing else."""

from collections.abc import Iterable

import polars as pl

from hengjian.facts.bucket import Bucket
from hengjian.facts.subject import Gathered, Subject


def build_facts(subject: Subject, bucket: Bucket, names: Iterable[str]) -> pl.DataFrame:
    """The facts ``names`` of every row of ``subject`` in ``bucket``, after its key and its body.

    Raises KeyError for a column that the subject does not declare.
    """
    return pl.DataFrame(_columns(subject, bucket, subject.rows(bucket), names))


def build_gathered(
    subject: Subject,
    gathered: Gathered,
    registers: Bucket,
    given: pl.DataFrame,
    names: Iterable[str],
) -> pl.DataFrame:
    """The same of a subject across cases, from what the cases of whole groups gave and a bucket of
    registers; with the group of each row."""
    rows = gathered.met(registers, given)
    columns = _columns(subject, registers, rows, names)
    return pl.DataFrame([*columns, gathered.groups(rows)])


def _columns(
    subject: Subject, bucket: Bucket, rows: pl.DataFrame, names: Iterable[str]
) -> list[pl.Series]:
    always = subject.named
    columns = [rows[name] for name in always]
    for name in sorted(set(names) - set(always)):
        column = subject.columns[name]
        made, dtype = column.make(bucket, rows), column.type.dtype
        columns.append((made if made.dtype == dtype else made.cast(dtype)).alias(name))
    return columns
