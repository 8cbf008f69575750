"""Triggers by which the database itself refuses to change or delete what the ledger holds.

They serve against a mistake in our code and against a hand in the database that is not set on deceit;
whoever may drop triggers can get around them, and then heads kept elsewhere tell. Installed after each
`migrate`, because SQLite forgets triggers when it makes a table anew; the self-check looks for them.
"""

from collections.abc import Iterator

from hengjian.core.triggers import Triggers

ENTRY = "entries_ledgerentry"
FIXED = ("entries_signedhead", "entries_keystatement")
ERASURE = "entries_erasure"
TABLES = (ENTRY, *FIXED, ERASURE)
_SAME = (
    "id", "line", "leaf", "kind", "subject_type", "subject_id", "actor_post_id", "moment",
)  # fmt: skip
_ERASED = ("payload", "salt", "rows_secret")
REFUSAL = "the ledger only grows: this row may not be changed or deleted"


def _same(columns: tuple[str, ...], is_same: str) -> str:
    return " AND ".join(f"OLD.{one} {is_same} NEW.{one}" for one in columns)


def _allowed(is_same: str) -> str:
    """The two changes an entry may undergo: its position is set once; its payload is erased."""
    numbered = (
        f"OLD.position IS NULL AND NEW.position IS NOT NULL AND {_same(_ERASED, is_same)}"
        f" AND NOT EXISTS (SELECT 1 FROM {ENTRY} WHERE position = NEW.position)"
    )
    gone = " AND ".join(f"NEW.{one} IS NULL" for one in _ERASED)
    erased = (
        f"OLD.position {is_same} NEW.position AND {gone} AND EXISTS "
        f"(SELECT 1 FROM {ERASURE} WHERE entry_id = OLD.id AND state = 'done')"
    )
    return f"{_same(_SAME, is_same)} AND (({numbered}) OR ({erased}))"


def _sqlite() -> Iterator[str]:
    """FAIL, not ABORT, which would make SQLite journal every row; each row is judged alone anyway."""
    refuse = f"BEGIN SELECT RAISE(FAIL, '{REFUSAL}'); END"
    for table in TABLES:
        yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}"
        # a REPLACE would delete without telling the trigger above; and no entry is born numbered
        born = "NEW.position IS NOT NULL OR " if table == ENTRY else ""
        yield (
            f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} "
            f"WHEN {born}EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refuse}"
        )
    for table in FIXED:
        yield f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}"
    yield (
        f"CREATE TRIGGER {ENTRY}_update BEFORE UPDATE ON {ENTRY} "
        f"WHEN NOT ({_allowed('IS')}) {refuse}"
    )
    yield (
        f"CREATE TRIGGER {ERASURE}_update BEFORE UPDATE ON {ERASURE} "
        f"WHEN OLD.state <> 'asked' OR OLD.entry_id <> NEW.entry_id {refuse}"
    )


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION entries_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = '23514'; END $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION entries_may_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {_allowed('IS NOT DISTINCT FROM')} THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = '23514'; END $$"
    )
    refuse = "EXECUTE FUNCTION entries_refuse()"
    for table in TABLES:
        yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}"
        yield f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} {refuse}"
    for table in FIXED:
        yield f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} FOR EACH ROW {refuse}"
    yield (
        f"CREATE TRIGGER {ENTRY}_update BEFORE UPDATE ON {ENTRY} "
        "FOR EACH ROW EXECUTE FUNCTION entries_may_change()"
    )
    yield (
        f"CREATE TRIGGER {ENTRY}_number BEFORE INSERT ON {ENTRY} "
        f"FOR EACH ROW WHEN (NEW.position IS NOT NULL) {refuse}"
    )
    yield (
        f"CREATE TRIGGER {ERASURE}_update BEFORE UPDATE ON {ERASURE} FOR EACH ROW "
        f"WHEN (OLD.state <> 'asked' OR OLD.entry_id <> NEW.entry_id) {refuse}"
    )


GUARDS = Triggers(TABLES, {"sqlite": _sqlite, "postgresql": _postgresql})
