"""An entry is written in the action's own transaction, about the right thing, and commits to it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import transaction

from hengjian.core.entries.actions import record
from hengjian.core.entries.leaf import canonical, leaf_hash
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.tests.small_city import AT, SmallCity

SALT = bytes(16)


def hashed(**changed: object) -> bytes:
    leaf = {"kind": "unit.added", "subject": ("organisation.unit", "1"), "actor": 7, "moment": AT,
            "payload": {"name": "甲", "n": 1}, "salt": SALT}  # fmt: skip
    return leaf_hash(**(leaf | changed))  # type: ignore[arg-type]


def test_it_names_subject_actor_and_moment(small_city: SmallCity) -> None:
    entry = record(
        "unit.seen", subject=small_city.bureau, payload={"a": 1}, by=small_city.city, at=AT
    )
    kept = LedgerEntry.objects.get(pk=entry.pk)
    assert (kept.subject_type, kept.subject_id) == ("organisation.unit", str(small_city.bureau.pk))
    assert (kept.actor_post_id, kept.moment, kept.position) == (small_city.city.pk, AT, None)
    assert bytes(kept.leaf_hash) == leaf_hash(
        kind=kept.kind, subject=(kept.subject_type, kept.subject_id), actor=kept.actor_post_id,
        moment=kept.moment, payload=kept.payload, salt=bytes(kept.salt),
    )  # fmt: skip


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


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "unit.addee"},
        {"subject": ("organisation.unit", "2")},
        {"actor": None},
        {"moment": AT + timedelta(microseconds=1)},
        {"payload": {"name": "乙", "n": 1}},
        {"salt": b"\x01" + SALT[1:]},
    ],
)
def test_its_hash_moves_with_each_part(changed: dict[str, object]) -> None:
    assert hashed(**changed) != hashed()


def test_its_hash_does_not_hang_on_order_or_time_zone() -> None:
    there = AT.astimezone(timezone(timedelta(hours=8)))
    assert hashed(payload={"n": 1, "name": "甲"}, moment=there) == hashed()
    assert datetime(2026, 3, 2, 1, tzinfo=UTC) == there


def test_a_fraction_is_refused() -> None:
    assert canonical({"fen": [150]}) == b'{"fen":[150]}'
    with pytest.raises(TypeError, match=r"1\.5"):
        canonical({"yuan": [1.5]})
