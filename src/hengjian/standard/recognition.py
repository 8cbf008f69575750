"""Which table of the standard a file or sheet is: by its name, else by its columns.

Serves the intake and whoever writes rows back under their table. Of an unknown table it says nothing.
"""

import re
from collections.abc import Iterable

from hengjian.standard.fields import Table
from hengjian.standard.tables import TABLES


def table_named(name: str, columns: Iterable[str]) -> str | None:
    """The table that is called ``name`` (`cases_2024`), else the one whose key is among ``columns``:
    called so after something else (`退回-案件`), or with most of its fields there."""
    plain = name.strip().lower()
    there = {column.strip().rstrip("*＊").strip() for column in columns}
    candidates = [table for table in TABLES if _has_key(table, there)]
    return (
        next((table.name for table in TABLES if _called(table, plain)), None)
        or next((table.name for table in candidates if _called(table, plain, r".+[-_·]")), None)
        or _best(candidates, there)
    )


def _called(table: Table, plain: str, before: str = "") -> bool:
    names = "|".join(re.escape(name) for name in (table.name, table.label))
    return re.fullmatch(rf"{before}({names})([-_ .（(]?\d.*)?", plain) is not None


def _has_key(table: Table, there: set[str]) -> bool:
    return all({part, table.field(part).label} & there for part in table.key)


def _best(candidates: list[Table], there: set[str]) -> str | None:
    """The table with most fields, if there are more than its key; the first of equal ones."""
    hits = {
        table.name: sum(bool({field.name, field.label} & there) for field in table.fields)
        for table in candidates
    }
    enough = [table.name for table in candidates if hits[table.name] > len(table.key)]
    return max(enough, key=hits.__getitem__, default=None)
