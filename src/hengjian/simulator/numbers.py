"""The numbers of papers over all batches: by body and year, in the order of their days.

Serves the city, whose decisions and filings are numbered without gaps, and the plants whose paper
bears no number, another paper's, or one from the end of the year (`Batch.value["bears"]`).
"""

import polars as pl

from hengjian.simulator.registry import Registry

NO_NUMBER, LAST_NUMBER = -2, -3
"""What a plant writes instead of the row whose number a paper bears."""

UNNUMBERED, BACKDATED = "-", "+"
_MARKS = ("_filed", "_decided", "_order", "_filing_order", "_bears")


def numbered(cases: pl.DataFrame, registry: Registry) -> pl.DataFrame:
    """The cases with their filing and decision numbers."""
    short = {body.id: body.short for body in registry.bodies}
    words = {"penalty": "罚", "permit": "许", "coercion": "强", "inspection": "检"}
    for column, day, order, word in (
        ("decision_no", "_decided", "_order", ""),
        ("filing_no", "_filed", "_filing_order", "立"),
    ):
        year = pl.col(day).dt.year()
        made = (
            cases.select("body_id", "kind", day, order, "_bears")
            .with_row_index("_place")
            .sort("body_id", order, "_place")
            .with_columns(_year=year)
            .with_columns(
                _number=_running(day, column),
                _word=pl.col("kind").replace_strict(words, default="其") + word,
            )
            .sort("_place")
            .select(
                pl.when(pl.col(day).is_not_null())
                .then(
                    pl.concat_str(
                        pl.col("body_id").replace_strict(short, return_dtype=pl.String),
                        "_word",
                        pl.lit("〔"),
                        "_year",
                        pl.lit("〕"),
                        "_number",
                        pl.lit("号"),
                    )
                )
                .alias(column)
            )
        )
        cases = cases.with_columns(made[column])
    cases = _borne_by_others(cases)
    return cases.drop(_MARKS)


def _running(day: str, column: str) -> pl.Expr:
    """1, 2, 3 … for each body and year; what is backdated comes after all others of its year."""
    numbered = pl.col(day).is_not_null()
    place = numbered.cum_sum().over("body_id", "_year")
    if column != "decision_no":
        return place
    late = (pl.col("_bears") == BACKDATED).fill_null(False) & numbered
    before = late.cum_sum().over("body_id", "_year")
    in_time = (numbered & ~late).sum().over("body_id", "_year")
    return pl.when(late).then(in_time + before).otherwise(place - before)


def _borne_by_others(cases: pl.DataFrame) -> pl.DataFrame:
    """Papers that bear the number of another case of their body, or none."""
    odd = cases.filter(pl.col("_bears").is_not_null(), pl.col("_bears") != BACKDATED)
    if odd.is_empty():
        return cases
    own = cases.select(_bears="case_id", _borne="decision_no")
    borne = odd.select("case_id", "_bears").join(own, on="_bears", how="left").drop("_bears")
    return (
        cases.join(borne, on="case_id", how="left", maintain_order="left")
        .with_columns(
            decision_no=pl.when(pl.col("case_id").is_in(borne["case_id"].to_list()))
            .then("_borne")
            .otherwise("decision_no")
        )
        .drop("_borne")
    )
