"""Everybody opens his own notices, and that is the receipt; the system administrator sees channels."""

from datetime import date

import pytest
from django.test import Client

from hengjian.core import clock
from hengjian.core.notices import notice_kinds
from hengjian.core.notices.actions import notify
from hengjian.core.notices.models import Notice
from hengjian.core.people.models import Post
from hengjian.core.tests.small_city import SmallCity

TODO = notice_kinds.Kind("sample.todo", "案件 {number} 要办", "case {number} waits")


def enter(client: Client, post: Post) -> Client:
    client.force_login(post.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def notice(small_city: SmallCity) -> Notice:
    return notify(
        TODO, to=small_city.county_a, facts={"number": "2026-3"}, url="/jobs/",
        due=date(2026, 3, 9), by=None, at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize(("who", "his"), [("county_a", True), ("county_b", False), ("city", False)])
def test_one_opens_his_own(
    client: Client, small_city: SmallCity, notice: Notice, who: str, his: bool
) -> None:
    enter(client, getattr(small_city, who))
    for url in ("/", "/notices/", "/notices/?show=all"):
        assert ("案件 2026-3 要办" in client.get(url).content.decode()) is his
    assert ("条未读" in client.get("/notices/bell/").content.decode()) is his
    opened = client.get(f"/notices/{notice.pk}/")
    assert (opened.status_code, opened.headers.get("Location")) == (
        (302, "/jobs/") if his else (404, None)
    )
    assert (Notice.objects.get(pk=notice.pk).read_at is not None) is his
    assert "没有未读的通知" in client.get("/notices/").content.decode()


def test_all_are_read_at_once(client: Client, small_city: SmallCity, notice: Notice) -> None:
    enter(client, small_city.county_b).post("/notices/read/")
    assert Notice.objects.get().read_at is None
    enter(client, small_city.county_a).post("/notices/read/")
    assert Notice.objects.get().read_at is not None


def test_the_system_administrator_sees_and_tries_the_channels(
    client: Client, small_city: SmallCity, settings: object
) -> None:
    enter(client, small_city.county_a)
    assert client.get("/channels/").status_code == 403
    assert client.post("/channels/test/").status_code == 403
    enter(client, small_city.system_admin)
    assert "HENGJIAN_WECOM_URL" in client.get("/channels/").content.decode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(settings.NOTICES, "HENGJIAN_WECOM_URL", "http://127.0.0.1:9/")  # type: ignore[attr-defined]
        told = client.post("/channels/test/", follow=True).content.decode()
    assert "已交给 1 个渠道" in told
