"""The self-check names what is wrong, wherever in the database a byte was altered."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from hengjian.core.audit.actions import check_all, check_news
from hengjian.core.audit.models import CheckKind, SelfCheck
from hengjian.core.audit.queries import ledger_state
from hengjian.core.audit.tests.conftest import Spoil
from hengjian.core.entries.actions import record_many
from hengjian.core.entries.heads.actions import sequence_pending
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.entries.sealing import Happening
from hengjian.core.tests.small_city import AT, SmallCity
from hengjian.core.triggers import Triggers, standing

LATER = AT + timedelta(minutes=5)


def codes(check: SelfCheck | None) -> set[str]:
    assert check is not None
    return {one["code"] for one in check.problems}


def happen(count: int, at: Any = AT) -> None:
    with transaction.atomic():
        unit = ("organisation.unit", "1")
        record_many((Happening("unit.seen", unit, {"n": n}) for n in range(count)), by=None, at=at)
    sequence_pending(at=at)


def test_a_whole_ledger_is_found_whole(tried: LedgerEntry) -> None:
    check = check_all(by=None, at=AT)
    assert check is not None
    assert (check.whole, check.problems, check.size) == (True, [], LedgerEntry.objects.count())


ENTRY = "UPDATE entries_ledgerentry SET {} WHERE kind = 'unit.tried'"
ALTERED = {
    "line": (ENTRY.format("line = replace(line, 'unit.tried', 'unit.tired')"), "entry_altered"),
    "leaf": (ENTRY.format("leaf = (SELECT leaf FROM entries_ledgerentry WHERE position = 1)"), "hashes_altered"),
    "kind": (ENTRY.format("kind = 'unit.other'"), "columns"),
    "subject": (ENTRY.format("subject_id = '99'"), "columns"),
    "subject's noun": (ENTRY.format("subject_type = 'people.post'"), "columns"),
    "actor": (ENTRY.format("actor_post_id = NULL"), "columns"),
    "moment": (ENTRY.format("moment = '2026-03-02 01:00:00.000001'"), "columns"),
    "payload": (ENTRY.format("payload = replace(payload, '张三', '李四')"), "payload_altered"),
    "payload gone": (ENTRY.format("payload = NULL, salt = NULL"), "payload_missing"),
    "salt": (ENTRY.format("salt = leaf"), "payload_altered"),
    "salt gone": (ENTRY.format("salt = NULL"), "malformed"),
    "position": (ENTRY.format("position = 99999"), "gap"),
    "deleted": ("DELETE FROM entries_ledgerentry WHERE position = 4", "gap"),
    "tail": ("DELETE FROM entries_ledgerentry WHERE position > 5", "missing_tail"),
    "head": ("UPDATE entries_signedhead SET text = replace(text, 'size ', 'size 1')", "bad_signature"),
    "head's root": ("UPDATE entries_signedhead SET text = replace(text, 'root ', 'root 0')", "malformed"),
    "statement": ("UPDATE entries_keystatement SET text = replace(text, 'algorithm sha256', 'algorithm sm3')", "begun"),
    "frontier": ("UPDATE entries_log SET size = size - 1", "frontier"),
}  # fmt: skip


@pytest.mark.parametrize("where", ALTERED)
def test_a_change_is_named(tried: LedgerEntry, spoil: Spoil, where: str) -> None:
    assert codes(check_all(by=None, at=AT)) == set()
    sql, told = ALTERED[where]
    spoil(sql)
    assert told in codes(check_all(by=None, at=LATER))
    assert ledger_state(LATER).tone == "bad"


def test_a_change_of_the_stored_tree_is_named(small_city: SmallCity, spoil: Spoil) -> None:
    happen(600)
    assert codes(check_all(by=None, at=AT)) == set()
    leaf = "(SELECT leaf FROM entries_ledgerentry WHERE position = 1)"
    spoil(f"UPDATE entries_treenode SET hash = {leaf} WHERE place = 1")
    assert codes(check_all(by=None, at=AT)) == {"node"}


@pytest.mark.parametrize("guards", standing(), ids=lambda one: one.tables[0])
def test_missing_guards_are_named_of_every_noun(tried: LedgerEntry, guards: Triggers) -> None:
    guards.remove(connection)
    check = check_all(by=None, at=AT)
    assert codes(check) == {"guards"}
    assert check is not None
    assert all(name in check.problems[0]["zh"] for name in guards.wanted(connection))
    guards.install(connection)
    assert codes(check_all(by=None, at=AT)) == set()


def test_the_triggers_of_the_ledger_and_of_papers_are_looked_for() -> None:
    tables = {table for guards in standing() for table in guards.tables}
    assert {"entries_ledgerentry", "supervision_paper"} <= tables


def test_what_came_since_is_checked_in_between(tried: LedgerEntry, spoil: Spoil) -> None:
    first = check_all(by=None, at=AT)
    assert check_news(by=None, at=AT) == first
    happen(5000, LATER)
    second = check_news(by=None, at=LATER)
    assert second is not None
    assert (second.kind, second.whole, second.size) == (
        CheckKind.SINCE, True, LedgerEntry.objects.count(),
    )  # fmt: skip
    whole = check_all(by=None, at=LATER)
    assert whole is not None
    assert (whole.root, bytes(whole.frontier)) == (second.root, bytes(second.frontier))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("payload = '{\"n\":7}'", "payload"),
        ("line = replace(line, 'unit.seen', 'unit.sean')", "leaf"),
        ("kind = 'unit.other'", "columns"),
    ],
)
def test_a_change_of_what_came_since_is_named(
    tried: LedgerEntry, spoil: Spoil, change: str, told: str
) -> None:
    check_all(by=None, at=AT)
    happen(20, LATER)
    assert codes(check_news(by=None, at=LATER)) == set()
    happen(20, LATER + timedelta(minutes=1))
    newest = LedgerEntry.objects.order_by("-position").first()
    assert newest is not None
    spoil(f"UPDATE entries_ledgerentry SET {change} WHERE id = {newest.pk}")
    assert told in codes(check_news(by=None, at=LATER))


def test_entries_that_no_head_covers_yet_are_nothing_wrong(tried: LedgerEntry) -> None:
    check_all(by=None, at=AT)
    for _ in range(2):
        happen(3)
        assert codes(check_news(by=None, at=LATER)) == set()


def test_after_something_wrong_the_whole_is_checked_again(tried: LedgerEntry, spoil: Spoil) -> None:
    spoil(ALTERED["payload"][0])
    assert codes(check_all(by=None, at=AT)) == {"payload_altered"}
    spoil(ENTRY.format("payload = replace(payload, '李四', '张三')"))
    again = check_news(by=None, at=LATER)
    assert again is not None
    assert (again.kind, again.whole) == (CheckKind.WHOLE, True)


def test_an_entry_without_number_for_over_a_minute_is_an_alarm(tried: LedgerEntry) -> None:
    check_all(by=None, at=AT)
    with transaction.atomic():
        record_many([Happening("unit.seen", ("organisation.unit", "1"), {})], by=None, at=AT)
    assert ledger_state(AT + timedelta(seconds=59)).tone == "warn"
    late = ledger_state(AT + timedelta(seconds=61))
    assert (late.tone, late.pending) == ("bad", 1)
    assert "没有编号" in late.words
    assert codes(check_all(by=None, at=AT + timedelta(seconds=61))) == {"pending"}
    sequence_pending(at=LATER)
    check_all(by=None, at=LATER)
    assert ledger_state(LATER).tone == "warn"


def test_a_lost_key_and_a_clock_set_back_are_told(tried: LedgerEntry) -> None:
    from hengjian.core.entries.keys import place_of
    from hengjian.core.entries.models import Log

    check_all(by=None, at=AT)
    key = place_of(Log.objects.get().key_id)
    aside = key.rename(key.with_suffix(".aside"))
    happen(1, AT + timedelta(days=1))
    assert ledger_state(AT + timedelta(days=1)).tone == "bad"
    assert "hengjian ledger recover" in ledger_state(AT + timedelta(days=1)).words
    aside.rename(key)
    happen(1, LATER)
    state = ledger_state(LATER)
    assert state.tone == "warn"
    assert any("倒拨" in one for one in state.problems)
    assert codes(check_all(by=None, at=LATER)) == set()


def test_a_ledger_that_has_not_begun_says_so(db: None) -> None:
    assert check_all(by=None, at=AT) is None
    assert ledger_state(AT).words == "账本还没有开始。"
