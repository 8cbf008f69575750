"""Registers while batches come one after the other: their newest entries, without reading them again.

Serves the standing check, which makes facts of a batch at hand. It knows which entries the cases of a
batch rest on, and which cases taken before rest on what a batch changes: the same as a snapshot says.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from hengjian.archive.at_hand import AtHand
from hengjian.archive.layout import EVERYONE, OF_CASES
from hengjian.archive.nesting import KEY
from hengjian.archive.register import differing
from hengjian.standard.tables import BY_NAME

Names = dict[str, pl.Series]
Entries = Mapping[str, pl.DataFrame]


def named_by(batch: AtHand) -> Names:
    """The bodies, items, devices and officers that the cases of a batch name."""
    cases = batch.rows.cases
    officers = batch.rows.parts["events"]["officers"].explode(empty_as_null=False)
    named = {n: cases[n] for n in ("body_id", "item_id", "device_id")} | {"officer_id": officers}
    return {field: names.drop_nulls().unique() for field, names in named.items()}


@dataclass
class Growing:
    """``newest``: of each entry the newest version, as a snapshot has them."""

    newest: dict[str, pl.DataFrame]

    def add(self, brought: Entries) -> dict[str, pl.DataFrame]:
        """Take the entries of the next batch. Gives those that are new or other than before: as they
        are now, then as they were."""
        changed = {}
        for name in OF_CASES:
            rows, before = brought.get(name), self.newest[name]
            changed[name] = before.clear()
            if rows is None:
                continue
            key = list(BY_NAME[name].key)
            rows = rows.unique(key, keep="last", maintain_order=True)
            was = before.join(rows, on=key, how="semi", nulls_equal=True)
            changed[name] = differing(rows, was)
            kept = before
            if was.height:
                kept = before.join(
                    rows, on=key, how="anti", nulls_equal=True, maintain_order="left"
                )
            self.newest[name] = pl.concat([kept, rows])
        return changed

    def of(self, names: Names, batch: AtHand) -> dict[str, pl.DataFrame]:
        """The entries that the cases of a batch may rest on; of other registers none."""
        entries = {"bodies": self.newest["bodies"]}
        for name in ("items", "discretion", "delegations"):
            entries[name] = _of(self.newest[name], "item_id", names["item_id"])
        for name in ("officers", "certificates"):
            entries[name] = _of(self.newest[name], "officer_id", names["officer_id"])
        devices = _of(self.newest["monitoring_devices"], "device_id", names["device_id"])
        told = pl.concat([names["body_id"], pl.Series([EVERYONE])])
        entries["coverage"] = _of(self.newest["coverage"], "body_id", told)
        entries["outcomes"] = self.newest["outcomes"].join(
            batch.rows.cases.select(KEY), on=list(KEY), how="semi", maintain_order="left"
        )
        return entries | {"monitoring_devices": devices}


def _of(entries: pl.DataFrame, field: str, names: pl.Series) -> pl.DataFrame:
    return entries.filter(pl.col(field).is_in(names.implode()))
