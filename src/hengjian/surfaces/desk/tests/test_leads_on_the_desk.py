"""A lead is entered, worked on and merged on the desk; who reported it is read by its handler alone."""

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.entries.models import LedgerEntry
from hengjian.core.people.models import Post
from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.leads.tests.little_lead import WHO, LittleLead
from hengjian.domain.supervision.models import Lead
from hengjian.domain.supervision.secrecy.models import Reading
from hengjian.surfaces.desk.tests.test_pages_cost_few_queries import FILE

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db
ENTRY = {
    "source": "report", "kind": "ordinary", "title": "检查没有出示证件", "words": "来访反映。",
    "summary": "反映一次检查没有出示证件。", "who-name": WHO.name, "who-phone": WHO.phone,
    "who-place": WHO.place, "who-own_words": WHO.words, "who-wants_answer": "on",
}  # fmt: skip


@pytest.fixture
def leads(small_city: SmallCity) -> LittleLead:
    return LittleLead(LittleCase.ready(small_city))


@pytest.fixture(autouse=True)
def today(leads: LittleLead) -> object:
    """The pages' clock stands where the case's does."""
    with patch.object(clock, "now", lambda: leads.at):
        yield


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def _get(by: Post, name: str, *args: object, **query: object) -> str:
    answer = _client(by).get(reverse(f"desk:{name}", args=args), query)
    return (b"".join(answer) if answer.streaming else answer.content).decode()  # type: ignore[attr-defined]


def _post(by: Post, lead: Lead, name: str, /, *more: object, **data: object) -> str:
    lead.refresh_from_db()
    url = reverse(f"desk:{name}", args=[lead.pk, *more])
    answer = _client(by).post(url, {"seen": lead.version, **data}, follow=True)
    return answer.content.decode()


