"""All writes of a check run: what it found becomes rows, in portions of which each stands alone.

Each portion is one transaction with its own ledger entry; the run's row is there from the first and
counts as over with the last. Whoever kills it in between leaves findings that the next run recognises.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import polars as pl
from django.db import transaction
from django.db.models import Count, F

from hengjian.check.standing.state import About
from hengjian.core.entries.actions import Actor, record
from hengjian.core.portions import portions
from hengjian.domain.findings.applied import bulk
from hengjian.domain.findings.applied.differing import difference
from hengjian.domain.findings.models import CheckRun, Finding, Step, Tally
from hengjian.domain.findings.texts import bulk as texts
from hengjian.domain.records.bulk import add_counts

AT_ONCE = 5_000
WEIGHTS = {"F": 0, "S": 1, "G": 2, "N": 3}
State = Finding.State
REOPEN = frozenset({State.DISMISSED, State.ANSWERED, State.RAISED})
"""Somebody had come to an end with it; other values ask him to look again."""
PENDING = frozenset({State.ASKED, State.APPEALED})
"""Somebody is about to act on it; he is told of the other values, and goes on."""


class Key(NamedTuple):
    """What a tally counts by."""

    body: int
    rule: str
    weight: int
    state: str


@transaction.atomic
def begin_run(
    about: About, *, cause: str, planned: int, judged: int, why: str, by: Actor | None, at: datetime
) -> CheckRun:
    """The row of the run that stands; one that was interrupted here is taken up again."""
    run = CheckRun.objects.filter(generation=about.generation, run=about.run).first()
    if run is None:
        run = CheckRun(generation=about.generation, run=about.run, cause=cause, began_at=at)
    run.seq, run.as_of, run.tallies = about.seq, about.day, about.tallies
    run.planned, run.judged, run.why = planned, judged, why
    run.ended_at = None
    run.save()
    return run


@transaction.atomic
def put(
    run: CheckRun,
    found: pl.DataFrame,
    *,
    bodies: Mapping[str, int],
    persons: frozenset[str],
    by: Actor | None,
    at: datetime,
) -> None:
    """A portion of what stands, masked: new ones come in, known ones say what they say now."""
    rows = _rows(run, found, bodies, persons, at)
    known = _known(list(rows))
    new = [row for code, row in rows.items() if code not in known]
    other = {code: row for code, row in rows.items()
             if code in known and known[code]["values"] != row["values"]}  # fmt: skip
    back = [one for code, one in known.items() if not one["stands"]]
    shift = Counter(_key(row) for row in new)
    before = texts.texts_of(list(other))
    bulk.insert(new)
    shift.update(_change(other, known, at))
    texts.forget(before)
    texts.tell(texts.texts_of([*other, *(row["code"] for row in new)]))
    _revive(back, at)
    for one in back:
        shift[_key(one | other.get(one["code"], {}) | {"state": one["state"]})] += 1
    tally(shift, by=by, at=at)
    _count(
        run, appeared=len(new) + len(back), changed=len(other.keys() - {b["code"] for b in back})
    )
    lines = [{"finding": row["code"], "values": row["values"]} for row in rows.values()]
    record("run.found", subject=run, payload={"rows": len(lines)}, by=by, at=at, rows=lines)


def _rows(
    run: CheckRun,
    found: pl.DataFrame,
    bodies: Mapping[str, int],
    persons: frozenset[str],
    at: datetime,
) -> dict[str, dict[str, Any]]:
    """Code → the row of each finding."""
    rows = {}
    for one in found.iter_rows(named=True):
        body = bodies.get(one["body_id"] or "")
        rows[one["finding"]] = {
            **{name: one[name] or "" for name in _TEXTS},
            "code": one["finding"],
            "weight": WEIGHTS.get(one["severity"], len(WEIGHTS)),
            "person": one["rule"] in persons,
            "body_id": body,
            "case_id": (one["case_id"] or "")[:64],
            "occurrence": one["occurrence"][:300],
            "on": one["on"],
            "evidence": one["evidence"] or [],
            "parameters": one["parameters"] or [],
            "state": State.OPEN.value,
            "version": 1,
            "stands": True,
            "told": False,
            "appeared_at": run.began_at,
            "changed_at": at,
        }
    pairs = {(r["body_id"], r["case_id"]) for r in rows.values() if r["body_id"] and r["case_id"]}
    records = bulk.records_of(sorted(pairs))
    for row in rows.values():
        row["record_id"] = records.get((row["body_id"], row["case_id"]))
    return rows


_TEXTS = (
    "rule", "title", "severity", "nature", "subject", "says", "right", "because", "articles", "sum",
    "values",
)  # fmt: skip


def _known(codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Code → what is here of these findings."""
    names = ("code", "pk", "values", "stands", "state", "rule", "body_id", "weight")
    rows = Finding.objects.filter(code__in=codes).order_by().values(*names)
    return {row["code"]: row for row in rows}


