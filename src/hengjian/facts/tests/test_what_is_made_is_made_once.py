"""What buckets share is one and the same thing for all of them, also where two make it at once."""

import polars as pl

from hengjian.facts import Bucket
from hengjian.standard.records import Records


def test_of_two_that_make_the_same_the_first_counts() -> None:
    bucket = Bucket(Records.of({}))
    first, second = pl.DataFrame({"a": [1, 2]}), pl.DataFrame({"a": [2, 1]})

    def while_another_is_done_first(_: Records) -> pl.DataFrame:
        assert bucket.made("x", lambda _: first) is first
        return second

    assert bucket.made("x", while_another_is_done_first) is first
    assert bucket.made("x", lambda _: second) is first
