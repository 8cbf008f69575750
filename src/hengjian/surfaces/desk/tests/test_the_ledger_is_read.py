"""The ledger on screen: an auditor reads all, others their own deeds; heads are everybody's."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from hengjian.core.audit.access import shows
from hengjian.core.audit.actions import ask_erasure, check_all
from hengjian.core.entries.actions import record, record_many
from hengjian.core.entries.heads.actions import sequence_pending, sign_head
from hengjian.core.entries.models import LedgerEntry, SignedHead
from hengjian.core.entries.sealing import Happening
from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import AT, SmallCity
from hengjian.ledger import auditor, heads_in

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")
As = Callable[[str], Client]


@pytest.fixture
def entry(small_city: SmallCity) -> LedgerEntry:
    """What `city` did to a unit, among the entries of the founding."""
    with transaction.atomic():
        entry = record(
            "unit.renamed", subject=small_city.body_a, payload={"reason": "并入"},
            by=small_city.city, at=AT,
        )  # fmt: skip
    sequence_pending(at=AT)
    return LedgerEntry.objects.get(pk=entry.pk)


@pytest.fixture
def client_as(small_city: SmallCity) -> As:
    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(getattr(small_city, who).person, backend=BACKEND)
        return client

    return log_in


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_who_sees_what(entry: LedgerEntry, client_as: As) -> None:
    link = f"/ledger/entries/{entry.pk}/"
    assert "林一" in page(client_as("audit_admin"), "/ledger/")
    assert link in page(client_as("city"), "/ledger/")
    for stranger in ("county_b", "system_admin", "leader", "clerk_a"):
        told = page(client_as(stranger), "/ledger/")
        assert "账本还没有条目" in told
        assert client_as(stranger).get(link).status_code == 404
        assert client_as(stranger).get(f"{link}receipt.txt").status_code == 404


def test_what_an_entry_holds_is_told_in_words(small_city: SmallCity, client_as: As) -> None:
    payload = {"role": "supervisor", "register": "officers", "level": "county"}
    with transaction.atomic():
        entry = record("unit.renamed", subject=small_city.body_a, payload=payload, by=None, at=AT)
    told = page(client_as("audit_admin"), f"/ledger/entries/{entry.pk}/")
    assert "<dd>执法监督人员" in told
    assert "<dd>执法人员" in told
    assert "supervisor" not in told
    assert "officers" not in told


@pytest.mark.parametrize("place", ["/ledger/witnesses/", "/ledger/checks/", "/ledger/erasures/"])
def test_what_is_the_auditors_is_closed_to_others(
    entry: LedgerEntry, client_as: As, place: str
) -> None:
    assert client_as("audit_admin").get(place).status_code == 200
    for other in ("city", "system_admin"):
        assert client_as(other).get(place).status_code == 403


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("noun=organisation.unit&kind=unit.renamed", True),
        ("noun=people.post&kind=unit.renamed", False),
        ("actor=林一", True),
        ("actor=city", True),
        ("actor=程序", False),
        ("actor=无此人", False),
        ("since=2026-03-02&until=2026-03-02&kind=unit.renamed", True),
        ("since=2026-03-03", False),
        ("until=2026-03-01", False),
    ],
)
def test_it_is_narrowed(entry: LedgerEntry, client_as: As, asked: str, found: bool) -> None:
    told = page(client_as("audit_admin"), f"/ledger/?{asked}")
    assert (f"/ledger/entries/{entry.pk}/" in told) is found


def test_a_day_that_is_none_is_told(entry: LedgerEntry, client_as: As) -> None:
    told = page(client_as("audit_admin"), "/ledger/?since=昨天")
    assert "“昨天”不是日期" in told
    assert f"/ledger/entries/{entry.pk}/" in told


def test_older_pages_follow_by_key(entry: LedgerEntry, client_as: As) -> None:
    unit = ("organisation.unit", "1")
    with transaction.atomic():
        record_many((Happening("unit.seen", unit, {"n": n}) for n in range(60)), by=None, at=AT)
    client = client_as("audit_admin")
    first = page(client, "/ledger/")
    assert f"/ledger/entries/{entry.pk}/" not in first
    last = LedgerEntry.objects.order_by("-id")[49]
    assert f"before={last.pk}" in first
    assert f"/ledger/entries/{entry.pk}/" in page(client, f"/ledger/?before={last.pk}")


def test_an_entry_proves_itself_and_gives_a_receipt(
    entry: LedgerEntry, client_as: As, tmp_path: Path
) -> None:
    client = client_as("audit_admin")
    told = page(client, f"/ledger/entries/{entry.pk}/")
    assert "已证明" in told
    assert "并入" in told
    assert bytes(entry.leaf).hex() in told
    receipt = client.get(f"/ledger/entries/{entry.pk}/receipt.txt")
    place = tmp_path / "receipt.txt"
    place.write_bytes(receipt.content)
    exported = client.post("/ledger/export/", {"payloads": "yes"})
    (tmp_path / "out.zip").write_bytes(b"".join(exported.streaming_content))
    report = auditor.verify(tmp_path / "out.zip", [place])
    assert (report.problems, report.witnessed) == ([], 1)
    place.write_text(place.read_text().replace(bytes(entry.leaf).hex(), "0" * 64))
    assert [one.code for one in auditor.verify(tmp_path / "out.zip", [place]).problems] == [
        "receipt"
    ]


def test_an_altered_entry_proves_nothing(entry: LedgerEntry, client_as: As) -> None:
    from django.db import connection

    from hengjian.core.entries.guards import GUARDS

    with GUARDS.lifted(connection), connection.cursor() as cursor:
        cursor.execute(f"UPDATE entries_ledgerentry SET line = line || 'x' WHERE id = {entry.pk}")
    told = page(client_as("audit_admin"), f"/ledger/entries/{entry.pk}/")
    assert "证明不成立" in told
    assert "已证明" not in told


def test_one_without_number_or_head_says_so(entry: LedgerEntry, client_as: As) -> None:
    with transaction.atomic():
        record_many([Happening("unit.seen", ("organisation.unit", "1"), {})], by=None, at=AT)
    new = LedgerEntry.objects.order_by("-id")[0]
    client = client_as("audit_admin")
    assert "正在编号" in page(client, f"/ledger/entries/{new.pk}/")
    sequence_pending(at=AT)
    assert "还没有账头" in page(client, f"/ledger/entries/{new.pk}/")
    sign_head(at=AT)
    assert "已证明" in page(client, f"/ledger/entries/{new.pk}/")


def test_the_history_of_a_row_opens_to_who_sees_the_row(
    entry: LedgerEntry, small_city: SmallCity, client_as: As
) -> None:
    place = f"/ledger/of/organisation.unit/{small_city.body_a.pk}/"
    link = f"/ledger/entries/{entry.pk}/"
    assert link in page(client_as("audit_admin"), place)
    assert "没有您可以看的记录" in page(client_as("county_a"), place)
    seen_by = {small_city.county_a.pk}
    shows("organisation.unit", lambda post, key, at: post.pk in seen_by)
    assert link in page(client_as("county_a"), place)
    assert client_as("county_a").get(link).status_code == 200
    assert link not in page(client_as("county_b"), place)
    shows("organisation.unit", lambda post, key, at: False)


def test_heads_are_public(entry: LedgerEntry, client: Client) -> None:
    told = client.get("/ledger/heads.txt")
    assert heads_in(told.content.decode())[0].text() == SignedHead.objects.all()[0].text
    assert "hengjian-head/1" in page(client, "/ledger/heads/")
    assert client.get("/ledger/").status_code == 302


def test_heads_say_so_when_there_is_none(db: None, client: Client) -> None:
    assert "还没有账头" in page(client, "/ledger/heads/")


def test_only_the_auditor_takes_an_export(entry: LedgerEntry, client_as: As) -> None:
    for other in ("city", "security_admin", "system_admin"):
        assert client_as(other).post("/ledger/export/").status_code == 403
    taken = client_as("audit_admin").post("/ledger/export/")
    found = zipfile.ZipFile(io.BytesIO(b"".join(taken.streaming_content)))
    assert found.getinfo("payloads.tsv").file_size == 0
    assert LedgerEntry.objects.filter(kind="ledger.exported").count() == 1


def test_an_answer_of_a_witness_is_kept(entry: LedgerEntry, client_as: As) -> None:
    client, head = client_as("audit_admin"), SignedHead.objects.all()[0].text
    for text, told in (
        ("已收到", "没有完整的账头"),
        (head, "相符，已保存"),
        (head.replace("size ", "size 1"), "签名不对"),
    ):
        answer = client.post("/ledger/witnesses/", {"witness": "公证处", "text": text}, follow=True)
        assert told in answer.content.decode()
    refused = client_as("security_admin").post("/ledger/witnesses/", {"witness": "x", "text": head})
    assert refused.status_code == 403


def test_a_payload_is_erased_on_screen(
    entry: LedgerEntry, small_city: SmallCity, client_as: As
) -> None:
    asking, deciding = client_as("audit_admin"), client_as("security_admin")
    asking.post(f"/ledger/entries/{entry.pk}/erase/", {"ground": "个人信息保护法第四十七条"})
    place = f"/ledger/erasures/{entry.erasures.get().pk}/"
    assert "确认删除" not in page(asking, "/ledger/erasures/")
    assert "确认删除" in page(deciding, "/ledger/erasures/")
    assert "待确认的删除申请" in page(deciding, "/")
    assert "待确认的删除申请" not in page(asking, "/")
    alone = asking.post(place, {"answer": "yes"}, follow=True)
    assert "必须是两个人" in alone.content.decode()
    assert client_as("city").post(place, {"answer": "yes"}).status_code == 404
    deciding.post(place, {"answer": "yes"})
    assert "待确认的删除申请" not in page(deciding, "/")
    told = page(asking, f"/ledger/entries/{entry.pk}/")
    assert "依法删除，依据：个人信息保护法第四十七条" in told
    assert "并入" not in told
    assert "已证明" in told


def test_a_refused_erasure_keeps_its_reason(
    entry: LedgerEntry, small_city: SmallCity, client_as: As
) -> None:
    asked = ask_erasure(entry, "某法第一条", by=small_city.audit_admin, at=AT)
    client_as("security_admin").post(f"/ledger/erasures/{asked.pk}/", {"note": "期限未满"})
    assert "期限未满" in page(client_as("audit_admin"), "/ledger/erasures/")


def test_checks_are_shown_and_begun(entry: LedgerEntry, client_as: As) -> None:
    client = client_as("audit_admin")
    assert "还没有核对过" in page(client, "/ledger/checks/")
    check_all(by=None, at=AT)
    assert "完好" in page(client, "/ledger/checks/")
    begun = client.post("/ledger/checks/")
    assert begun.status_code == 302
    assert begun.headers["Location"].startswith("/jobs/")


def test_home_and_health_tell_the_state(entry: LedgerEntry, client: Client, client_as: As) -> None:
    check_all(by=None, at=AT)
    assert "账本完好" in page(client_as("county_a"), "/")
    assert client.get("/health").json()["ledger"] == "warn"
    with transaction.atomic():
        record_many([Happening("unit.seen", ("organisation.unit", "1"), {})], by=None, at=AT)
    assert "没有编号" in page(client_as("county_a"), "/")
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["pending"]) == (503, 1)


@pytest.mark.parametrize("place", ["/ledger/", "/ledger/checks/", "/ledger/witnesses/"])
def test_a_page_costs_few_queries(entry: LedgerEntry, client_as: As, place: str) -> None:
    assert_query_count(client_as("audit_admin"), place, FILE, place.strip("/"))
