"""The same five checks on the same simulated cases: this engine, a row loop, pandera, pm4py.

Serves whoever asks why not simply use one of those. What is found is compared case by case wherever the
peer can say the same; times are CPU seconds of all threads, the best of some rounds, imports left out.
The ratio is printed with what it leaves out: it says nothing of what else those tools are good for.

    pip install 'hengjian[bench]'        # pandera and pm4py: for this comparison only
    python bench/peers.py --cases 50000
"""

import argparse
import contextlib
import importlib.util
import io
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from hengjian.content import Content
from hengjian.facts import Bucket
from hengjian.rules.engine import context_of, facts_for, judge
from hengjian.rules.loading import Book
from hengjian.simulator import simulate
from hengjian.standard.records import Records

DAYS, MOST = 90, 5_000
CHECKS = {
    "Z01": "decided not before it was filed",
    "Z02": f"decided within {DAYS} days of filing",
    "Z03": "the party notified before the decision (not later than its day)",
    "Z04": "nobody who inquired reviews the case (four eyes)",
    "Z05": f"no fine above {MOST:,} yuan",
}
RULES = f'''
from hengjian.rules.expressions import days, overlaps
from hengjian.rules.rule import GENERAL, Judgement, rule

def of(id_, breaks):
    def judged(case, given):
        """Of decided penalty cases in ordinary procedure."""
        applies = (case.kind == "penalty") & (case.procedure == "ordinary")
        return Judgement(applies & case.decided.on.is_not_null(), breaks(case), "", "")
    return rule(id_, "case", title=id_, basis="行政处罚法#60", severity=GENERAL, at=None)(judged)

Z01 = of("Z01", lambda case: case.decided.on < case.filed.on)
Z02 = of("Z02", lambda case: days(case.filed.on, case.decided.on) > {DAYS})
Z03 = of("Z03", lambda case: ~(case.notified.on <= case.decided.on).known_true())
Z04 = of("Z04", lambda case: overlaps(case.legally_reviewed.officers, case.inquired.officers))
Z05 = of("Z05", lambda case: case.fine > {MOST})
'''
Found = set[tuple[str, str]]
"""Check and case."""


def best(rounds: int, work: Callable[[], Found]) -> tuple[float, Found]:
    times, found = [], set()
    for _ in range(rounds):
        begun = time.process_time()
        found = work()
        times.append(time.process_time() - begun)
    return min(times), found


# --- this engine ----------------------------------------------------------------------------------------


def own(content: Content, book: Book, tables: dict[str, pl.DataFrame], as_of: date) -> Any:
    """Facts from records and five rules: as a whole, and the rules by themselves."""
    (subject,) = book.subjects
    rules = book.of_subject(subject.name)
    context = context_of(content, as_of)

    def facts() -> tuple[pl.DataFrame, Any]:
        return facts_for(subject, Bucket(Records.of(tables)), rules, context)

    made, local = facts()

    def judged(wide: pl.DataFrame, local: Any) -> Found:
        hits = judge(rules, wide, local).hits
        return {(hit.rule.id, case) for hit in hits for case in hit.facts["case_id"]}

    return made, lambda: judged(*facts()), lambda: judged(made, local)


def whole_book(book: Book, tables: dict[str, pl.DataFrame], as_of: date) -> Callable[[], Found]:
    """All rules on single cases: what making facts once comes to when many checks share them."""
    subject = next(s for s in book.subjects if s.name == "case")
    rules = book.of_subject(subject.name)

    def judged() -> Found:
        context = context_of(book.content, as_of)
        hits = judge(rules, *facts_for(subject, Bucket(Records.of(tables)), rules, context)).hits
        return {(hit.rule.id, case) for hit in hits for case in hit.facts["case_id"]}

    return judged


# --- a row loop -----------------------------------------------------------------------------------------


