"""Heads go out daily, confirmations come back, and what others hold shows a restored backup."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from hengjian.content.errors import PlainError
from hengjian.core.audit.actions import check_all, keep_confirmation, send_heads
from hengjian.core.audit.models import Confirmation, Sending
from hengjian.core.audit.queries import ledger_state
from hengjian.core.audit.tests.conftest import Spoil
from hengjian.core.audit.witnesses import witnesses
from hengjian.core.entries.models import LedgerEntry, SignedHead
from hengjian.core.tests.small_city import AT
from hengjian.ledger import heads_in

TOMORROW = AT + timedelta(days=1)


def test_each_witness_gets_one_a_day(tried: LedgerEntry, two_folders: list[Path]) -> None:
    assert [one.arrived for one in send_heads(by=None, at=AT)] == [True, True]
    assert send_heads(by=None, at=AT + timedelta(hours=3)) == []
    held = [heads_in(path.read_text())[0] for folder in two_folders for path in folder.iterdir()]
    first = heads_in(SignedHead.objects.order_by("size")[0].text)[0]
    assert held == [first, first]
    assert Confirmation.objects.filter(agrees=True).count() == 2
    check_all(by=None, at=AT)
    state = ledger_state(AT)
    assert (state.tone, state.witnessed_by) == ("good", ("示例公证处", "示例法院"))
    assert "见证" in state.words
    assert len(send_heads(by=None, at=TOMORROW)) == 2
    assert [len(list(folder.iterdir())) for folder in two_folders] == [2, 2]


def test_one_out_of_reach_is_tried_again(tried: LedgerEntry, two_folders: list[Path]) -> None:
    two_folders[1].rmdir()
    assert [one.arrived for one in send_heads(by=None, at=AT)] == [True, False]
    assert "示例法院" in Sending.objects.filter(arrived=False)[0].fault
    assert any("示例法院" in one for one in ledger_state(AT).problems)
    two_folders[1].mkdir()
    assert [one.arrived for one in send_heads(by=None, at=AT)] == [True]


def test_mail_asks_for_an_answer_that_is_kept(tried: LedgerEntry, settings: Any) -> None:
    settings.LEDGER_WITNESSES = "示例公证处=mailto:notary@example.cn"
    send_heads(by=None, at=AT)
    body = str(mail.outbox[0].body)
    assert mail.outbox[0].to == ["notary@example.cn"]
    assert Confirmation.objects.count() == 0
    answered = "> " + body.replace("\n", "\n> ")
    with pytest.raises(PlainError, match="账头"):
        keep_confirmation("示例公证处", "已收到", by=None, at=AT)
    with pytest.raises(PlainError, match="签名"):
        keep_confirmation("示例公证处", body.replace("size ", "size 1"), by=None, at=AT)
    kept = keep_confirmation("示例公证处", answered.replace("> ", ""), by=None, at=AT)
    assert [one.agrees for one in kept] == [True]


def test_a_web_address_answers_at_once(
    tried: LedgerEntry, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    class Answer:
        def __enter__(self) -> "Answer":
            return self

        def __exit__(self, *_: object) -> None: ...

        def read(self, _: int) -> bytes:
            return b"kept:\n" + asked[0].data

    def urlopen(request: Any, timeout: int) -> Answer:
        asked.append(request)
        return Answer()

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    settings.LEDGER_WITNESSES = "示例公证处=https://notary.example.cn/heads"
    assert [one.arrived for one in send_heads(by=None, at=AT)] == [True]
    assert asked[0].full_url == "https://notary.example.cn/heads"
    assert Confirmation.objects.get().agrees


def test_a_web_address_that_is_down_is_told(tried: LedgerEntry, settings: Any) -> None:
    settings.LEDGER_WITNESSES = "示例公证处=http://127.0.0.1:9/heads"
    assert [one.arrived for one in send_heads(by=None, at=AT)] == [False]
    assert "没有送到示例公证处" in Sending.objects.get().fault


@pytest.mark.parametrize("named", ["公证处", "公证处=ftp://a", "=mailto:a@b", "a=/x; a=/y"])
def test_a_mistake_in_the_setting_is_told(db: None, settings: Any, named: str) -> None:
    settings.LEDGER_WITNESSES = "甲=/a; 乙=mailto:b@c; 丙=https://d"
    assert [one.way for one in witnesses()] == ["folder", "mail", "web"]
    settings.LEDGER_WITNESSES = named
    with pytest.raises(PlainError, match="HENGJIAN_LEDGER_WITNESSES"):
        witnesses()


def test_a_deleted_tail_shows_against_what_a_folder_holds(
    tried: LedgerEntry, two_folders: list[Path], spoil: Spoil
) -> None:
    send_heads(by=None, at=AT)
    send_heads(by=None, at=TOMORROW)
    check = check_all(by=None, at=TOMORROW)
    assert check is not None
    assert check.whole
    assert check.heads_outside == 8
    head = SignedHead.objects.order_by("size")[0]
    spoil(f"DELETE FROM audit_confirmation WHERE size > {head.size}")
    for table, column in (("entries_ledgerentry", "position"), ("entries_signedhead", "size")):
        spoil(f"DELETE FROM {table} WHERE {column} > {head.size}")
    check = check_all(by=None, at=TOMORROW)
    assert check is not None
    assert "missing_tail" in {one["code"] for one in check.problems}
