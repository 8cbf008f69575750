"""The sequencer: every committed entry gets one position, whoever else is at it and whatever ends it."""

import os
import signal
import stat
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections, transaction

from hengjian.core.entries.actions import record_many
from hengjian.core.entries.heads.actions import sequence_pending, sign_head
from hengjian.core.entries.keys import place_of
from hengjian.core.entries.models import KeyStatement, LedgerEntry, Log, SignedHead, TreeNode
from hengjian.core.entries.sealing import Happening, hash_in_use
from hengjian.core.entries.tests.elsewhere import Elsewhere
from hengjian.core.tests.small_city import AT, SmallCity
from hengjian.ledger import PublicKey, heads_in, root_of

UNIT = ("organisation.unit", "1")


def happen(count: int) -> None:
    with transaction.atomic():
        record_many((Happening("unit.seen", UNIT, {"n": n}) for n in range(count)), by=None, at=AT)


def assert_whole() -> None:
    """Positions without gap, and the last head over exactly these leaves."""
    rows = LedgerEntry.objects.filter(position__isnull=False).order_by("position")
    found = list(rows.values_list("position", "leaf"))
    assert [position for position, _ in found] == list(range(1, len(found) + 1))
    head = heads_in(SignedHead.objects.first().text)[0]
    assert head.size == len(found)
    assert head.root == root_of(hash_in_use(), [bytes(leaf) for _, leaf in found])


def test_the_log_begins_by_itself_with_a_key_outside_the_database(small_city: SmallCity) -> None:
    assert sequence_pending(at=AT) == LedgerEntry.objects.count() - 1 > 10
    begun = LedgerEntry.objects.get(position=1)
    assert begun.kind == "log.begun"
    log = Log.objects.get()
    key = place_of(log.key_id)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    statement = KeyStatement.objects.get()
    assert statement.position == 1
    public = next(line for line in statement.text.splitlines() if line.startswith("public "))
    head = heads_in(SignedHead.objects.get().text)[0]
    assert head.is_signed_by(PublicKey(bytes.fromhex(public.split()[1])))
    assert_whole()


def test_it_goes_on_where_it_was(small_city: SmallCity) -> None:
    for round_, count in enumerate((3, 700, 1), 1):
        happen(count)
        sequence_pending(at=AT + timedelta(minutes=round_))
        assert_whole()
    nodes = {(node.level, node.place): bytes(node.hash) for node in TreeNode.objects.all()}
    leaves = [bytes(leaf) for leaf in
              LedgerEntry.objects.order_by("position").values_list("leaf", flat=True)]  # fmt: skip
    assert nodes == {
        (8, place): root_of(hash_in_use(), leaves[256 * place : 256 * place + 256])
        for place in range(len(leaves) // 256)
    }


def test_a_head_is_signed_when_one_is_due(small_city: SmallCity) -> None:
    sequence_pending(at=AT)
    happen(1)
    sequence_pending(at=AT + timedelta(seconds=3))
    assert SignedHead.objects.count() == 1
    assert sequence_pending(at=AT + timedelta(seconds=11)) == 0
    assert SignedHead.objects.count() == 2
    sequence_pending(at=AT + timedelta(seconds=30))
    assert SignedHead.objects.count() == 2
    happen(1)
    sequence_pending(at=AT + timedelta(seconds=31))
    assert sign_head(at=AT + timedelta(seconds=31)) is None
    assert SignedHead.objects.count() == 3


def test_a_lost_key_stops_no_entry_and_says_what_to_do(small_city: SmallCity) -> None:
    sequence_pending(at=AT)
    key = place_of(Log.objects.get().key_id)
    aside = key.rename(key.with_suffix(".aside"))
    happen(2)
    try:
        assert sequence_pending(at=AT + timedelta(minutes=1)) == 2
        assert SignedHead.objects.count() == 1
        assert "hengjian ledger recover" in Log.objects.get().trouble
    finally:
        aside.rename(key)
    sequence_pending(at=AT + timedelta(minutes=2))
    assert_whole()
    assert Log.objects.get().trouble == ""


def test_a_clock_set_back_is_told_and_stops_nothing(small_city: SmallCity) -> None:
    sequence_pending(at=AT + timedelta(days=1))
    happen(1)
    assert sequence_pending(at=AT) == 2
    assert LedgerEntry.objects.get(kind="clock.set_back").payload == {
        "was": "2026-03-03T01:00:00+00:00", "is": "2026-03-02T01:00:00+00:00",
    }  # fmt: skip
    assert_whole()
    happen(1)
    assert sequence_pending(at=AT + timedelta(minutes=1)) == 1


def in_threads(count: int, work: Any) -> list[Any]:
    """What ``work`` gives in so many threads at once, each with its own connection."""
    found: list[Any] = []

    def one() -> None:
        try:
            found.append(work())
        finally:
            connections.close_all()

    threads = [Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_commits_late_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    happen(1)
    with transaction.atomic():
        record_many([Happening("unit.late", UNIT, {"n": 1})], by=None, at=AT)

        def meanwhile() -> int:
            happen(1)
            return sequence_pending(at=AT)

        assert in_threads(1, meanwhile) == [2]
    assert sequence_pending(at=AT) == 1
    late = LedgerEntry.objects.get(kind="unit.late")
    assert late.position == 4
    assert late.pk < LedgerEntry.objects.get(position=3).pk
    sign_head(at=AT)
    assert_whole()


SLOW = """
from hengjian.core.entries.heads import actions
numbered = actions.number
def slow(ids, first):
    numbered(ids, first)
    print("numbered", flush=True)
    time.sleep(60)
actions.number = slow
actions.sequence_pending(at=AT)
"""
MANY = """
from hengjian.core.entries.heads import actions
actions.BATCH = 50
count = 0
for _ in range(12):
    count += actions.sequence_pending(at=AT)
    time.sleep(0.01)
print(count)
"""


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_number_nothing_twice(elsewhere: Elsewhere) -> None:
    happen(400)
    elsewhere.copy()
    children = [elsewhere.start(MANY) for _ in range(2)]
    assert sum(int(child.communicate()[0]) for child in children) == 400
    assert elsewhere.verified() == "True 401"


@pytest.mark.django_db(transaction=True)
def test_one_killed_in_a_batch_leaves_no_trace(elsewhere: Elsewhere) -> None:
    happen(100)
    sequence_pending(at=AT)
    happen(100)
    elsewhere.copy()
    child = elsewhere.start(SLOW)
    assert child.stdout is not None
    assert child.stdout.readline() == "numbered\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    assert elsewhere.run(MANY) == "100"
    assert elsewhere.verified() == "True 201"