def rows_of(tables: dict[str, pl.DataFrame]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Cases and their events as a program without a frame library holds them."""
    events = tables["events"].select("case_id", "activity", "moment_day", "officers")
    return tables["cases"].to_dicts(), events.to_dicts()


def row_by_row(cases: list[dict[str, Any]], events: list[dict[str, Any]]) -> Found:
    """The first event of each activity by case, then five conditions on each case."""
    first: dict[str, dict[str, dict[str, Any]]] = {}
    for event in events:
        seen = first.setdefault(event["case_id"], {})
        known = seen.get(event["activity"])
        if known is None or event["moment_day"] < known["moment_day"]:
            seen[event["activity"]] = event
    found: Found = set()
    for case in cases:
        if case["kind"] != "penalty" or case["procedure"] != "ordinary":
            continue
        key = case["case_id"]
        own = first.get(key, {})
        if "decided" not in own:
            continue
        decided = own["decided"]["moment_day"]
        if "filed" in own:
            filed = own["filed"]["moment_day"]
            if decided < filed:
                found.add(("Z01", key))
            if (decided - filed).days > DAYS:
                found.add(("Z02", key))
        if "notified" not in own or own["notified"]["moment_day"] > decided:
            found.add(("Z03", key))
        if "legally_reviewed" in own and "inquired" in own:
            reviewers = own["legally_reviewed"]["officers"] or ()
            if set(reviewers) & set(own["inquired"]["officers"] or ()):
                found.add(("Z04", key))
        if case["fine"] is not None and case["fine"] > MOST * 100:
            found.add(("Z05", key))
    return found


# --- pandera --------------------------------------------------------------------------------------------


def with_pandera(wide: pl.DataFrame) -> Callable[[], Found]:
    """Five checks on the frame of facts, which this peer is given ready-made."""
    import pandas as pd
    import pandera.pandas as pa

    about = (pl.col("kind") == "penalty") & (pl.col("procedure") == "ordinary")
    rows = wide.filter(about & pl.col("decided.on").is_not_null())
    both = rows.select(
        "case_id",
        *(
            pl.col(f"{name}.on").cast(pl.Datetime("ns"))
            for name in ("filed", "decided", "notified")
        ),
        fine=pl.col("fine").fill_null(0) / 100,
        same=pl.col("legally_reviewed.officers")
        .list.set_intersection(pl.col("inquired.officers"))
        .list.len()
        .fill_null(0),
    )
    frame = pd.DataFrame({name: both[name].to_numpy() for name in both.columns})
    schema = pa.DataFrameSchema(
        columns={
            "fine": pa.Column(float, pa.Check.le(MOST, name="Z05")),
            "same": pa.Column(checks=pa.Check.eq(0, name="Z04")),
        },
        checks=[
            pa.Check(lambda f: ~(f["decided.on"] < f["filed.on"]), name="Z01"),
            pa.Check(
                lambda f: ~((f["decided.on"] - f["filed.on"]).dt.days > DAYS), name="Z02"
            ),
            pa.Check(lambda f: f["notified.on"] <= f["decided.on"], name="Z03"),
        ],
    )  # fmt: skip

    def check() -> Found:
        try:
            schema.validate(frame, lazy=True)
        except pa.errors.SchemaErrors as error:
            failed = error.failure_cases[["check", "index"]].drop_duplicates()
            names = frame["case_id"].to_numpy()
            return {
                (str(check)[:3] if str(check)[:1] == "Z" else _named(str(check)), names[int(at)])
                for check, at in failed.itertuples(index=False)
            }
        return set()

    return check


def _named(check: str) -> str:
    return "Z05" if check.startswith("less_than") else "Z04"


# --- pm4py ----------------------------------------------------------------------------------------------


def with_pm4py(wide: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """Its two filters that say the same: eventually-follows and four eyes, on an event log."""
    import pandas as pd
    import pm4py

    about = (pl.col("kind") == "penalty") & (pl.col("procedure") == "ordinary")
    keys = wide.filter(about & pl.col("decided.on").is_not_null()).select("case_id")
    events = tables["events"].join(keys, on="case_id", how="semi").with_columns(
        # The order within a day does not count: what must come first stands first.
        at=pl.col("moment_day").cast(pl.Datetime("ns"))
        + pl.duration(seconds=(pl.col("activity") != "notified").cast(pl.Int64))
    )  # fmt: skip

    def log(rows: pl.DataFrame) -> Any:
        return pd.DataFrame({
            "case:concept:name": rows["case_id"].to_numpy(),
            "concept:name": rows["activity"].to_numpy(),
            "time:timestamp": pd.to_datetime(rows["at"].to_numpy(), utc=True),
            "org:resource": rows["officer"].to_numpy(),
        }).sort_values(["case:concept:name", "time:timestamp"], kind="stable")  # fmt: skip

    plain = log(events.with_columns(officer=pl.col("officers").list.first()))
    each = log(events.explode("officers").rename({"officers": "officer"}))

    def follows() -> Found:
        wrong = pm4py.filter_eventually_follows_relation(
            plain, [("notified", "decided")], retain=False
        )
        return {("Z03", case) for case in wrong["case:concept:name"].unique()}

    def four_eyes() -> Found:
        wrong = pm4py.filter_four_eyes_principle(
            each, "inquired", "legally_reviewed", keep_violations=True
        )
        return {("Z04", case) for case in wrong["case:concept:name"].unique()}

    return {"Z03": follows, "Z04": four_eyes}


# --- the table ------------------------------------------------------------------------------------------


def told(name: str, checks: int, seconds: float, cases: int, yard: float, same: str) -> None:
    rate = cases * checks / seconds / 1000
    print(
        f"{name:<48}{checks:>4}{seconds:>9.3f} s{rate:>12,.0f} k/s{rate and yard / rate:>9.1f} ×  {same}"
    )


def compared(found: Found, wanted: Found, checks: set[str]) -> str:
    wanted = {entry for entry in wanted if entry[0] in checks}
    if found == wanted:
        return f"the same {len(found)} findings"
    return f"DIFFERS: {len(found - wanted)} more, {len(wanted - found)} fewer"


def main() -> int:
    missing = [name for name in ("pandera", "pm4py") if importlib.util.find_spec(name) is None]
    if missing:
        print(f"没有安装 {'、'.join(missing)}，不作比较：pip install 'hengjian[bench]' / "
              f"not installed: {', '.join(missing)}; nothing is compared")  # fmt: skip
        return 0
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stderr(io.StringIO()):
        (Path(name) / "rules").mkdir()
        (Path(name) / "rules" / "checks.py").write_text(RULES, encoding="utf-8")
        content = Content(Path(name))
        book = Book.load(content).limited_to(frozenset(CHECKS))
        city = simulate(options.cases, 7, content)
        wide, whole, rules_only = own(content, book, city.tables, city.as_of)
        seconds, found = best(options.rounds, whole)
        yard = options.cases * 5 / seconds / 1000
        print(f"{options.cases:,} cases, {city.tables['events'].height:,} events\n"
              f"{'':<48}{'':>4}{'CPU':>11}{'checks':>16}{'ratio':>11}")  # fmt: skip
        told(
            "engine, facts made from records",
            5,
            seconds,
            options.cases,
            yard,
            f"{len(found)} findings",
        )
        seconds, again = best(options.rounds, rules_only)
        told(
            "engine, facts at hand",
            5,
            seconds,
            options.cases,
            yard,
            compared(again, found, set(CHECKS)),
        )
        at_hand = options.cases * 5 / seconds / 1000
        full = Book.load(Content())
        seconds, _ = best(options.rounds, whole_book(full, city.tables, city.as_of))
        count = len(full.of_subject("case"))
        told(
            "engine, the book's rules on cases, facts made", count, seconds, options.cases, yard, ""
        )
        rows = rows_of(city.tables)
        seconds, loop = best(options.rounds, lambda: row_by_row(*rows))
        told(
            "row by row in Python, from records",
            5,
            seconds,
            options.cases,
            yard,
            compared(loop, found, set(CHECKS)),
        )
        seconds, peer = best(options.rounds, with_pandera(wide))
        told(
            "pandera, facts at hand",
            5,
            seconds,
            options.cases,
            at_hand,
            compared(peer, found, set(CHECKS)),
        )
        for check, work in with_pm4py(wide, city.tables).items():
            seconds, peer = best(options.rounds, work)
            kind = "eventually follows" if check == "Z03" else "four eyes"
            told(
                f"pm4py, {kind}, on an event log",
                1,
                seconds,
                options.cases,
                yard,
                compared(peer, found, {check}),
            )
    for check, words in CHECKS.items():
        print(f"  {check}  {words}")
    print(
        "Caveat: the engine makes the facts once for all checks, here five, in the book 150; for one check\n"
        "alone most of its time is that, and the gap to pm4py is small. pandera is given the facts and is\n"
        "compared with the engine that has them too. A peer's other uses are not measured here."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
