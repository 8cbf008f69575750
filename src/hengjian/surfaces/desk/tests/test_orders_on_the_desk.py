"""An order is given, received, fed back and written off on the desk; each side sees its own part."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.files.guard import TYPES, WRITTEN
from hengjian.core.files.tests.test_what_is_taken_in import packed
from hengjian.core.people.models import Post
from hengjian.core.tests.query_counts import assert_query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.leads.tests.little_lead import LittleLead
from hengjian.domain.supervision.orders.models import Order
from hengjian.domain.supervision.orders.tests.little_order import TEXT, LittleOrder
from hengjian.surfaces.desk.tests.test_pages_cost_few_queries import FILE

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(small_city: SmallCity) -> LittleOrder:
    return LittleOrder.ready(LittleCase.ready(small_city))


@pytest.fixture(autouse=True)
def today(orders: LittleOrder) -> object:
    """The pages' clock stands where the case's does."""
    with patch.object(clock, "now", lambda: orders.at):
        yield


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def _get(by: Post, name: str, *args: object, **query: object) -> str:
    answer = _client(by).get(reverse(f"desk:{name}", args=args), query)
    return (b"".join(answer) if answer.streaming else answer.content).decode()  # type: ignore[attr-defined]


def _step(by: Post, order: Order, code: str, unit: object = None, **data: object) -> str:
    order.refresh_from_db()
    url = reverse("desk:order_step", args=[order.pk, code])
    if unit is not None:
        url += f"?row={order.units.filter(unit=unit).order_by('-pk').first().pk}"  # type: ignore[union-attr, misc]
    sent = {"seen": order.version, "words": "情况如下。", **data}
    return _client(by).post(url, sent, follow=True).content.decode()


def test_its_due_day_stands_in_the_calendar_of_those_whom_it_concerns(orders: LittleOrder) -> None:
    order = orders.given()
    month = order.due_on.strftime("%Y-%m")
    link = f'href="{reverse("desk:order", args=[order.pk])}"'
    for post, there in (
        (orders.case.first, True),
        (orders.city.city, True),
        (orders.city.county_b, False),
    ):
        assert (link in _get(post, "deadlines", month=month)) is there, post
    Order.objects.filter(pk=order.pk).update(due_on=orders.at.date() - timedelta(days=1))
    assert "逾期 1 日" in _get(orders.case.first, "deadlines")
    Order.objects.filter(pk=order.pk).update(state="closed")
    assert link not in _get(orders.case.first, "deadlines", month=month)


def test_it_is_given_and_each_unit_does_its_part(orders: LittleOrder) -> None:
    city, body = orders.city, orders.case.body.unit
    client, url = _client(city.city), reverse("desk:give_order")
    form = client.get(url).content.decode()
    assert "甲县市场监督管理局" in form
    assert "2026-03-17" in form
    assert "））" not in form
    sent = {"kind": "assign", **TEXT, "leading": city.bureau_a.pk, "joint": [body.pk], "days": "10"}
    page = client.post(url, sent, follow=True).content.decode()
    assert "示例市交办〔2026〕1号" in page
    order = Order.objects.get()
    assert "办理中" in _step(orders.case.first, order, "receive", city.bureau_a)
    assert "办理中" in _step(orders.case.clerk, order, "receive", body)
    pdf = SimpleUploadedFile("情况.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    sheet = SimpleUploadedFile("清单.xlsx", packed("xl/workbook.xml"))
    files = [pdf, sheet]
    told = _step(orders.case.clerk, order, "report", body, words="已合并检查计划。", files=files)
    assert "已合并检查计划" in told
    assert "情况.pdf" in told
    _step(orders.case.first, order, "report", city.bureau_a, words="已核实四次检查。")
    seen = _get(orders.case.clerk, "order", order.pk)
    assert "已核实四次检查" not in seen
    assert "已核实四次检查" in _get(city.city, "order", order.pk)
    assert "待销号" in _get(city.city, "orders", side="given")
    assert "已销号" in _step(city.city, order, "close", words="同意销号")
    assert "没有在办的交办事项" in _get(city.city, "orders")
    assert order.number in _get(city.city, "orders", ended="1")
    for kind, begins, shown in (("pdf", b"%PDF", "inline"), ("xlsx", b"PK", "attachment")):
        file = order.files.get(kind=kind)
        answer = _client(city.city).get(reverse("desk:order_file", args=[order.pk, file.pk]))
        assert answer.content.startswith(begins)
        assert answer["Content-Type"] == TYPES[kind]
        assert answer["Content-Disposition"].startswith(shown)


def test_a_file_of_no_kind_that_is_taken_is_refused_with_the_step(orders: LittleOrder) -> None:
    order, body = orders.given(), orders.case.body.unit
    _step(orders.case.clerk, order, "receive", body)
    macros = packed("word/document.xml", "word/vbaProject.bin")
    for name, data, why in (
        ("x.pdf", b"MZ x", "不是可以接收的类型"),
        ("说明.docx", macros, "含有宏"),
    ):
        file = SimpleUploadedFile(name, data)
        told = _step(orders.case.clerk, order, "report", body, words="已办。", files=file)
        assert why in told
    assert not order.files.exists()
    assert not order.steps.filter(move="report").exists()


def test_the_form_offers_the_kinds_that_are_taken(orders: LittleOrder) -> None:
    form = _get(orders.case.first, "enter_lead")
    accept = form.split('accept="')[1].split('"')[0]
    assert {one.lstrip(".") for one in accept.split(",")} == WRITTEN | {"jpeg"}


def test_what_is_missing_is_told_and_what_was_chosen_stays(orders: LittleOrder) -> None:
    client, url = _client(orders.case.first), reverse("desk:give_order")
    sent = {"kind": "instruction", **TEXT, "leading": orders.case.body.unit_id}
    page = client.post(url, sent).content.decode()
    assert "批示领导" in page
    assert f'value="{orders.case.body.unit_id}" selected' in page
    above = {"kind": "assign", **TEXT, "leading": orders.city.bureau.pk}
    assert "请选择牵头单位" in client.post(url, above).content.decode()
    passed = client.post(url, above | {"kind": "transfer"}, follow=True).content.decode()
    assert "甲县转办〔2026〕1号" in passed
    assert _client(orders.case.clerk).get(url).status_code == 403


def test_units_are_grouped_by_place_and_a_passing_on_reaches_elsewhere(orders: LittleOrder) -> None:
    page = _get(orders.case.first, "give_order")
    leads, joins = page.split('name="joint"')[0], page.split("<fieldset")[1]
    assert "甲县 · 执法机关" in leads
    assert "上级和辖区以外的监督机关（只能转办）" in leads
    assert f'value="{orders.city.bureau_b.pk}"' in leads
    assert f'value="{orders.city.bureau_b.pk}"' not in joins
    assert "乡镇（街道）" not in leads.split('name="leading"')[1].split("</select>")[0]
    assert "甲县 · 乡镇（街道）" in joins


def test_a_lead_is_handed_on_from_its_page(orders: LittleOrder) -> None:
    lead = LittleLead(orders.case).entered()
    client = _client(orders.case.first)
    url = f"{reverse('desk:give_order')}?lead={lead.pk}"
    assert lead.summary in client.get(url).content.decode()
    sent = {
        "kind": "assign",
        **TEXT,
        "leading": orders.case.body.unit_id,
        "lead_seen": lead.version,
    }
    page = client.post(url, sent, follow=True).content.decode()
    assert lead.number in page
    assert "已交办，待反馈" in _get(orders.case.first, "lead", lead.pk)
    order = Order.objects.get()
    seen = _get(orders.case.clerk, "order", order.pk)
    assert lead.number not in seen
    again = client.post(url, sent).content.decode()
    assert "您打开页面以后" in again


def test_it_is_handed_down_and_a_stale_page_is_told(orders: LittleOrder) -> None:
    order = orders.given(joint=[])
    first = orders.case.first
    assert "转交下级" not in _get(first, "order", order.pk)
    _step(first, order, "receive", orders.city.bureau_a)
    assert "转交下级" in _get(first, "order", order.pk)
    url = f"{reverse('desk:give_order')}?parent={order.pk}"
    sent = {"kind": "assign", **TEXT, "leading": orders.case.body.unit_id, "days": "5"}
    assert "甲县交办〔2026〕1号" in _client(first).post(url, sent, follow=True).content.decode()
    below = order.below.get()
    assert below.number in _get(orders.city.city, "order", order.pk)
    assert "还没有销号" in _step(first, order, "report", orders.city.bureau_a)
    assert "您打开页面以后" in _step(first, order, "report", orders.city.bureau_a, seen=1)
    assert "示例市催办〔2026〕1号" in _step(orders.city.city, order, "urge", words="请抓紧")
    assert "延期" in _step(orders.city.city, order, "extend", days="5")


def test_who_is_not_concerned_finds_nothing(orders: LittleOrder) -> None:
    order = orders.given(joint=[])
    for stranger in (
        orders.case.clerk,
        orders.officer,
        orders.city.county_b,
        orders.city.audit_admin,
    ):
        client = _client(stranger)
        assert client.get(reverse("desk:order", args=[order.pk])).status_code == 404
        step = reverse("desk:order_step", args=[order.pk, "urge"])
        assert client.post(step, {"words": "x", "seen": 1}).status_code == 404
        assert order.title not in _get(stranger, "orders", side="all")
        text = _get(stranger, "orders_csv", side="all")
        assert order.title not in text
    assert order.title in _get(orders.city.leader, "orders", side="all")


def test_home_and_the_list_of_what_waits_tell_of_it(orders: LittleOrder) -> None:
    order = orders.given()
    clerk, city = orders.case.clerk, orders.city.city
    assert "交办事项待签收" in _get(clerk, "home")
    assert order.title in _get(clerk, "todo")
    assert order.title not in _get(city, "todo")
    orders.case.wait(20)
    assert "交办事项已逾期" in _get(clerk, "home")
    assert order.title in _get(clerk, "orders", colour="late")
    for unit in (orders.city.bureau_a, orders.case.body.unit):
        orders.take(order, "receive", unit)
        orders.take(order, "report", unit)
    assert order.title not in _get(clerk, "todo")
    assert "已反馈，待销号" in _get(city, "home")
    assert "销号或者退回重办" in _get(city, "todo")


def test_pages_cost_what_is_held(orders: LittleOrder) -> None:
    order = orders.fed_back()
    for _ in range(3):
        orders.given()
    for post in (orders.city.city, orders.case.clerk):
        client = _client(post)
        assert_query_count(client, f"{reverse('desk:orders')}?side=all", FILE, "orders with some")
    assert_query_count(
        _client(orders.city.city), reverse("desk:order", args=[order.pk]), FILE, "order"
    )
