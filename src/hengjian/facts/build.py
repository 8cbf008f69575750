"""Builds the fact rows of one subject: key columns, then the asked columns, nothing else."""

from collections.abc import Iterable

import polars as pl

from hengjian.facts.bucket import Bucket
from hengjian.facts.subject import Subject


def build_facts(subject: Subject, bucket: Bucket, names: Iterable[str]) -> pl.DataFrame:
    """The facts ``names`` of every row of ``subject`` in ``bucket``, after its key and its body.

    Raises KeyError for a column that the subject does not declare.
    """
    rows = subject.rows(bucket)
    always = subject.named
    columns = [rows[name] for name in always]
    for name in sorted(set(names) - set(always)):
        column = subject.columns[name]
        columns.append(column.make(bucket, rows).cast(column.type.dtype).alias(name))
    return pl.DataFrame(columns)