def _change(
    other: Mapping[str, dict[str, Any]], known: Mapping[str, dict[str, Any]], at: datetime
) -> Counter[Key]:
    """Write the texts of findings that rest on other values, and reopen what was decided about them:
    not where the bureau only sees the rule as graver or less grave than it did."""
    shift: Counter[Key] = Counter()
    decided = [known[code]["pk"] for code in other if known[code]["state"] in REOPEN | PENDING]
    before = {one.code: one for one in Finding.objects.filter(pk__in=decided)}
    steps, opened = [], []
    for code, row in other.items():
        was = known[code]
        state = was["state"]
        reopens = state in REOPEN and not _only_weighed_anew(before[code], row)
        if reopens:
            opened.append(was["pk"])
            state = State.REOPENED
        if code in before:
            kind = Step.Kind.REOPENED if reopens else Step.Kind.NOTED
            steps.append(_told_of(before[code], row, kind, at))
        if was["stands"]:
            shift[_key(was)] -= 1
            shift[_key({**row, "state": state})] += 1
        was["state"] = state
    bulk.rewrite([(known[code]["pk"], row) for code, row in other.items()])
    Finding.objects.filter(pk__in=opened).update(
        state=State.REOPENED, due_on=None, version=F("version") + 1
    )
    Step.objects.bulk_create(steps)
    return shift


def _only_weighed_anew(before: Finding, row: Mapping[str, Any]) -> bool:
    """Whether all that proves the finding is as it was, and only the severity of its rule is another."""
    proof = ("says", "sum", "evidence", "parameters")  # the nature follows the severity
    same = all(getattr(before, name) == row[name] for name in proof)
    return same and before.severity != row["severity"]


def _told_of(before: Finding, row: dict[str, Any], kind: Step.Kind, at: datetime) -> Step:
    was = {
        name: getattr(before, name)
        for name in ("evidence", "parameters", "severity", "sum", "says")
    }
    return Step(finding=before, kind=kind, words=difference(was, row), values=row["values"], at=at)


def _revive(back: Sequence[dict[str, Any]], at: datetime) -> None:
    """Findings that had vanished stand again, with their story."""
    keys = [one["pk"] for one in back]
    rows = Finding.objects.filter(pk__in=keys)
    rows.update(stands=True, vanished_at=None, changed_at=at, version=F("version") + 1)


@transaction.atomic
def settle(run: CheckRun, codes: Sequence[str], *, by: Actor | None, at: datetime) -> None:
    """A portion of what a run found no more: settled by the data, whatever people had decided."""
    rows = Finding.objects.filter(code__in=codes, stands=True)
    gone = list(rows.order_by().values("code", "rule", "body_id", "weight", "state", "values"))
    rows.update(stands=False, vanished_at=at, changed_at=at, version=F("version") + 1)
    shift: Counter[Key] = Counter()
    for one in gone:
        shift[_key(one)] -= 1
    tally(shift, by=by, at=at)
    _count(run, vanished=len(gone))
    lines = [{"finding": one["code"], "values": one["values"]} for one in gone]
    record("run.found_no_more", subject=run, payload={"rows": len(lines)}, by=by, at=at, rows=lines)


@transaction.atomic
def end_run(run: CheckRun, *, recount: bool, by: Actor | None, at: datetime) -> CheckRun:
    """All of the run is here now."""
    bulk.link()
    if recount:
        recount_all(by=by, at=at)
    run.refresh_from_db()
    run.ended_at = at
    run.save(update_fields=["ended_at"])
    payload = {
        "generation": run.generation, "run": run.run, "batch": run.seq, "day": str(run.as_of),
        "judged": run.judged, "appeared": run.appeared, "vanished": run.vanished,
        "changed": run.changed,
    }  # fmt: skip
    record("run.applied", subject=run, payload=payload, by=by, at=at)
    return run


@transaction.atomic
def let_go_of_vanished(*, before: datetime, by: Actor | None, at: datetime) -> int:
    """Delete what vanished long ago and nobody ever had in hand: nothing hangs on it."""
    gone = Finding.objects.filter(stands=False, vanished_at__lt=before)
    plain = gone.filter(steps=None, leads=None)
    codes = list(plain.order_by().values_list("code", flat=True))
    for some in portions(codes, AT_ONCE):
        texts.forget(texts.texts_of(some))
    return plain.delete()[0]


# --- counting ------------------------------------------------------------------------------------------


def _key(row: Mapping[str, Any]) -> Key:
    return Key(row["body_id"] or 0, row["rule"], row["weight"], str(row["state"]))


def tally(shift: Mapping[Key, int], *, by: Actor | None, at: datetime) -> None:
    """Move the counts, in the caller's transaction; in one order, so that nobody waits in a circle."""
    moved = {key: more for key, more in shift.items() if more}
    add_counts(
        Tally._meta.db_table, "body, rule, weight, state", "bigint[], text[], smallint[], text[]",
        list(moved), moved.values(), "number",
    )  # fmt: skip


@transaction.atomic
def recount_all(*, by: Actor | None, at: datetime) -> None:
    """Count anew what stands."""
    counted = Finding.objects.filter(stands=True).order_by()
    groups = counted.values_list("body_id", "rule", "weight", "state").annotate(Count("pk"))
    fresh = [
        Tally(body=body or 0, rule=rule, weight=weight, state=state, number=number)
        for body, rule, weight, state, number in groups
    ]
    Tally.objects.all().delete()
    Tally.objects.bulk_create(fresh, batch_size=5000)


def _count(run: CheckRun, **more: int) -> None:
    changes = {name: F(name) + number for name, number in more.items()}
    CheckRun.objects.filter(pk=run.pk).update(**changes)
