"""Two administrators erase a payload on a legal ground; every proof still holds."""

from pathlib import Path

import pytest
from django.db import transaction

from hengjian.content.errors import PlainError
from hengjian.core.audit.actions import (
    ask_erasure,
    check_all,
    confirm_erasure,
    export_ledger,
    refuse_erasure,
)
from hengjian.core.entries.heads.actions import sequence_pending
from hengjian.core.entries.models import Erasure, LedgerEntry
from hengjian.core.people.actions import give_post
from hengjian.core.people.models import Role
from hengjian.core.tests.small_city import AT, SINCE, SmallCity
from hengjian.ledger import auditor

GROUND = "个人信息保护法第四十七条第一款"


def test_it_goes_and_the_proof_stays(
    tried: LedgerEntry, small_city: SmallCity, tmp_path: Path
) -> None:
    line, leaf = tried.line, bytes(tried.leaf)
    asked = ask_erasure(tried, GROUND, by=small_city.security_admin, at=AT)
    confirm_erasure(asked, by=small_city.audit_admin, at=AT)
    kept = LedgerEntry.objects.get(pk=tried.pk)
    assert (kept.content, kept.salt, kept.line, bytes(kept.leaf)) == (None, None, line, leaf)
    sequence_pending(at=AT)
    check = check_all(by=None, at=AT)
    assert check is not None
    assert check.whole
    export_ledger(tmp_path / "out", payloads=True, by=small_city.audit_admin, at=AT)
    assert "张三" not in (tmp_path / "out" / "payloads.tsv").read_text()
    report = auditor.verify(tmp_path / "out")
    assert report.whole
    told = [note.words() for note in report.notes if note.code == "erased"]
    assert len(told) == 1
    assert f"第 {kept.position} 条" in told[0]
    assert GROUND in told[0]


def test_nobody_does_it_alone(tried: LedgerEntry, small_city: SmallCity) -> None:
    person = small_city.audit_admin.person
    asked = ask_erasure(tried, GROUND, by=small_city.audit_admin, at=AT)
    second = give_post(person, small_city.bureau, Role.AUDIT_ADMIN, since=SINCE, by=None, at=AT)
    for by in (small_city.audit_admin, second, small_city.system_admin, small_city.city):
        with pytest.raises(PlainError), transaction.atomic():
            confirm_erasure(asked, by=by, at=AT)
        assert LedgerEntry.objects.get(pk=tried.pk).content is not None
    confirm_erasure(asked, by=small_city.security_admin, at=AT)
    assert LedgerEntry.objects.get(pk=tried.pk).content is None


@pytest.mark.parametrize("who", ["city", "leader", "clerk_a", "system_admin"])
def test_only_two_posts_may_ask(tried: LedgerEntry, small_city: SmallCity, who: str) -> None:
    with pytest.raises(PlainError, match="安全保密管理员"):
        ask_erasure(tried, GROUND, by=getattr(small_city, who), at=AT)
    ask_erasure(tried, GROUND, by=small_city.audit_admin, at=AT)


def test_it_needs_a_ground_and_is_asked_once(tried: LedgerEntry, small_city: SmallCity) -> None:
    by = small_city.audit_admin
    with pytest.raises(PlainError, match="法律依据"):
        ask_erasure(tried, " ", by=by, at=AT)
    asked = ask_erasure(tried, GROUND, by=by, at=AT)
    with pytest.raises(PlainError, match="待确认"):
        ask_erasure(tried, GROUND, by=by, at=AT)
    with pytest.raises(PlainError, match="理由"):
        refuse_erasure(asked, "", by=small_city.security_admin, at=AT)
    refused = refuse_erasure(asked, "保存期限未满", by=small_city.security_admin, at=AT)
    assert LedgerEntry.objects.get(pk=tried.pk).content is not None
    with pytest.raises(PlainError, match="已经处理过"):
        confirm_erasure(refused, by=small_city.security_admin, at=AT)
    again = ask_erasure(tried, GROUND, by=by, at=AT)
    assert Erasure.objects.filter(entry=tried).count() == 2
    assert again.pk != asked.pk


def test_the_record_of_an_erasure_is_not_erased(tried: LedgerEntry, small_city: SmallCity) -> None:
    asked = ask_erasure(tried, GROUND, by=small_city.security_admin, at=AT)
    confirm_erasure(asked, by=small_city.audit_admin, at=AT)
    erasure = LedgerEntry.objects.get(kind="payload.erased")
    with pytest.raises(PlainError, match="依据"):
        ask_erasure(erasure, GROUND, by=small_city.security_admin, at=AT)
    with pytest.raises(PlainError, match="没有可以删除"):
        ask_erasure(LedgerEntry.objects.get(pk=tried.pk), GROUND, by=small_city.audit_admin, at=AT)
