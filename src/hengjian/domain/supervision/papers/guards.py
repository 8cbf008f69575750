"""Triggers by which the database refuses to change what was signed, and to delete what is on record.

Serve against a mistake in our code and a hand in the database, as the ledger's do; put in place after
each `migrate`.
"""

from collections.abc import Iterator

from hengjian.core.triggers import Triggers

PAPER = "supervision_paper"
FIXED = ("supervision_edition", "supervision_paperstep", "supervision_paperfile",
         "supervision_sealing")  # fmt: skip
TABLES = (PAPER, *FIXED)
WORDING = (
    "case_id", "owner_kind", "owner_id", "body_id", "about", "kind", "title", "bureau_id", "move", "inside", "corrects_id", "fields", "copies",
    "edition", "drafted_by_id", "drafted_at", "signed_by_id", "signed_at", "dated", "code",
)  # fmt: skip
NUMBER = ("mark", "year", "serial", "number", "template_id")
REFUSAL = "a signed paper may not be changed: make another one that corrects it"


def _changed(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"OLD.{one} {differs} NEW.{one}" for one in columns)


def _breaks(differs: str) -> str:
    """Wording after the signature, number once given, reason once void, day once served."""
    return (
        f"(OLD.signed_at IS NOT NULL AND ({_changed(WORDING, differs)}))"
        f" OR (OLD.serial IS NOT NULL AND ({_changed(NUMBER, differs)}))"
        " OR OLD.state IN ('void', 'dropped')"
        f" OR (OLD.served_on IS NOT NULL AND OLD.served_on {differs} NEW.served_on)"
    )


def _sqlite() -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    yield f"CREATE TRIGGER {PAPER}_keep BEFORE UPDATE ON {PAPER} WHEN {_breaks('IS NOT')} {refuse}"
    for table in TABLES:
        yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}"
    for table in FIXED:
        yield f"CREATE TRIGGER {table}_keep BEFORE UPDATE ON {table} {refuse}"


def _postgresql() -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION papers_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = '23514'; END $$"
    )
    refuse = "EXECUTE FUNCTION papers_refuse()"
    yield (
        f"CREATE TRIGGER {PAPER}_keep BEFORE UPDATE ON {PAPER} FOR EACH ROW "
        f"WHEN ({_breaks('IS DISTINCT FROM')}) {refuse}"
    )
    for table in TABLES:
        yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}"
        yield f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} {refuse}"
    for table in FIXED:
        yield f"CREATE TRIGGER {table}_keep BEFORE UPDATE ON {table} FOR EACH ROW {refuse}"


GUARDS = Triggers(TABLES, {"sqlite": _sqlite, "postgresql": _postgresql})
