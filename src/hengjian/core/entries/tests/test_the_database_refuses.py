"""The database itself refuses to change or delete what the ledger holds, asked in plain SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from hengjian.core.entries.actions import record
from hengjian.core.entries.guards import GUARDS
from hengjian.core.entries.heads.actions import sequence_pending
from hengjian.core.entries.models import Erasure, LedgerEntry
from hengjian.core.tests.small_city import AT, SmallCity

REFUSED = "only grows"


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def entry(small_city: SmallCity) -> LedgerEntry:
    entry = record("unit.seen", subject=small_city.bureau, payload={"n": 1}, by=None, at=AT)
    sequence_pending(at=AT)
    return entry


@pytest.mark.parametrize(
    "change",
    [
        "line = 'x'", "leaf = NULL", "kind = 'unit.unseen'", "subject_type = 'x'",
        "subject_id = '0'", "actor_post_id = 7", "moment = '2026-01-01 00:00:00'",
        "payload = '{}'", "payload = NULL, salt = NULL", "salt = NULL",
        "position = NULL", "position = position + 100000", "id = id + 100000",
    ],
)  # fmt: skip
def test_an_entry_is_not_changed(entry: LedgerEntry, change: str) -> None:
    with pytest.raises(DatabaseError, match=REFUSED):
        run(f"UPDATE entries_ledgerentry SET {change} WHERE id = {entry.pk}")


@pytest.mark.parametrize("table", GUARDS.tables[:3])
def test_nothing_is_deleted(entry: LedgerEntry, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] > 0
    with pytest.raises(DatabaseError, match=REFUSED):
        run(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match=REFUSED):
            run(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change", ["entries_signedhead SET size = 0", "entries_keystatement SET text = ''"]
)
def test_heads_and_statements_are_not_changed(entry: LedgerEntry, change: str) -> None:
    with pytest.raises(DatabaseError, match=REFUSED):
        run(f"UPDATE {change}")


def test_a_position_is_given_once_and_never_at_birth(entry: LedgerEntry) -> None:
    new = LedgerEntry.objects.create(
        line="x", leaf=b"x", kind="x", subject_type="x", subject_id="x", moment=AT
    )
    taken = LedgerEntry.objects.get(pk=entry.pk).position
    with pytest.raises(DatabaseError):
        run(f"UPDATE entries_ledgerentry SET position = {taken} WHERE id = {new.pk}")
    run(f"UPDATE entries_ledgerentry SET position = 90000 WHERE id = {new.pk}")
    with pytest.raises(DatabaseError, match=REFUSED):
        run(f"UPDATE entries_ledgerentry SET position = 90001 WHERE id = {new.pk}")
    with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
        LedgerEntry.objects.create(
            line="x",
            leaf=b"x",
            kind="x",
            subject_type="x",
            subject_id="x",
            moment=AT,
            position=7777,
        )


def test_a_payload_goes_only_on_a_ground_that_was_confirmed(entry: LedgerEntry) -> None:
    gone = f"UPDATE entries_ledgerentry SET payload = NULL, salt = NULL WHERE id = {entry.pk}"
    erasure = Erasure.objects.create(
        entry=entry, ground="个人信息保护法第四十七条", asked_by_post_id=1, asked_at=AT
    )
    with pytest.raises(DatabaseError, match=REFUSED):
        run(gone)
    run(f"UPDATE entries_erasure SET state = 'done' WHERE id = {erasure.pk}")
    for more in (", kind = 'x'", ", line = 'x'", ", leaf = NULL", ", position = 9"):
        with pytest.raises(DatabaseError, match=REFUSED):
            run(gone.replace(" WHERE", f"{more} WHERE"))
    run(gone)
    assert LedgerEntry.objects.get(pk=entry.pk).content is None
    with pytest.raises(DatabaseError, match=REFUSED):
        run(f"UPDATE entries_erasure SET state = 'asked' WHERE id = {erasure.pk}")
    with pytest.raises(DatabaseError, match=REFUSED):
        run("DELETE FROM entries_erasure")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is SQLite's")
def test_a_replace_does_not_get_around(entry: LedgerEntry) -> None:
    columns = "id, line, leaf, kind, subject_type, subject_id, moment"
    with pytest.raises(DatabaseError, match=REFUSED):
        run(
            f"INSERT OR REPLACE INTO entries_ledgerentry ({columns}) "
            f"SELECT {columns.replace('line', 'upper(line)')} FROM entries_ledgerentry "
            f"WHERE id = {entry.pk}"
        )
    new = LedgerEntry.objects.create(
        line="x", leaf=b"x", kind="x", subject_type="x", subject_id="x", moment=AT
    )
    taken = LedgerEntry.objects.get(pk=entry.pk).position
    with pytest.raises(DatabaseError, match=REFUSED):
        run(f"UPDATE OR REPLACE entries_ledgerentry SET position = {taken} WHERE id = {new.pk}")


def test_a_missing_guard_is_noticed(db: None) -> None:
    assert GUARDS.missing(connection) == []
    on = "" if connection.vendor == "sqlite" else " ON entries_ledgerentry"
    run(f"DROP TRIGGER entries_ledgerentry_delete{on}")
    assert GUARDS.missing(connection) == ["entries_ledgerentry_delete"]
