"""One bucket of records, prepared once: events sorted within their cases, look-ups by position.

Serves the makers of fact columns. Sorting events by case and time lets the first and the last event
of an activity be found by one scatter instead of a grouping; the order is made here, never assumed.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.facts.coverage import Coverage, Days, Names, days_of
from hengjian.facts.distinct import Distinct
from hengjian.facts.keyed import Keyed
from hengjian.facts.missing import certainly, filled, known_to_be, nothing, stated, throughout
from hengjian.facts.named import Named
from hengjian.facts.places import NOWHERE, Places, Rows
from hengjian.standard.records import Records, day_column, rows_of_cases

_LATE, _EARLY = 2**31 - 1, -(2**31)


class Bucket:
    """Accepted records and the positions of their events. Cheap until something is asked."""

    def __init__(self, records: Records, owners: Mapping[str, pl.Series] | None = None) -> None:
        """``owners``: of events, documents and recordings the row of the case of each, where a store
        keeps those of a case together and its events in the order of time already."""
        self.records = records
        self._own: dict[str, pl.DataFrame] = {}
        self._owners = owners or {}
        self.cases = records["cases"].with_row_index("row")
        self.shared: dict[str, pl.DataFrame] = {}
        self._found: dict[tuple[str, str], tuple[pl.DataFrame, Places]] = {}
        self._places: dict[tuple[str, str], Places] = {}
        self._values: dict[tuple[str, Places], pl.Series] = {}
        self._known: dict[Names, pl.Series] = {}
        self._certain: dict[Names, pl.Series] = {}
        self._absent: dict[Names, pl.Series] = {}
        self._stating: dict[str, pl.Series] = {}
        self._seen: dict[str, pl.Series] = {}

    # --- registers ------------------------------------------------------------------------------------

    def own(self, table: str) -> pl.DataFrame:
        """The entries of a register that facts are about: all, or those of `only`. Others are looked up
        among all of them."""
        return self._own[table] if table in self._own else self.records[table]

    def only(self, table: str, entries: pl.DataFrame) -> "Bucket":
        """The same records, where facts about a register are about these entries of it."""
        bucket = Bucket(self.records)
        bucket._own = self._own | {table: entries}
        return bucket

    # --- cases and their bodies, items ----------------------------------------------------------------

    def joined(self, left: pl.DataFrame, on: str, table: str, field: str) -> pl.Series:
        """``table.field`` for each row of ``left``, looked up by the table's one-column key."""
        return self.at(left, on, table).of(self.records[table][field])

    def found(
        self, name: str, on: tuple[str, ...], make: Callable[[Records], pl.DataFrame]
    ) -> tuple[pl.DataFrame, Places]:
        """What ``make`` makes of registers, with one row for each ``on``, and which row of it is each
        case's. ``name`` is what it is kept by."""
        keyed: Keyed = self.made(name, lambda records: Keyed(make(records), on))
        if ("found", name) not in self._places:
            self._places["found", name] = keyed.places(self.cases)
        return keyed.entries, self._places["found", name]

    def made(self, name: str, make: Callable[[Records], Any]) -> Any:
        """What ``make`` makes of registers: once for all buckets that have the same ones."""
        return self.records.making(name, make)

    def at(self, left: pl.DataFrame, on: str, table: str) -> Places:
        """Where in a register each row of ``left`` finds its key. Field after field is asked of the
        same rows, so the answer is kept until other rows ask."""
        asked, found = self._found.get((on, table), (None, None))
        if asked is not left or found is None:
            wanted, entries = Distinct(left[on]), self.entries(table)
            at = [entries.get(value, -1) for value in wanted.values]
            found = Places(np.array([*at, -1], dtype=np.int32)[wanted.numbers])
            self._found[on, table] = (left, found)
        return found

    def entries(self, table: str) -> dict[str, int]:
        """Where the first entry of each key stands in a register."""

        def make(records: Records) -> dict[str, int]:
            keys = records[table].to_series(0).to_list()
            backwards = range(len(keys) - 1, -1, -1)
            return dict(zip(reversed(keys), backwards, strict=True))

        entries: dict[str, int] = self.made(table, make)
        return entries

    @cached_property
    def flags(self) -> Distinct:
        """The flags of each case."""
        return Distinct(self.cases["flags"])

    # --- events -----------------------------------------------------------------------------------------

    @cached_property
    def events(self) -> pl.DataFrame:
        """Events with the row of their case: those of one case together, and sorted by day, moment and
        sequence number."""
        events = self.records["events"]
        if "events" in self._owners:
            owners = self._owners["events"].alias("case_row")
            return pl.DataFrame([owners, *events.get_columns()])
        return (
            events.with_columns(rows_of_cases(events, self.cases).alias("case_row"))
            .filter(pl.col("case_row").is_not_null())
            .sort("case_row", day_column("moment"), "moment", "seq", nulls_last=False)
        )

    @cached_property
    def _event_case(self) -> Rows:
        return self.events["case_row"].to_numpy().astype(np.int32)

    @cached_property
    def _positions(self) -> dict[str, Rows]:
        """Positions of the events of each activity, in order."""
        return _positions_by(self.events["activity"])

    def positions(self, *activities: str) -> Rows:
        """Positions of the events of these activities, in order."""
        found = [self._positions.get(activity, NOWHERE) for activity in activities]
        return found[0] if len(found) == 1 else np.sort(np.concatenate([NOWHERE, *found]))

    def cases_of(self, positions: Rows) -> Rows:
        """The rows of the cases to which the events at these positions belong."""
        return self._event_case[positions]

    @cached_property
    def named(self) -> Named:
        """Who is named by each event."""
        return Named(self.events["officers"])

    def first(self, activity: str) -> Places:
        """Per case the position of its first event of ``activity``."""
        return self._kept("first", activity, self._event_case, self.positions(activity)[::-1])

    def last(self, activity: str) -> Places:
        """Per case the position of its last event of ``activity``."""
        return self._kept("last", activity, self._event_case, self.positions(activity))

    def _kept(self, which: str, of: str, case_rows: Rows, positions: Rows) -> Places:
        """Per case the last of ``positions`` that is its own: made once, asked by many columns."""
        if not len(positions):
            return self._nowhere
        if (which, of) not in self._places:
            own = case_rows[positions]
            self._places[which, of] = Places.last_of(positions, own, self.cases.height)
        return self._places[which, of]

    @cached_property
    def _nowhere(self) -> Places:
        """No position for any case, the same for all that is nowhere."""
        return Places(np.full(self.cases.height, -1, dtype=np.int32))

    def count(self, activity: str) -> pl.Series:
        """Per case how many events there are of ``activity``."""
        positions = self.positions(activity)
        if not len(positions):
            return throughout(0, pl.Int64, self.cases.height)
        owners = self._event_case[positions]
        return pl.Series(np.bincount(owners, minlength=self.cases.height).astype(np.int64))

    def event_value(self, column: str, places: Places) -> pl.Series:
        """``column`` of the events at ``places``, null where there is no event."""
        if (column, places) not in self._values:
            self._values[column, places] = places.of(self.events[column])
        return self._values[column, places]

    def seen(self, activity: str) -> pl.Series:
        """Per case whether there is an event of ``activity``."""
        if activity not in self._seen:
            there = self.first(activity).there
            self._seen[activity] = self.happened(there, "events", activity)
        return self._seen[activity]

    def summed(self, column: str, activity: str) -> pl.Series:
        """Per case the sum of an event column over ``activity``; 0 if none was recorded."""
        positions = self.positions(activity)
        if not len(positions):
            return throughout(0, pl.Int64, self.cases.height)
        values = filled(self.events[column][pl.Series(positions)].cast(pl.Int64), 0)
        total = np.zeros(self.cases.height, dtype=np.int64)
        np.add.at(total, self._event_case[positions], values.to_numpy())
        return pl.Series(total)

    @cached_property
    def began_on(self) -> pl.Series:
        """The first day anything is known of each case."""
        return self._edge_days[0]

    @cached_property
    def last_known_on(self) -> pl.Series:
        """The last day anything is known of each case."""
        return self._edge_days[1]

    @cached_property
    def _edge_days(self) -> tuple[pl.Series, pl.Series]:
        day = self.events[day_column("moment")].cast(pl.Int32)
        starts = np.flatnonzero(np.diff(self._event_case, prepend=-1))
        owners = self._event_case[starts]
        found = self.cases["found_on"].cast(pl.Int32)
        edges = []
        for edge, none in ((np.minimum, _LATE), (np.maximum, _EARLY)):
            own = edge.reduceat(filled(day, none).to_numpy(), starts)
            days = filled(found, none).to_numpy().copy()
            days[owners[own != none]] = own[own != none]
            edges.append(pl.Series(days).set(pl.Series(days == none), None).cast(pl.Date))
        return edges[0], edges[1]

    # --- documents --------------------------------------------------------------------------------------

    @cached_property
    def _document_case(self) -> Rows:
        """The row of each document's case; -1 where the case is not here."""
        return self._cases_of("documents")

    @cached_property
    def _document_positions(self) -> dict[str, Rows]:
        return _positions_by(self.records["documents"]["kind"])

    def _documents(self, kind: str) -> Rows:
        """Positions of the documents of a kind that belong to a case, in order."""
        positions = self._document_positions.get(kind, NOWHERE)
        return positions[self._document_case[positions] >= 0]

    def document(self, kind: str) -> Places:
        """Per case the position of its last document of ``kind``."""
        return self._kept("document", kind, self._document_case, self._documents(kind))

    def paper(self, activity: str, kind: str) -> Places:
        """Per case the position of the document that its last event of ``activity`` names; where the
        event names none, of the only document of ``kind``. None where neither tells."""
        if ("paper", activity) not in self._places:
            only = self.document(kind).at
            counts = np.bincount(
                self._document_case[self._documents(kind)], minlength=self.cases.height
            )
            named = self._named(self.event_value("doc_no", self.last(activity)))
            at = np.where(named >= 0, named, np.where(counts == 1, only, -1))
            self._places["paper", activity] = Places(at.astype(np.int32))
        return self._places["paper", activity]

    def _named(self, numbers: pl.Series) -> Rows:
        """Per case the position of its last document with this number; -1 where it has none."""
        numbered = np.append(stated(numbers).to_numpy(), False)
        of_them = np.flatnonzero(numbered[self._document_case]).astype(np.int32)
        owners = self._document_case[of_them]
        same = self.records["documents"]["doc_no"][of_them] == numbers[owners]
        right = certainly(same).to_numpy()
        return Places.last_of(of_them[right], owners[right], self.cases.height).at

    def document_value(self, column: str, places: Places) -> pl.Series:
        """``column`` of the documents at ``places``, null where there is no document."""
        return places.of(self.records["documents"][column])

    def document_states(self, field: str, places: Places) -> pl.Series:
        """Whether the documents at ``places`` state ``field``; null where there is none."""
        if places.none:
            return nothing(pl.Boolean(), len(places.at))
        if field not in self._stating:
            told = [None if one is None else field in one for one in self._stated.values.to_list()]
            self._stating[field] = pl.Series(told, dtype=pl.Boolean)
        if ("stated", places) not in self._values:
            self._values["stated", places] = self._stated.codes[places.asked]
        return places.spread(self._stating[field][self._values["stated", places]])

    @cached_property
    def _stated(self) -> Distinct:
        """What each document states, by the few different lists of that."""
        return Distinct(self.records["documents"]["fields"])

    # --- recordings -------------------------------------------------------------------------------------

    def recorded(self, activity: str) -> pl.Series:
        """Per case whether any recording was made of ``activity``."""
        positions = self._recording_positions.get(activity, NOWHERE)
        if not len(positions):
            return throughout(False, pl.Boolean, self.cases.height)
        owners = self._recording_case[positions]
        return pl.Series(np.bincount(owners[owners >= 0], minlength=self.cases.height) > 0)

    @cached_property
    def _recording_case(self) -> Rows:
        """The row of each recording's case; -1 where it belongs to none here."""
        return self._cases_of("recordings")

    def _cases_of(self, table: str) -> Rows:
        found = self._owners.get(table)
        if found is None:
            found = rows_of_cases(self.records[table], self.cases)
        return filled(found.cast(pl.Int32), -1).to_numpy()

    @cached_property
    def _recording_positions(self) -> dict[str, Rows]:
        return _positions_by(self.records["recordings"]["activity"])

    # --- coverage ---------------------------------------------------------------------------------------

    def known_until(self, table: str, name: str, bodies: pl.Series, began: pl.Series) -> pl.Series:
        """The day up to which an absence in ``table``/``name`` means that nothing happened.

        Per row, for the body in ``bodies`` and a matter that began on ``began``; null where the body
        does not report it, or did not yet when the matter began.
        """
        names, of = self._coverage.names(table, name), Distinct(bodies)
        return self._coverage.until(names, of.values.to_list(), of.numbers, days_of(began))

    def known_in_cases(self, table: str, name: str) -> pl.Series:
        """The same for every case, from the first day anything is known of it."""
        names = self._coverage.names(table, name)
        if names not in self._known:
            self._known[names] = self._until(names, self.bodies.numbers, self._began)
        return self._known[names]

    def known_on(self, table: str, name: str, case_rows: pl.Series, days: pl.Series) -> pl.Series:
        """The same for days of cases, by the rows of the cases."""
        names = self._coverage.names(table, name)
        return self._until(names, self.bodies.numbers[case_rows.to_numpy()], days_of(days))

    def _until(self, names: Names, which: NDArray[np.uint32], began: Days) -> pl.Series:
        return self._coverage.until(names, self.bodies.values.to_list(), which, began)

    def certain(self, table: str, name: str) -> pl.Series:
        """Whether an absence is certain up to the last day anything is known of each case."""
        names = self._coverage.names(table, name)
        if names not in self._certain:
            certain = self.known_in_cases(table, name) >= self.last_known_on
            self._certain[names] = certainly(certain)
        return self._certain[names]

    def happened(self, present: pl.Series, table: str, name: str) -> pl.Series:
        """True where ``present``, which is never null; false where an absence is certain, else null."""
        if present is not self._never:
            return known_to_be(present, self.certain(table, name))
        names = self._coverage.names(table, name)
        if names not in self._absent:
            self._absent[names] = known_to_be(present, self.certain(table, name))
        return self._absent[names]

    @cached_property
    def _never(self) -> pl.Series:
        """What is said of all that happened in no case, as is most."""
        return throughout(False, pl.Boolean, self.cases.height)

    @cached_property
    def _coverage(self) -> Coverage:
        made: Coverage = self.made("coverage", lambda records: Coverage(records["coverage"]))
        return made

    @cached_property
    def bodies(self) -> Distinct:
        """The body of each case."""
        return Distinct(self.cases["body_id"])

    @cached_property
    def _began(self) -> Days:
        return days_of(self.began_on)


def _positions_by(values: pl.Series) -> dict[str, Rows]:
    """Value → where it stands, in order."""
    named = Distinct(values)
    count = len(named.values)
    codes = named.numbers
    order = np.argsort(codes.astype(np.uint8 if count < 255 else np.uint32), kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=count + 1))
    starts = np.concatenate(([0], ends[:-1]))
    at = order.astype(np.int32)
    return {
        value: at[start:end] for value, start, end in zip(named.values, starts, ends, strict=False)
    }
