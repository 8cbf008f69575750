"""An entry is written in the action's own transaction, about the right thing, and commits to it."""

import pytest
from django.db import transaction

from hengjian.core.entries.actions import record, record_many
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.entries.sealing import Happening, hash_in_use, hashes_of_rows
from hengjian.core.tests.small_city import AT, SmallCity
from hengjian.ledger import Entry, LedgerError, canonical, commitment, rows_of

PAYLOAD = {"name": "甲", "n": 1, "on": "2026-03-02"}


def test_it_is_the_line_that_is_hashed(small_city: SmallCity) -> None:
    bureau = small_city.bureau
    entry = record("unit.seen", subject=bureau, payload=PAYLOAD, by=small_city.city, at=AT)
    kept = LedgerEntry.objects.get(pk=entry.pk)
    said = Entry.parse(kept.line.encode())
    assert (said.kind, said.at) == (kept.kind, kept.moment) == ("unit.seen", AT)
    assert (
        said.subject == f"{kept.subject_type}:{kept.subject_id}" == f"organisation.unit:{bureau.pk}"
    )
    assert said.actor == f"people.post:{kept.actor_post_id}" == f"people.post:{small_city.city.pk}"
    assert bytes(kept.leaf) == hash_in_use().leaf(kept.line.encode())
    assert kept.position is None


def test_it_commits_to_its_payload_and_keeps_it_outside_the_line(small_city: SmallCity) -> None:
    entry = record("unit.seen", subject=small_city.bureau, payload=PAYLOAD, by=None, at=AT)
    kept = LedgerEntry.objects.get(pk=entry.pk)
    assert kept.payload == PAYLOAD
    assert kept.content is not None
    assert kept.content.encode() == canonical(PAYLOAD)
    opened = commitment(hash_in_use(), kept.content.encode(), bytes(kept.salt or b""))
    assert Entry.parse(kept.line.encode()).commitment == opened
    assert "甲" not in kept.line
    assert Entry.parse(kept.line.encode()).actor == ""


def test_it_needs_no_commitment_to_nothing(small_city: SmallCity) -> None:
    entry = record("unit.seen", subject=small_city.bureau, payload={}, by=None, at=AT)
    assert (entry.content, entry.salt, entry.committed) == (None, None, False)


def test_bulk_work_is_one_entry_with_the_root_of_its_rows(small_city: SmallCity) -> None:
    rows = [{"officer": number, "state": "valid"} for number in range(300)]
    entry = record(
        "register.loaded",
        subject=small_city.bureau,
        payload={"file": "a"},
        by=None,
        at=AT,
        rows=rows,
    )
    kept = LedgerEntry.objects.get(pk=entry.pk)
    assert kept.row_count == 300
    hashes = hashes_of_rows([canonical(row) for row in rows], bytes(kept.rows_secret or b""))
    assert Entry.parse(kept.line.encode()).rows == rows_of(hash_in_use(), hashes)
    changed = [*rows[:-1], {"officer": 299, "state": "expired"}]
    others = hashes_of_rows(changed, bytes(kept.rows_secret or b""))
    assert Entry.parse(kept.line.encode()).rows != rows_of(hash_in_use(), others)


def test_many_entries_are_as_if_recorded_one_by_one(small_city: SmallCity) -> None:
    unit = ("organisation.unit", str(small_city.bureau.pk))
    many = [Happening("unit.counted", unit, {"n": number}) for number in range(7)]
    assert record_many(many, by=small_city.city, at=AT) == 7
    one = record(
        "unit.counted", subject=small_city.bureau, payload={"n": 7}, by=small_city.city, at=AT
    )
    kept = list(LedgerEntry.objects.filter(kind="unit.counted").order_by("id"))
    assert [row.payload for row in kept] == [{"n": number} for number in range(8)]
    for row in kept:
        said = Entry.parse(row.line.encode())
        assert bytes(row.leaf) == hash_in_use().leaf(row.line.encode())
        assert said.commitment == commitment(
            hash_in_use(), (row.content or "").encode(), bytes(row.salt or b"")
        )
        same = (row.moment, row.actor_post_id, row.subject_type, row.subject_id)
        assert same == (one.moment, one.actor_post_id, one.subject_type, one.subject_id)


@pytest.mark.parametrize("payload", [{"yuan": 1.5}, {"on": AT}, {"姓名": "x"}])
def test_what_cannot_be_written_in_one_way_is_refused(
    small_city: SmallCity, payload: dict[str, object]
) -> None:
    record("unit.seen", subject=small_city.bureau, payload={"fen": 150}, by=None, at=AT)
    with pytest.raises(LedgerError):
        record("unit.seen", subject=small_city.bureau, payload=payload, by=None, at=AT)


def test_it_vanishes_with_a_transaction_that_fails(small_city: SmallCity) -> None:
    def act(*, fail: bool) -> None:
        with transaction.atomic():
            record("unit.seen", subject=small_city.bureau, payload={}, by=None, at=AT)
            if fail:
                raise ZeroDivisionError

    before = LedgerEntry.objects.count()
    with pytest.raises(ZeroDivisionError):
        act(fail=True)
    assert LedgerEntry.objects.count() == before
    act(fail=False)
    assert LedgerEntry.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_it_is_refused_outside_a_transaction() -> None:
    with transaction.atomic():
        city = SmallCity.founded()
        record("unit.seen", subject=city.bureau, payload={}, by=None, at=AT)
    with pytest.raises(RuntimeError, match="transaction"):
        record("unit.seen", subject=city.bureau, payload={}, by=None, at=AT)
