"""Builds the fact rows of one subject: key columns, then the asked columns, nothing else."""

from collections.abc import Iterable

import polars as pl

from hengjian.facts.bucket import Bucket
from hengjian.facts.subject import Subject


def build_facts(subject: Subject, bucket: Bucket, names: Iterable[str]) -> pl.DataFrame:
    """The facts ``names`` of every row of ``subject`` in ``bucket``, after its key columns.

    Raises KeyError for a column that the subject does not declare.
    """
    rows = subject.rows(bucket)
    columns = [rows[key] for key in subject.key]
    for name in sorted(set(names) - set(subject.key)):
        column = subject.columns[name]
        columns.append(column.make(bucket, rows).cast(column.type.dtype).alias(name))
    return pl.DataFrame(columns)
