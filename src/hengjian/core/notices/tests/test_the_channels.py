"""What leaves the product, in which form, when, and what happens if the gateway will not take it."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail

from hengjian.core.jobs.models import Job
from hengjian.core.jobs.worker import drain
from hengjian.core.notices import notice_kinds
from hengjian.core.notices.actions import notify, read
from hengjian.core.notices.models import Delivery, Notice
from hengjian.core.notices.quiet import calendar, calm_until
from hengjian.core.notices.tests.gateway import Gateway
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import SmallCity

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 9:00 in China
TEXT = "【衡鉴】案件 2026-3 要办\nhttps://hj.example.cn/notices/{}/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as running:
        yield running


@pytest.fixture
def clerk(small_city: SmallCity) -> Post:
    person = enrol_person(
        "reachable", "郑十", phone="13800000000", email="z@example.cn", by=None, at=MONDAY
    )
    return give_post(
        person, small_city.bureau_a, Role.SUPERVISOR, since=date(2026, 1, 1), by=None, at=MONDAY
    )


def set_up(settings: Any, **values: str) -> None:
    empty = dict.fromkeys(settings.NOTICES, "")
    settings.NOTICES = empty | {"HENGJIAN_URL": "https://hj.example.cn/"} | values


def tell(to: Post, *, at: datetime = MONDAY, urgent: bool = False) -> Notice:
    kind = notice_kinds.Kind(
        "sample.todo", "案件 {number} 要办", "case {number} waits", urgent=urgent
    )
    return notify(kind, to=to, facts={"number": "2026-3"}, by=None, at=at)


def send(at: datetime = MONDAY) -> list[str]:
    """Do the jobs that are due; the states of all deliveries."""
    drain(clock=lambda: at)
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def test_it_sends_mail(settings: Any, clerk: Post) -> None:
    set_up(settings, HENGJIAN_EMAIL="smtp://mail", HENGJIAN_EMAIL_FROM="hj@example.cn")
    notice = tell(clerk)
    assert send() == ["sent"]
    [sent] = mail.outbox
    assert (sent.to, sent.from_email) == (["z@example.cn"], "hj@example.cn")
    assert sent.body == TEXT.format(notice.pk)
    assert Delivery.objects.get().receipt == sent.extra_headers["Message-ID"]


def test_it_sends_sms_where_it_presses(settings: Any, clerk: Post, gateway: Gateway) -> None:
    set_up(settings, HENGJIAN_SMS_URL=gateway.url + "/sms", HENGJIAN_SMS_TOKEN="t0ken")
    gateway.answers = [(200, {"receipt": "S-9"})]
    tell(clerk)
    assert send() == []
    notice = tell(clerk, urgent=True)
    assert send() == ["sent"]
    delivery = Delivery.objects.get()
    [asked] = gateway.asked
    assert asked["headers"]["Authorization"] == "Bearer t0ken"
    assert asked["body"] == {
        "id": str(delivery.pk), "to": "13800000000", "text": TEXT.format(notice.pk),
    }  # fmt: skip
    assert (delivery.receipt, delivery.sent_at) == ("S-9", MONDAY)


def test_it_sends_to_wecom(settings: Any, clerk: Post, gateway: Gateway) -> None:
    set_up(settings, HENGJIAN_WECOM_URL=gateway.url + "/cgi-bin/webhook/send?key=k")
    notice = tell(clerk)
    assert send() == ["sent"]
    [asked] = gateway.asked
    assert asked["path"] == "/cgi-bin/webhook/send?key=k"
    assert asked["body"] == {"msgtype": "text", "text": {"content": TEXT.format(notice.pk)}}


def test_it_signs_for_dingtalk(settings: Any, clerk: Post, gateway: Gateway) -> None:
    set_up(
        settings,
        HENGJIAN_DINGTALK_URL=gateway.url + "/robot/send?access_token=a",
        HENGJIAN_DINGTALK_SECRET="SECabc",
    )
    tell(clerk)
    assert send() == ["sent"]
    asked = parse_qs(urlsplit(gateway.asked[0]["path"]).query)
    stamp = asked["timestamp"][0]
    assert int(stamp) == MONDAY.timestamp() * 1000
    key, said = b"SECabc", f"{stamp}\nSECabc".encode()
    assert base64.b64decode(asked["sign"][0]) == hmac.new(key, said, hashlib.sha256).digest()
    assert asked["access_token"] == ["a"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((503, ""), "暂时不能用（503）"),
        ((200, {"errcode": 45009, "errmsg": "api freq out of limit"}), "请稍后再发（45009）"),
    ],
)
def test_it_tries_again_later(
    settings: Any, clerk: Post, gateway: Gateway, answer: tuple[int, Any], told: str
) -> None:
    set_up(settings, HENGJIAN_WECOM_URL=gateway.url)
    gateway.answers = [answer, (200, {"errcode": 0})]
    tell(clerk)
    assert send() == ["waiting"]
    assert told in Delivery.objects.get().error
    assert send(MONDAY + timedelta(seconds=29)) == ["waiting"]
    assert send(MONDAY + timedelta(seconds=30)) == ["sent"]
    assert (len(gateway.asked), Delivery.objects.get().error) == (2, "")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((200, {"errcode": 93000, "errmsg": "invalid webhook url"}), "93000 invalid webhook url"),
        ((404, ""), "没有接受：404"),
        ((302, ""), "没有接受：302"),
        ((200, "<html>"), "回答不是 JSON"),
    ],
)
def test_it_gives_up_what_only_a_person_can_mend(
    settings: Any, clerk: Post, gateway: Gateway, answer: tuple[int, Any], told: str
) -> None:
    set_up(settings, HENGJIAN_WECOM_URL=gateway.url)
    gateway.answers = [answer]
    tell(clerk)
    assert send() == ["failed"]
    assert told in Delivery.objects.get().error
    job = Job.objects.get()
    assert (job.state, len(gateway.asked)) == ("failed", 1)
    assert "请系统管理员核对通知渠道的设置" in job.last_error


def test_it_tells_that_a_gateway_stays_away(settings: Any, clerk: Post) -> None:
    with Gateway() as gone:
        set_up(settings, HENGJIAN_WECOM_URL=gone.url)
    tell(clerk)
    assert send() == ["waiting"]
    for hour in range(1, 6):
        states = send(MONDAY + timedelta(hours=hour))
    assert states == ["failed"]
    assert Delivery.objects.get().error == "连不上 127.0.0.1"


def test_it_rests_over_the_weekend_unless_urgent(
    settings: Any, clerk: Post, gateway: Gateway
) -> None:
    set_up(settings, HENGJIAN_WECOM_URL=gateway.url)
    saturday = datetime(2026, 3, 7, 2, 0, tzinfo=UTC)
    tell(clerk, at=saturday)
    assert send(saturday) == ["waiting"]
    tell(clerk, at=saturday, urgent=True)
    assert send(saturday) == ["waiting", "sent"]
    assert send(datetime(2026, 3, 8, 23, 59, tzinfo=UTC)) == ["waiting", "sent"]
    assert send(datetime(2026, 3, 9, 0, 0, tzinfo=UTC)) == ["sent", "sent"]


def test_it_is_not_sent_after_it_was_read(settings: Any, clerk: Post, gateway: Gateway) -> None:
    set_up(settings, HENGJIAN_WECOM_URL=gateway.url)
    saturday = datetime(2026, 3, 7, 2, 0, tzinfo=UTC)
    read(tell(clerk, at=saturday), by=clerk, at=saturday)
    assert send(saturday + timedelta(days=2)) == ["needless"]
    assert gateway.asked == []


@pytest.mark.parametrize(
    ("moment", "calm"),
    [
        ("2026-03-02T09:00", "2026-03-02T09:00"),
        ("2026-03-02T07:59", "2026-03-02T08:00"),
        ("2026-03-02T20:00", "2026-03-03T08:00"),
        ("2026-03-06T21:00", "2026-03-09T08:00"),
        ("2026-09-30T21:00", "2026-10-08T08:00"),  # the National Day holiday
        ("2026-10-10T10:00", "2026-10-10T10:00"),  # a Saturday that is worked
    ],
)
def test_it_knows_the_days_off(moment: str, calm: str) -> None:
    asked = datetime.fromisoformat(moment + "+08:00")
    assert calm_until(asked, calendar()) == datetime.fromisoformat(calm + "+08:00")
