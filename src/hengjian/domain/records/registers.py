"""Hands the registers of the web to the archive, as batches of their own, whenever they changed.

Serves checks: a case is judged by the officers, certificates and items as they are registered here. Only
rows that differ are handed over. The archive forgets no row; one that was taken off the register (an
import undone) is handed over as never in force.
"""

import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import Count, Max

from hengjian.archive import Archive, Batch, Receipt
from hengjian.archive.batch import batch_id_of
from hengjian.core.clock import day_of
from hengjian.core.months import last_of
from hengjian.domain.records.models import Reported
from hengjian.domain.records.place import archive, put_whole
from hengjian.domain.registry.models import Version
from hengjian.domain.registry.registers import REGISTERS, Register
from hengjian.standard.fields import Kind
from hengjian.standard.records import Records, schema_of
from hengjian.standard.tables import BY_NAME

SOURCE = "registry"
REPORTS = "reports"
KEPT_HERE = (*REGISTERS, REPORTS)
"""Tables of the standard that are kept here: the web is their authority."""
NEVER = date(1800, 1, 1)
_ENDED_BY = {"certificates": "withdrawn_on", "delegations": "valid_to"}
"""What a row that was taken off must not go on giving anybody: a certificate, a delegation."""


def bring_up_to_date(*, at: datetime, wait: float = 60.0, anew: bool = False) -> Receipt | None:
    """Accept what differs between the registers and the archive; None if nothing does.

    ``anew``: compare even where nothing seems to have changed, as is done each night.

    Raises ArchiveBusyError where another process writes for longer than ``wait`` seconds.
    """
    store = archive()
    newest = _newest()
    if not anew and _marked(store) == newest:
        return None
    changed = differing(store)
    receipt = None
    if any(not frame.is_empty() for frame in changed.values()):
        records = Records.of(changed)
        # The same rows may come back after another change: they are a batch of their own.
        last = store.snapshot().seq
        told = f"{SOURCE}:{last}:{batch_id_of(records)}"
        receipt = store.accept(
            Batch(records, SOURCE),
            at=at,
            batch_id=hashlib.sha256(told.encode()).hexdigest(),
            wait=wait,
        )
    _mark(store, newest)
    return receipt


def differing(store: Archive) -> dict[str, pl.DataFrame]:
    """Of each register the rows that the archive does not know, or knows otherwise."""
    held = store.snapshot().registers
    found = {}
    for name, register in REGISTERS.items():
        ours, theirs = rows_of(register), held[name]
        new = ours.join(theirs, on=ours.columns, how="anti", nulls_equal=True)
        found[name] = pl.concat([new, _taken_off(name, ours, theirs)])
    ours, theirs = _reports(), held[REPORTS]
    found[REPORTS] = ours.join(theirs, on=ours.columns, how="anti", nulls_equal=True)
    return found


def _reports() -> pl.DataFrame:
    """What is known of each body's months, as a table of the standard."""
    rows = [
        {
            "body_id": one.body.code,
            "period_from": one.month,
            "period_to": last_of(one.month),
            "due_on": one.due_on,
            "received_on": one.received_at and day_of(one.received_at),
            "cases": one.cases,
            "cases_before": one.before,
            "vanished": one.vanished,
            "vanished_cases": one.vanished_cases or None,
            "narrowed": one.narrowed,
            "narrowed_names": "、".join(one.narrowed_names) or None,
        }
        for one in Reported.objects.select_related("body").order_by("pk").iterator(2000)
    ]
    return pl.DataFrame(rows, schema=schema_of(BY_NAME[REPORTS]))


def rows_of(register: Register) -> pl.DataFrame:
    """The register as a table of the standard."""
    table = BY_NAME[register.name]
    values = [register.values_of(row) for row in register.rows().order_by("pk").iterator(2000)]
    columns = {
        field.name: pl.Series(
            field.name, [_plain(field.kind, one[field.name]) for one in values], dtype=dtype
        )
        for field, dtype in zip(table.fields, schema_of(table).values(), strict=True)
    }
    return pl.DataFrame(columns)


def _plain(kind: Kind, value: Any) -> Any:
    if value is None or value == "":
        return None
    if kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    if kind in (Kind.CODES, Kind.IDS):
        return str(value).split(";")
    return value


def _taken_off(name: str, ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    ended = _ENDED_BY.get(name)
    if ended is None:
        return ours.clear()
    gone = theirs.join(ours, on=list(BY_NAME[name].key), how="anti")
    return gone.filter(pl.col(ended).ne_missing(NEVER)).with_columns(pl.lit(NEVER).alias(ended))


# --- what was handed over last ------------------------------------------------------------------------


def _marker() -> Path:
    return Path(settings.SUBMISSIONS) / "registers.json"


def _newest() -> str:
    """What the newest change of a register and of the reports is."""
    version = Version.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    reports = Reported.objects.aggregate(newest=Max("revision"), rows=Count("pk"))
    return f"{version}:{reports['newest']}:{reports['rows']}"


def _marked(store: Archive) -> str | None:
    """The version up to which the registers were handed to this very archive."""
    try:
        told = json.loads(_marker().read_text(encoding="utf-8"))
        stands = told["archive"] == _made(store)
        return str(told["version"]) if stands else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _mark(store: Archive, version: str) -> None:
    """Losing it costs one comparison, no more."""
    told = json.dumps({"archive": _made(store), "version": version})
    put_whole(_marker(), lambda new: new.write_text(told, encoding="utf-8"))


def _made(store: Archive) -> str:
    """Which archive it is: one that was made anew in the same place is another."""
    about = store.layout.about.stat()
    return f"{store.layout.root.resolve()}:{about.st_ino}:{about.st_mtime_ns}"
