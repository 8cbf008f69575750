"""The rules of one subject, grouped by the sorts of case that they can concern.

Serves runs over many buckets: rows of one sort stand together, only the rules that may concern them
are put to them, and these read only their own columns. What it leaves out is certain not to apply.
"""

from collections.abc import Sequence

import polars as pl

from hengjian.facts import Bucket, Subject, build_facts
from hengjian.facts.sheet import Sheet
from hengjian.rules.concerns import Sort, may_concern, sorted_by
from hengjian.rules.engine import Evaluation, Hits, evaluated, facts_read
from hengjian.rules.expressions import Context
from hengjian.rules.findings import Writer, written
from hengjian.rules.judging import Judge
from hengjian.rules.next_due import Dues
from hengjian.rules.rule import Rule


class Panel:
    """A judge for each sort of case, made when its first rows come."""

    def __init__(self, subject: Subject, rules: Sequence[Rule], context: Context) -> None:
        self.subject, self.rules, self._context = subject, list(rules), context
        self._rules_for: dict[Sort, list[Rule]] = {}
        self._judge = Judge(self.rules, context)
        self._judges: dict[Sort, Judge] = {}
        self._dues: dict[Sort, Dues] = {}
        self._writers: dict[tuple[str, int], Writer] = {}

    def rules_for(self, sort: Sort) -> list[Rule]:
        """The rules that may concern this sort; asked anew for every bucket, so found once."""
        if sort not in self._rules_for:
            self._rules_for[sort] = [rule for rule in self.rules if may_concern(rule, sort)]
        return self._rules_for[sort]

    def columns(self, sort: Sort) -> list[str]:
        """The facts that the rules for this sort read."""
        return facts_read(self.subject, self.rules_for(sort))

    def made(self, bucket: Bucket) -> dict[Sort, pl.DataFrame]:
        """The facts of a bucket by sort of case."""
        sort, facts = self.whole(bucket)
        return self.parted(facts, sort)

    def whole(self, bucket: Bucket) -> tuple[Sort, pl.DataFrame]:
        """The facts of a bucket in one frame. Where all its cases are of one sort, as a single case is,
        that sort and only what its rules read; else no sort, which all rules may concern."""
        by = sorted_by(self.subject)
        sort: Sort = ()
        if by and bucket.cases.height:
            sort = _one_for_all(bucket.cases.select(by))
        rules = self.rules_for(sort) if sort else self.rules
        return sort, build_facts(self.subject, bucket, facts_read(self.subject, rules))

    def parted(self, facts: pl.DataFrame, sort: Sort = ()) -> dict[Sort, pl.DataFrame]:
        """Facts by sort of case, each with the columns its rules read; ``sort``: the one of all."""
        by = sorted_by(self.subject)
        if sort or not by:
            return {sort: facts}
        places = facts.select(*by, pl.int_range(pl.len(), dtype=pl.UInt32).alias("__row"))
        groups = places.group_by(by, maintain_order=True).agg("__row")
        sorts = groups.select(by).rows()
        return {
            sort: _standing(facts.select(self._in_order(facts, sort)), rows)
            for sort, rows in zip(sorts, groups["__row"], strict=True)
        }

    def _in_order(self, facts: pl.DataFrame, sort: Sort) -> list[str]:
        """The columns for a sort as they come where facts are made of this sort alone: both are put one
        below the other."""
        asked = {*self.columns(sort)}
        return [name for name in facts.columns if name in asked]

    def judged(self, sort: Sort, facts: pl.DataFrame | Sheet) -> Evaluation:
        """The verdicts on rows of one sort; what open rows lack is not told."""
        if sort not in self._judges:
            self._judges[sort] = self._judge.only(self.rules_for(sort))
        return evaluated(self._judges[sort], facts, tell_missing=False)

    def next_due(self, sort: Sort, facts: pl.DataFrame | Sheet) -> pl.Series:
        """For each row of one sort the first day on which time may change a verdict about it."""
        if sort not in self._dues:
            self._dues[sort] = Dues(self.rules_for(sort), self._context)
        return self._dues[sort].of(facts)

    def written(self, evaluation: Evaluation) -> pl.DataFrame:
        """The findings of the rules that were broken, in the order of the rows that broke them."""
        return written([(self._writer(hits), hits) for hits in evaluation.hits])

    def _writer(self, hits: Hits) -> Writer:
        key = (hits.rule.id, hits.context.most_stops)
        if key not in self._writers:
            self._writers[key] = Writer(hits.rule, hits.context)
        return self._writers[key]


def _one_for_all(sorts: pl.DataFrame) -> Sort:
    """The sort of all these cases, if they are all of one; else none."""
    first = sorts.row(0)
    if sorts.height > 1 and (sorts.row(-1) != first or sorts.n_unique() > 1):
        return ()
    return first


def _standing(facts: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """The facts at these rows, which are in order; not copied where none stands between them."""
    first, last = int(rows[0]), int(rows[-1])
    if last - first + 1 == len(rows):
        return facts.slice(first, len(rows))
    return facts[rows]
