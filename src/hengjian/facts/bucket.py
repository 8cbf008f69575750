"""One bucket of records, prepared once: events sorted within their cases, look-ups by position.

Serves the makers of fact columns. Sorting events by case and time lets the first and the last event
of an activity be found by one scatter instead of a grouping; the order is made here, never assumed.
"""

from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hengjian.facts.distinct import Distinct
from hengjian.standard.records import Records, day_column, rows_of_cases

Rows = NDArray[np.int32]
FAR = 40_000  # 2079 as days since 1970: an open end of coverage
LONG_AGO = -36_500
_NEVER = -(2**40)
_Span = tuple[int, int]
_NOWHEN: _Span = (FAR, _NEVER)
_RARE = 3
"""What fewer than one case in so many has is fetched for these alone."""
_SCATTERED = (pl.Date, pl.Datetime("us", "UTC"), pl.Int64, pl.Boolean)
_NOWHERE: Rows = np.empty(0, dtype=np.int32)


class Bucket:
    """Accepted records and the positions of their events. Cheap until something is asked."""

    def __init__(self, records: Records, events: pl.DataFrame | None = None) -> None:
        """``events``: those of the records as the property `events` gives them, where a store keeps
        them in that order already."""
        self.records = records
        if events is not None:
            self.events = events
        self.cases = records["cases"].with_row_index("row")
        self.shared: dict[str, pl.DataFrame] = {}
        self._found: dict[tuple[str, str], tuple[pl.DataFrame, pl.Series]] = {}
        self._in_cases: dict[tuple[str, str], pl.Series] = {}
        self._known_in_cases: dict[tuple[tuple[str, str], ...], pl.Series] = {}
        self._there: dict[int, pl.Series] = {}
        self._stating: dict[str, pl.Series] = {}
        self._owners: dict[int, tuple[pl.Series, pl.Series]] = {}
        self._values: dict[tuple[str, int], tuple[pl.Series, pl.Series]] = {}
        self._distinct: dict[int, tuple[pl.Series, Distinct]] = {}

    def distinct(self, column: pl.Series) -> Distinct:
        """A column by its distinct values; kept, because column after column asks for it."""
        if id(column) not in self._distinct:
            self._distinct[id(column)] = (column, Distinct(column))
        return self._distinct[id(column)][1]

    # --- cases and their bodies, items ----------------------------------------------------------------

    def joined(self, left: pl.DataFrame, on: str, table: str, field: str) -> pl.Series:
        """``table.field`` for each row of ``left``, looked up by the table's one-column key."""
        return self.records[table][field][self._found_at(left, on, table)]

    def _found_at(self, left: pl.DataFrame, on: str, table: str) -> pl.Series:
        """Where in ``table`` each row of ``left`` finds its key. Field after field is asked of the
        same rows, so the answer is kept until other rows ask."""
        asked, found = self._found.get((on, table), (None, None))
        if asked is not left or found is None:
            right = self.records[table]
            wanted = (
                right.select(pl.col(right.columns[0]).alias(on))
                .with_row_index("__at")
                .unique(on, keep="first", maintain_order=True)
            )
            found = left.select(on).join(wanted, on=on, how="left", maintain_order="left")["__at"]
            self._found[on, table] = (left, found)
        return found

    @cached_property
    def flags(self) -> Distinct:
        """The flags of each case."""
        return Distinct(self.cases["flags"])

    # --- events -----------------------------------------------------------------------------------------

    @cached_property
    def events(self) -> pl.DataFrame:
        """Events with the row of their case, sorted by case, day, moment and sequence number."""
        events = self.records["events"]
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

    def positions(self, activity: str) -> Rows:
        return self._positions.get(activity, _NOWHERE)

    def first(self, activity: str) -> pl.Series:
        """Per case the position of its first event of ``activity``; null where there is none."""
        return self._kept("first", activity, self._event_case, self.positions(activity)[::-1])

    def last(self, activity: str) -> pl.Series:
        """Per case the position of its last event of ``activity``; null where there is none."""
        return self._kept("last", activity, self._event_case, self.positions(activity))

    def _kept(self, which: str, of: str, case_rows: Rows, positions: Rows) -> pl.Series:
        """Per case the last of ``positions`` that is its own: made once, asked by many columns."""
        if (which, of) not in self._in_cases:
            at = np.full(self.cases.height, -1, dtype=np.int64)
            at[case_rows[positions]] = positions
            # What is still -1 does not fit into an unsigned number and so becomes null.
            found = pl.Series("position", at).cast(pl.UInt32, strict=False)
            self._in_cases[which, of] = found
            there = pl.Series(at >= 0)
            self._there[id(found)] = there
            owners = there.arg_true()
            self._owners[id(found)] = (owners, found[owners])
        return self._in_cases[which, of]

    def there(self, positions: pl.Series) -> pl.Series:
        """Whether each case has one of ``positions``, which `first`, `last` or `document` gave."""
        return self._there[id(positions)]

    def _taken(self, values: pl.Series, positions: pl.Series) -> pl.Series:
        """The values at ``positions``. Where few cases have one, only these are fetched."""
        owners, places = self._few(positions)
        if owners is None or places is None or values.dtype not in _SCATTERED:
            return values[positions]
        none = pl.Series(values.name, [None], dtype=values.dtype)
        return none.new_from_index(0, len(positions)).scatter(owners, values[places])

    def _few(self, positions: pl.Series) -> tuple[pl.Series | None, pl.Series | None]:
        """Which cases have one of ``positions``, and these; none where many have."""
        owners, places = self._owners.get(id(positions), (None, None))
        few = owners is not None and len(owners) * _RARE < len(positions)
        return (owners, places) if few else (None, None)

    def count(self, activity: str) -> pl.Series:
        owners = self._event_case[self.positions(activity)]
        return pl.Series(np.bincount(owners, minlength=self.cases.height).astype(np.int64))

    def event_value(self, column: str, positions: pl.Series) -> pl.Series:
        """``column`` of the events at ``positions``, null where there is no event."""
        if (column, id(positions)) not in self._values:  # kept with its positions, so that the
            found = self._taken(self.events[column], positions)  # name cannot be another's
            self._values[column, id(positions)] = (positions, found)
        return self._values[column, id(positions)][1]

    def summed(self, column: str, activity: str) -> pl.Series:
        """Per case the sum of an event column over ``activity``; null if none was recorded."""
        positions = self.positions(activity)
        values = self.events[column][pl.Series(positions, dtype=pl.UInt32)]
        stated = values.is_not_null().to_numpy()
        rows = self._event_case[positions][stated]
        total = np.zeros(self.cases.height, dtype=np.int64)
        np.add.at(total, rows, values.drop_nulls().cast(pl.Int64).to_numpy())
        known = np.zeros(self.cases.height, dtype=bool)
        known[rows] = True
        return pl.Series(total).set(pl.Series(~known), None)

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
        day = day_column("moment")
        edges = (
            self.events.group_by("case_row")
            .agg(pl.col(day).min().alias("first"), pl.col(day).max().alias("last"))
            .rename({"case_row": "row"})
        )
        joined = self.cases.select("row", "found_on").join(
            edges, on="row", how="left", maintain_order="left"
        )
        first = joined.select(pl.coalesce("first", "found_on"))["first"]
        last = joined.select(pl.coalesce("last", "found_on"))["last"]
        return first, last

    # --- documents --------------------------------------------------------------------------------------

    @cached_property
    def _document_case(self) -> Rows:
        """The row of each document's case; -1 where the case is not here."""
        found = rows_of_cases(self.records["documents"], self.cases)
        return found.cast(pl.Int32).fill_null(-1).to_numpy()

    @cached_property
    def _document_positions(self) -> dict[str, Rows]:
        return _positions_by(self.records["documents"]["kind"])

    def document(self, kind: str) -> pl.Series:
        """Per case the position of its last document of ``kind``; null where there is none."""
        positions = self._document_positions.get(kind, _NOWHERE)
        positions = positions[self._document_case[positions] >= 0]
        return self._kept("document", kind, self._document_case, positions)

    def paper(self, activity: str, kind: str) -> pl.Series:
        """Per case the position of the document that its last event of ``activity`` names; where the
        event names none, of the only document of ``kind``. Null where neither tells."""
        if ("paper", activity) not in self._in_cases:
            number = self.event_value("doc_no", self.last(activity))
            named = pl.DataFrame({"row": self.cases["row"], "doc_no": number}).drop_nulls()
            papers = self._numbered_papers.join(named, on=["row", "doc_no"], how="semi")
            at = np.full(self.cases.height, -1, dtype=np.int64)
            at[papers["row"].to_numpy()] = papers["__at"].to_numpy()
            by_number = pl.Series("number", at).cast(pl.UInt32, strict=False)
            owners = self._document_case[self._document_positions.get(kind, _NOWHERE)]
            counts = np.bincount(owners[owners >= 0], minlength=self.cases.height)
            frame = pl.DataFrame(
                {"number": by_number, "only": self.document(kind), "one": pl.Series(counts == 1)}
            )
            self._in_cases["paper", activity] = frame.select(
                pl.coalesce("number", pl.when("one").then("only"))
            ).to_series()
        return self._in_cases["paper", activity]

    @cached_property
    def _numbered_papers(self) -> pl.DataFrame:
        """Row of the case, number and position of every document of a case."""
        return (
            pl.DataFrame(
                {"row": self._document_case, "doc_no": self.records["documents"]["doc_no"]}
            )
            .with_row_index("__at")
            .filter(pl.col("row") >= 0)
            .with_columns(pl.col("row").cast(pl.UInt32))
        )

    def document_value(self, column: str, positions: pl.Series) -> pl.Series:
        """``column`` of the documents at ``positions``, null where there is no document."""
        return self._taken(self.records["documents"][column], positions)

    def document_states(self, field: str, positions: pl.Series) -> pl.Series:
        """Whether the documents at ``positions`` state ``field``; null where there is none."""
        owners, places = self._few(positions)
        if ("stated", id(positions)) not in self._values:
            which = self._stated.codes[positions if places is None else places]
            self._values["stated", id(positions)] = (positions, which)
        if field not in self._stating:
            values = self._stated.values.to_frame("value")
            self._stating[field] = values.select(pl.col("value").list.contains(field)).to_series()
        found = self._stating[field][self._values["stated", id(positions)][1]]
        if owners is None:
            return found
        none = pl.Series([None], dtype=pl.Boolean).new_from_index(0, len(positions))
        return none.scatter(owners, found)

    @cached_property
    def _stated(self) -> Distinct:
        """What each document states, by the few different lists of that."""
        return Distinct(self.records["documents"]["fields"])

    # --- recordings -------------------------------------------------------------------------------------

    def recorded(self, activity: str) -> pl.Series:
        """Per case whether any recording was made of ``activity``."""
        owners = self._recording_case[self._recording_positions.get(activity, _NOWHERE)]
        return pl.Series(np.bincount(owners[owners >= 0], minlength=self.cases.height) > 0)

    @cached_property
    def _recording_case(self) -> Rows:
        """The row of each recording's case; -1 where it belongs to none here."""
        found = rows_of_cases(self.records["recordings"], self.cases)
        return found.cast(pl.Int32).fill_null(-1).to_numpy()

    @cached_property
    def _recording_positions(self) -> dict[str, Rows]:
        return _positions_by(self.records["recordings"]["activity"])

    # --- coverage ---------------------------------------------------------------------------------------

    def known_until(self, table: str, name: str, bodies: pl.Series, began: pl.Series) -> pl.Series:
        """The day up to which an absence in ``table``/``name`` means that nothing happened.

        Per row, for the body in ``bodies`` and a matter that began on ``began``; null where the body
        does not report it, or did not yet when the matter began.
        """
        return self._known_until(self._covering(table, name), bodies, began)

    def known_in_cases(self, table: str, name: str) -> pl.Series:
        """The same for every case, from the first day anything is known of it.

        Few bodies declare names one by one, so most names have the same spans and one answer.
        """
        keys = self._covering(table, name)
        if keys not in self._known_in_cases:
            self._known_in_cases[keys] = self._known_until(keys, self._bodies, self.began_on)
        return self._known_in_cases[keys]

    @cached_property
    def _bodies(self) -> pl.Series:
        return self.cases["body_id"]

    @cached_property
    def _spans(self) -> dict[tuple[str, str], dict[str, list[_Span]]]:
        """What coverage says of a table and a name: body → first and last day, in days since 1970."""
        rows = self.records["coverage"].select(
            "table",
            "name",
            "body_id",
            pl.col("covered_from").cast(pl.Int32).fill_null(LONG_AGO),
            pl.col("covered_to").cast(pl.Int32).fill_null(FAR),
        )
        found: dict[tuple[str, str], dict[str, list[_Span]]] = {}
        for table, name, body, since, until in rows.iter_rows():
            found.setdefault((table, name), {}).setdefault(body, []).append((since, until))
        return found

    def _covering(self, table: str, name: str) -> tuple[tuple[str, str], ...]:
        """What coverage says of a table and a name: of these, of the whole table, of everything."""
        asked = {(t, n) for t in (table, "*") for n in (name, "*")}
        return tuple(sorted(key for key in asked if key in self._spans))

    def _known_until(
        self, keys: tuple[tuple[str, str], ...], bodies: pl.Series, began: pl.Series
    ) -> pl.Series:
        """The latest end among a body's spans in which its matter began; null where it is in none."""
        start = began.cast(pl.Int64).fill_null(_NEVER).to_numpy()
        until = np.full(len(bodies), _NEVER, dtype=np.int64)
        told = [self._spans[key] for key in keys]
        for since, last in (span for spans in told for span in spans.get("*", ())):
            until[(since <= start) & (start <= last) & (until < last)] = last
        names = self.distinct(bodies)
        own = [[span for spans in told for span in spans.get(body, ())] for body in names.values]
        codes = names.codes.fill_null(len(own)).to_numpy()
        for turn in range(max(map(len, own), default=0)):
            now = [spans[turn] if turn < len(spans) else _NOWHEN for spans in own]
            since, last = np.array([*now, _NOWHEN], dtype=np.int64)[codes].T
            inside = (since <= start) & (start <= last) & (until < last)
            until[inside] = last[inside]
        # What is still never does not fit into a day's number and so becomes null.
        return pl.Series("until", until).cast(pl.Int32, strict=False).cast(pl.Date)


def _positions_by(values: pl.Series) -> dict[str, Rows]:
    """Value → where it stands, in order."""
    named = Distinct(values)
    count = len(named.values)
    codes = named.codes.fill_null(count).to_numpy()
    order = np.argsort(codes.astype(np.uint8 if count < 255 else np.uint32), kind="stable")
    ends = np.cumsum(np.bincount(codes, minlength=count + 1))
    starts = np.concatenate(([0], ends[:-1]))
    at = order.astype(np.int32)
    return {
        value: at[start:end] for value, start, end in zip(named.values, starts, ends, strict=False)
    }
