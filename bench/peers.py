"""The same five checks on the same simulated cases: this engine, a row loop, pandera, pm4py.

Serves whoever asks why not simply use one of those. What is found is compared case by case wherever the
peer can say the same; times are CPU seconds of all threads, the best of some rounds, imports left out.
The ratio is printed with what it leaves out: it says nothing of what else those tools are good for. Ends
with 1 where one of them finds something else.

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
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
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


@dataclass
class Table:
    """Lines of the comparison; ``wanted``: what the engine found, which each peer has to find too."""

    cases: int
    wanted: Found = field(default_factory=set)
    differing: int = 0

    def tell(self, name: str, checks: int, seconds: float, yard: float, same: str = "") -> None:
        """``yard``: seconds that the engine takes for one check on all cases."""
        rate, ratio = self.cases * checks / seconds / 1000, seconds / checks / yard
        print(f"{name:<48}{checks:>4}{seconds:>9.3f} s{rate:>12,.0f} k/s{ratio:>9.2f} ×  {same}")

    def compared(self, found: Found, checks: Iterable[str] = CHECKS) -> str:
        wanted = {entry for entry in self.wanted if entry[0] in checks}
        if found == wanted:
            return f"the same {len(found)} findings"
        self.differing += 1
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
        table, rounds = Table(options.cases), options.rounds
        print(f"{options.cases:,} cases, {city.tables['events'].height:,} events (simulated, of the mix city)\n"
              f"{'':<48}{'':>4}{'CPU':>11}{'checks':>16}{'a check':>11}")  # fmt: skip
        seconds, table.wanted = best(rounds, whole)
        yard = seconds / len(CHECKS)
        table.tell(
            "engine, facts made from records", 5, seconds, yard, f"{len(table.wanted)} findings"
        )
        seconds, found = best(rounds, rules_only)
        at_hand = seconds / len(CHECKS)
        table.tell("engine, facts at hand", 5, seconds, yard, table.compared(found))
        full = Book.load(Content())
        count = len(full.of_subject("case"))
        seconds, _ = best(rounds, whole_book(full, city.tables, city.as_of))
        table.tell("engine, the book's rules on cases, facts made", count, seconds, yard)
        rows = rows_of(city.tables)
        seconds, found = best(rounds, lambda: row_by_row(*rows))
        table.tell("row by row in Python, from records", 5, seconds, yard, table.compared(found))
        seconds, found = best(rounds, with_pandera(wide))
        same = table.compared(found)
        table.tell("pandera, facts at hand (beside the engine's)", 5, seconds, at_hand, same)
        for check, work in with_pm4py(wide, city.tables).items():
            seconds, found = best(rounds, work)
            kind = "eventually follows" if check == "Z03" else "four eyes"
            same = table.compared(found, {check})
            table.tell(f"pm4py, {kind}, on an event log", 1, seconds, yard, same)
    for check, words in CHECKS.items():
        print(f"  {check}  {words}")
    print(
        f"Caveat: the engine makes the facts once for all checks, here five, in the book {count}; for one check\n"
        "alone most of its time is that, and the gap to a loop or to pm4py is small. The loop is given its rows\n"
        "as dictionaries, pm4py its sorted log, ready-made. pandera is given the facts and is compared with the\n"
        "engine that has them too. The two of pm4py's filters that say the same are compared, each by itself. A\n"
        "peer's other uses are not measured here."
    )
    if table.differing:
        print(f"{table.differing} of them found something else", file=sys.stderr)
    return min(table.differing, 1)


if __name__ == "__main__":
    sys.exit(main())
