"""Who collects leads in a township enters them on a phone with few fields, and adds what he finds later."""

from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.leads.tests.little_field import PLACES, LittleField
from hengjian.domain.supervision.leads.tests.little_lead import WHO, LittleLead
from hengjian.domain.supervision.models import Lead

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db
ENTRY = {
    "source": "report", "kind": "ordinary", "title": "检查没有出示证件", "words": "有摊主反映。",
    "who-name": WHO.name, "who-phone": WHO.phone,
}  # fmt: skip


@pytest.fixture
def field(small_city: SmallCity) -> LittleField:
    return LittleField.ready(LittleLead(LittleCase.ready(small_city)))


@pytest.fixture(autouse=True)
def today(field: LittleField) -> object:
    with patch.object(clock, "now", lambda: field.leads.at):
        yield


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


@pytest.mark.parametrize("role", list(PLACES))
def test_a_lead_is_entered_with_few_fields_and_the_bureau_has_it(
    field: LittleField, role: Role
) -> None:
    client, body = _client(field.posts[role]), field.leads.case.body
    url = reverse("desk:enter_lead")
    page = client.get(url).content.decode()
    assert "改写摘要" not in page
    assert "12345" not in page
    assert "交甲县司法局办理" in page
    assert body.name in client.get(reverse("desk:lead_bodies")).content.decode()
    photo = SimpleUploadedFile("摊位.jpg", b"\xff\xd8\xff photo")
    sent = {**ENTRY, "body": body.pk, "files": photo}
    page = client.post(url, sent, follow=True).content.decode()
    lead = Lead.objects.get()
    assert (lead.body, lead.bureau) == (body, field.leads.case.city.bureau_a)
    assert "由甲县司法局办理" in page
    assert WHO.name not in page
    assert lead.title in client.get(reverse("desk:leads")).content.decode()
    more = {"files": SimpleUploadedFile("后来.jpg", b"\xff\xd8\xff more"), "seen": lead.version}
    client.post(reverse("desk:lead_add_file", args=[lead.pk]), more)
    assert set(lead.files.values_list("name", flat=True)) == {"摊位.jpg", "后来.jpg"}
    worked = _client(field.leads.case.first).get(reverse("desk:lead", args=[lead.pk]))
    assert "后来.jpg" in worked.content.decode()


def test_what_is_wrong_is_told_and_nothing_is_kept(field: LittleField) -> None:
    client, url = _client(field.posts[Role.INVITED_SUPERVISOR]), reverse("desk:enter_lead")
    assert "必填" in client.post(url, {**ENTRY, "title": ""}).content.decode()
    told = client.post(url, {**ENTRY, "title": f"{WHO.name}反映检查不出示证件"}).content.decode()
    assert "写有反映人的姓名" in told
    wrong = SimpleUploadedFile("x.exe", b"MZ")
    assert "只收 PDF" in client.post(url, {**ENTRY, "files": wrong}).content.decode()
    late = client.post(url, {**ENTRY, "who-received_on": "2026-12-31"}).content.decode()
    assert "收到日期不能晚于今天" in late
    assert not Lead.objects.exists()