def test_it_is_entered_with_files_and_who_reported_it(leads: LittleLead) -> None:
    client = _client(leads.case.first)
    url = reverse("desk:enter_lead")
    assert "反映人（副卷）" in client.get(url).content.decode()
    pdf = SimpleUploadedFile("来信.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    sent = {**ENTRY, "body": leads.case.body.pk, "files": pdf}
    page = client.post(url, sent, follow=True).content.decode()
    lead = Lead.objects.get()
    assert lead.number in page
    assert "来信.pdf" in page
    assert "沈*" in page
    assert WHO.name not in page
    file = lead.files.get()
    answer = client.get(reverse("desk:lead_file", args=[lead.pk, file.pk]))
    assert answer.content.startswith(b"%PDF")
    refused = client.post(url, {**ENTRY, "summary": "", "body": ""}).content.decode()
    assert "须写“改写摘要”" in refused
    told = client.post(url, {**ENTRY, "title": f"{WHO.name}来访"}).content.decode()
    assert "反映人的姓名" in told
    wrong = SimpleUploadedFile("x.exe", b"MZ", content_type="application/pdf")
    assert "只收 PDF" in client.post(url, {**ENTRY, "files": wrong}).content.decode()
    assert Lead.objects.count() == 1


def test_the_steps_are_taken_on_its_page(leads: LittleLead) -> None:
    lead, first = leads.entered(), leads.case.first
    assert "登记初核情况" in _get(first, "lead", lead.pk)
    assert "权责清单第 19 项" in _get(first, "lead_step", lead.pk, "check")
    assert "已初核，待处理" in _post(first, lead, "lead_step", "check", words="属实")
    assert "您打开页面以后" in _post(first, lead, "lead_step", "refuse", words="否", seen=1)
    assert "所反映的单位" in _post(
        first, lead, "lead_step", "transfer", words="移送", receiver=leads.case.body.name
    )
    page = _post(first, lead, "lead_step", "transfer", words="移送", receiver="甲县纪委监委")
    assert "甲县纪委监委" in page
    for stranger in (leads.case.clerk, leads.case.city.county_b, leads.case.city.audit_admin):
        for name, args in (("lead", [lead.pk]), ("lead_step", [lead.pk, "note"]),
                           ("lead_reporters", [lead.pk])):  # fmt: skip
            url = reverse(f"desk:{name}", args=args)
            assert _client(stranger).get(url).status_code == 404, (stranger, name)


def test_who_reported_it_is_read_with_a_purpose_and_answered(
    leads: LittleLead, settings: Any, tmp_path: Path
) -> None:
    settings.ATTACHMENTS = str(tmp_path)
    lead, first = leads.entered(), leads.case.first
    _post(first, lead, "lead_step", "check", words="属实")
    assert WHO.name not in _get(first, "lead_reporters", lead.pk)
    assert "请写明查看的用途" in _post(first, lead, "lead_reporters", purpose="")
    page = _post(first, lead, "lead_reporters", purpose="电话核实")
    assert all(text in page for text in (WHO.name, WHO.phone, WHO.place, WHO.words))
    assert LedgerEntry.objects.filter(kind="lead.reporters_read").count() == 1
    reading = Reading.objects.get()
    assert (reading.lead, reading.post, reading.words) == (lead, first, "电话核实")
    brought = SimpleUploadedFile("照片.jpg", b"\xff\xd8\xff photo")
    one = lead.reporters.get()
    assert "已存入副卷 1 个" in _post(first, lead, "reporter_bring", one.pk, attached=brought)
    where = reverse("desk:reporter_file", args=[lead.pk, one.files.get().pk])
    assert _client(first).get(where).status_code == 200
    assert _client(leads.case.second).get(where).status_code == 404
    url = reverse("desk:lead_reporters", args=[lead.pk])
    assert _client(leads.case.second).post(url, {"purpose": "看看"}).status_code == 404
    reporter = lead.reporters.get()
    told = _post(first, lead, "lead_answer", reporter.pk, words="已答复处理情况")
    assert "2026-03-02 已答复" in told
    more = _post(first, lead, "lead_reporter", name="赵云山", wants_answer="on")
    assert "赵**" in more


def test_nothing_of_who_reported_it_is_in_lists_exports_search_or_other_pages(
    leads: LittleLead,
) -> None:
    lead = leads.entered()
    for post in (leads.case.first, leads.case.second, leads.case.city.city, leads.case.city.leader):
        for name in ("leads", "leads_csv", "home", "todo"):
            text = _get(post, name)
            assert not any(one in text for one in (WHO.name, WHO.phone, WHO.words, WHO.place)), name
        page = _get(post, "lead", lead.pk)
        assert not any(one in page for one in (WHO.name, WHO.phone, WHO.words, WHO.place))
        assert "没有符合条件" in _get(post, "leads", q=WHO.name)
    assert "来电反映执法人员扣秤" not in _get(leads.case.city.city, "lead", lead.pk)
    assert "来电反映执法人员扣秤" not in _get(leads.case.first, "leads_csv")


def test_the_inbox_is_filtered_and_many_are_assigned(leads: LittleLead) -> None:
    lead = leads.entered()
    other = leads.entered(title="另一件", source=Lead.Source.MEDIA, reporters=[])
    first = leads.case.first
    assert all(one.title in _get(first, "leads") for one in (lead, other))
    asked = {
        "source": "media",
        "state": "new",
        "whose": "nobody",
        "colour": "yellow",
        "sort": "due",
    }
    page = _get(first, "leads", **asked)
    assert other.title in page
    assert lead.title not in page
    assert "没有符合条件" in _get(first, "leads", colour="late")
    chosen = [f"{one.pk}.{one.version}" for one in (lead, other)]
    head = _client(leads.case.head)
    form = head.get(reverse("desk:leads_assign"), {"chosen": chosen}).content.decode()
    assert "吴九" in form
    sent = {"chosen": chosen, "post": leads.case.second.pk, "words": ""}
    done = head.post(reverse("desk:leads_assign"), sent).content.decode()
    assert "2 条已分办" in done
    again = head.post(reverse("desk:leads_assign"), sent).content.decode()
    assert "您打开页面以后" in again
    assert lead.title in _get(leads.case.second, "todo")


def test_duplicates_are_suggested_merged_and_parted(leads: LittleLead) -> None:
    main = leads.entered()
    own = leads.entered(title=main.title)
    first = leads.case.first
    assert "可能是同一件事" in _get(first, "lead", own.pk)
    assert "没有找到线索" in _post(
        first, own, "lead_step", "merge", main="线索〔2026〕9999号", words="同"
    )
    page = _post(first, own, "lead_step", "merge", main=main.number, words="同一次检查")
    assert "随它一并处理" in page
    assert own.number in _get(first, "lead", main.pk)
    assert "没有符合条件" in _get(first, "leads", q=own.number)
    assert own.title in _get(first, "leads", q=own.number, state="merged")
    assert "随它一并处理" not in _post(first, own, "lead_step", "unmerge", words="不是")


def test_its_summary_is_rewritten_and_a_case_takes_it(leads: LittleLead) -> None:
    lead, first = leads.entered(), leads.case.first
    told = _post(first, lead, "lead_summary", summary=f"{WHO.name}反映")
    assert "反映人的姓名" in told
    _post(first, lead, "lead_summary", summary="一次检查扣押物品没有清单。")
    assert "一次检查扣押物品没有清单" in _get(first, "propose_case", lead.pk)
    assert "来电反映" not in _get(first, "propose_case", lead.pk)


def test_pages_cost_what_is_held(leads: LittleLead) -> None:
    lead = leads.entered()
    client = _client(leads.case.first)
    for number in range(3):
        leads.entered(title=f"另一件 {number}", reporters=[])
    assert_query_count(client, reverse("desk:leads"), FILE, "leads with some")
    assert_query_count(client, reverse("desk:lead", args=[lead.pk]), FILE, "lead")
