"""Takes personal data out of findings before they are shown: who the party is stays in the file.

Serves every kind of report. A finding keeps body, case and the facts that prove it; names, numbers
and birthdays of parties and officers become “withheld”. Masking is by the standard's own
declaration of what is personal, so a new personal field is masked without a change here.
"""

import re

import polars as pl

from hengjian.check.run import Run
from hengjian.content import say
from hengjian.facts import Column
from hengjian.rules.rule import Rule
from hengjian.standard.tables import TABLES

PERSONAL_FIELDS = {
    f"{table.name}.{field.name}" for table in TABLES for field in table.fields if field.personal
}
PERSONAL_OF_CASES = {
    field.name for table in TABLES if table.name == "cases" for field in table.fields
    if field.personal
}  # fmt: skip
_SHORT_NUMBER = 6
"""A number shorter than this is no identity; replacing it in a text would spoil dates and sums."""
_TAIL = 4


def withheld() -> str:
    return say("（已隐去）", "(withheld)")


def is_personal(column: Column) -> bool:
    """Whether a fact shows who somebody is: made from personal fields only, or named like one.

    Facts *derived* from personal fields among others (two cases state the same matter) are not.
    """
    return column.name.rsplit(".", 1)[-1] in PERSONAL_OF_CASES or 0 < len(column.reads) == len(
        PERSONAL_FIELDS & set(column.reads)
    )


def masked(run: Run) -> pl.DataFrame:
    """The run's findings with the columns of `rules.findings.SCHEMA` and nobody named in them."""
    findings = _evidence_masked(run.findings, list(run.book.rules.values()))
    return _names_replaced(findings, run)


# --- evidence -----------------------------------------------------------------------------------------


def _evidence_masked(findings: pl.DataFrame, rules: list[Rule]) -> pl.DataFrame:
    expression = pl.col("evidence")
    for rule in rules:
        labels = _personal_labels(rule)
        if labels:
            expression = (
                pl.when(pl.col("rule") == rule.id)
                .then(pl.col("evidence").list.eval(_value_hidden(labels)))
                .otherwise(expression)
            )
    return findings.with_columns(expression.alias("evidence"))


def _personal_labels(rule: Rule) -> list[str]:
    columns = (rule.subject.columns[name] for name in rule.columns)
    return sorted({say(c.label, c.name) for c in columns if is_personal(c)})


def _value_hidden(labels: list[str]) -> pl.Expr:
    """An entry “label：value” without its value; that there is none may be known."""
    entry = pl.element()
    named = "|".join(re.escape(label) for label in labels)
    nothing = "：" + say("（无记载）", "(not stated)")
    return (
        pl.when(entry.str.ends_with(nothing))
        .then(entry)
        .otherwise(entry.str.replace(f"(?s)^({named})：.*$", f"${{1}}：{withheld()}"))
    )


# --- names in sentences ---------------------------------------------------------------------------------


def _names_replaced(findings: pl.DataFrame, run: Run) -> pl.DataFrame:
    """Sentences and keys without the party's name and number.

    A sentence is made by a rule's own template, which may show them; here the records tell what to
    look for. Only the few rows that do hold a name are touched.
    """
    parties = run.records["cases"].select("body_id", "case_id", "party_id", "party_name")
    by_case = parties.unique(["body_id", "case_id"], keep="first", maintain_order=True)
    numbered = (
        parties.drop_nulls("party_id")
        .group_by("party_id", maintain_order=True)
        .agg(pl.col("party_name").drop_nulls().unique(maintain_order=True).alias("names"))
    )
    known = findings.join(
        by_case, on=["body_id", "case_id"], how="left", maintain_order="left"
    ).with_columns(
        party_id=pl.when(pl.col("subject") == "enterprise_year")
        .then(_party_of_enterprise())
        .otherwise(pl.col("party_id"))
    )
    known = known.join(numbered, on="party_id", how="left", maintain_order="left")
    text = pl.concat_str(
        "occurrence", "says", "right", pl.col("evidence").list.join("\n"), ignore_nulls=True
    )
    named = pl.any_horizontal(
        text.str.contains(pl.col("party_id"), literal=True).fill_null(False),
        text.str.contains(pl.col("party_name"), literal=True).fill_null(False),
        pl.col("subject") == "enterprise_year",
    )
    rows = known.with_row_index("row").filter(named)
    if rows.is_empty():
        return findings
    changed = [_row_masked(row) for row in rows.iter_rows(named=True)]
    columns = ["occurrence", "says", "right", "evidence"]
    clean = pl.DataFrame(
        changed, schema={"row": pl.UInt32} | {name: findings.schema[name] for name in columns}
    )
    return (
        findings.with_row_index("row")
        .update(clean, on="row", how="left")
        .drop("row")
        .select(findings.columns)
    )


def _party_of_enterprise() -> pl.Expr:
    """The party in `body/party/year`; the body's id is known, the year holds no slash."""
    rest = pl.col("occurrence").str.strip_prefix(pl.col("body_id") + "/")
    return rest.str.replace(r"/[^/]*$", "")


def _row_masked(row: dict[str, object]) -> dict[str, object]:
    number = row["party_id"]
    names = [row["party_name"], *(row["names"] or [])]  # type: ignore[misc]
    result: dict[str, object] = {"row": row["row"]}
    for column in ("says", "right"):
        result[column] = _without(row[column], number, names)
    evidence = row["evidence"]
    assert isinstance(evidence, list)
    result["evidence"] = [_without(entry, number, names) for entry in evidence]
    occurrence = row["occurrence"]
    if row["subject"] == "enterprise_year" and isinstance(number, str):
        occurrence = str(occurrence).replace(f"/{number}/", f"/{_tail(number)}/")
    result["occurrence"] = occurrence
    return result


def _without(text: object, number: object, names: list[object]) -> object:
    if not isinstance(text, str):
        return text
    for name in sorted({n for n in names if isinstance(n, str) and len(n) > 1}, key=len)[::-1]:
        text = text.replace(name, withheld())
    if isinstance(number, str) and not (number.isdigit() and len(number) < _SHORT_NUMBER):
        text = re.sub(rf"(?<![0-9A-Za-z]){re.escape(number)}(?![0-9A-Za-z])", _tail(number), text)
    return text


def _tail(number: str) -> str:
    """The last signs of a number: enough to tell two apart beside the file, not to find somebody."""
    return "…" + number[-_TAIL:] if len(number) > 2 * _TAIL else withheld()
