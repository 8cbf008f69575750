"""The list of powers, the worklist of duties, a body's year and what it answers for, as posts see them."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hengjian.core import clock
from hengjian.core.tests.query_counts import assert_query_count, query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.duties.arising.actions import arose
from hengjian.domain.supervision.duties.models import Accountability, Duty
from hengjian.domain.supervision.duties.powers import norms_here
from hengjian.domain.supervision.duties.tasks import told

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILE = Path(__file__).with_name("query_counts.txt")
POWERS = content().power_list(date(2026, 11, 26))


@pytest.fixture
def little(small_city: SmallCity) -> LittleCase:
    made = LittleCase.ready(small_city)
    made.at = clock.now()
    return made


@pytest.fixture
def late(little: LittleCase) -> Duty:
    """A duty of county A that was missed long ago."""
    then = little.at - timedelta(days=40)
    (duty,) = arose(
        "ticket_received", key="t:1", body=little.body, words="工单七号", by=None, at=then
    )
    told(little.at)
    duty.refresh_from_db()
    assert duty.state == Duty.State.LATE
    return duty


def page(city: SmallCity, who: str, url: str, **sent: Any) -> Any:
    client = Client()
    client.force_login(getattr(city, who).person, backend=BACKEND)
    return client.post(url, sent) if sent else client.get(url)


def text(city: SmallCity, who: str, url: str) -> str:
    answer = page(city, who, url)
    assert answer.status_code == 200, url
    return str(answer.content.decode())


# --- the list of powers --------------------------------------------------------------------------------------


def test_all_powers_are_listed_and_narrowed(small_city: SmallCity) -> None:
    whole = text(small_city, "clerk_a", "/powers/")
    assert all(one.name in whole for one in POWERS.powers)
    township = text(small_city, "county_a", "/powers/?tier=township")
    assert POWERS["hotline"].name in township
    assert POWERS["disputes"].name not in township
    assert POWERS["disputes"].name in text(small_city, "county_a", "/powers/?q=争议协调意见书")


@pytest.mark.parametrize("power", POWERS.powers, ids=lambda one: one.code)
def test_each_power_answers_the_four_questions(small_city: SmallCity, power: Any) -> None:
    told = text(small_city, "county_a", f"/powers/{power.code}/")
    for words in (*power.may, power.duty, power.consequence, *(one.says for one in power.duties)):
        assert words in told
    assert all(norm.cited in told for norm in norms_here(power.basis))


def test_other_provinces_are_for_reference_and_never_printed(small_city: SmallCity) -> None:
    told = text(small_city, "county_a", "/powers/daily/")
    before, _, after = told.partition('<details class="card no-print">')
    assert "山东省" not in before
    assert "山东省" in after
    assert "仅供参考" in after
    for url in ("/powers/", "/powers/questions/", "/powers/questions/?tier=city"):
        assert "山东省" not in text(small_city, "county_a", url)
    assert "山东省".encode() not in page(small_city, "county_a", "/powers/export.csv").getvalue()


@pytest.mark.parametrize(
    ("tier", "count"), [("city", 28), ("county", 28), ("township", 12), ("village", 1)]
)
def test_a_tier_is_told_its_own_powers(small_city: SmallCity, tier: str, count: int) -> None:
    told = text(small_city, "county_a", f"/powers/questions/?tier={tier}")
    assert f"有 {count} 项" in told


def test_a_body_is_told_what_it_owes(small_city: SmallCity, late: Duty) -> None:
    unit = small_city.bureau_a.pk
    assert "待履行 1 项" in text(small_city, "city", f"/powers/questions/?unit={unit}")
    assert "待履行 1 项" not in text(small_city, "county_b", f"/powers/questions/?unit={unit}")


@pytest.mark.parametrize(
    ("was", "shown"), [("", "甲县司法局"), ("{unit}", "村（社区）监督机构")], ids=["body", "tier"]
)
def test_of_body_and_tier_the_one_that_was_changed_counts(
    small_city: SmallCity, was: str, shown: str
) -> None:
    unit = small_city.bureau_a.pk
    asked = f"?unit={unit}&tier=village&was={was.format(unit=unit)}"
    assert f"<h1>{shown}" in text(small_city, "city", f"/powers/questions/{asked}")


@pytest.mark.parametrize("url", ["/powers/", "/powers/questions/", "/powers/daily/"])
def test_administrators_have_other_work(small_city: SmallCity, url: str) -> None:
    assert page(small_city, "county_a", url).status_code == 200
    assert page(small_city, "system_admin", url).status_code == 403


# --- duties -------------------------------------------------------------------------------------------------


def test_a_duty_is_listed_with_its_sum_for_whom_it_concerns(
    small_city: SmallCity, late: Duty
) -> None:
    for who in ("county_a", "city", "leader"):
        assert "研判涉执法工单" in text(small_city, who, "/duties/?state=late")
        assert late.sum.splitlines()[0][:8] in text(small_city, who, f"/duties/{late.pk}/")
    assert "研判涉执法工单" not in text(small_city, "county_b", "/duties/")
    assert page(small_city, "county_b", f"/duties/{late.pk}/").status_code == 404
    assert page(small_city, "clerk_a", "/duties/").status_code == 403


def test_it_is_done_with_words(small_city: SmallCity, late: Duty) -> None:
    url = f"/duties/{late.pk}/end/"
    assert page(small_city, "county_a", url, words="好", deed="perform").status_code == 422
    assert page(small_city, "city", url, words="已研判转办", deed="perform").status_code == 422
    assert page(small_city, "county_a", url, words="已研判转办", deed="perform").status_code == 302
    assert "逾期后履行" in text(small_city, "county_a", "/duties/?state=missed")


def test_lists_cost_the_same_however_long(
    small_city: SmallCity, little: LittleCase, late: Duty
) -> None:
    client = Client()
    client.force_login(small_city.county_a.person, backend=BACKEND)
    urls = [
        "/duties/",
        "/accountability/",
        "/powers/",
        "/powers-of-the-year/",
        "/powers/hotline/",
        "/",
    ]
    first = {url: query_count(client, url) for url in urls}
    for number in range(6):
        arose("ticket_received", key=f"t:x{number}", body=little.body, by=None,
              at=little.at - timedelta(days=60))  # fmt: skip
    told(little.at)
    assert Accountability.objects.count() == 7
    assert {url: query_count(client, url) for url in urls} == first
    for url in (
        "/duties/",
        "/accountability/",
        "/powers/",
        "/powers/questions/",
        "/powers-of-the-year/",
    ):
        assert_query_count(client, url, FILE, url.strip("/"))


# --- the year, and what one answers for ---------------------------------------------------------------------


def test_a_year_counts_what_was_exercised_and_missed(
    small_city: SmallCity, little: LittleCase, late: Duty
) -> None:
    little.at = clock.now()
    little.opened()
    told = text(small_city, "county_a", "/powers-of-the-year/")
    assert "行使过 1 项，共 4 次" in told
    assert "逾期 1" in told
    whole = text(small_city, "city", "/powers-of-the-year/?unit=")
    assert "甲县司法局" in whole
    assert "乙县司法局" in whole
    assert "甲县司法局" not in text(small_city, "county_b", "/powers-of-the-year/")
    rows = page(small_city, "county_a", "/powers-of-the-year/export.csv").getvalue().decode()
    assert len(rows.strip().splitlines()) == 1 + len(POWERS.of_tier("county"))


def test_below_explains_and_above_decides(small_city: SmallCity, late: Duty) -> None:
    entry = Accountability.objects.get(duty=late)
    url = f"/accountability/{entry.pk}/"
    assert "提交说明" in text(small_city, "county_a", url)
    assert "作出处理" not in text(small_city, "county_a", url)
    assert page(small_city, "county_b", url).status_code == 404
    sent = page(small_city, "county_a", f"{url}explain/", words="人手不足，已补办")
    assert sent.status_code == 302
    assert "人手不足" in text(small_city, "leader", url)
    decided = {"decision": "ordered", "why": "请尽快办理", "until": ""}
    assert page(small_city, "leader", f"{url}decide/", **decided).status_code == 422
    decided["until"] = (clock.day_of(clock.now()) + timedelta(days=5)).isoformat()
    assert page(small_city, "county_a", f"{url}decide/", **decided).status_code == 422
    assert page(small_city, "leader", f"{url}decide/", **decided).status_code == 302
    assert "责令" in text(small_city, "county_a", "/accountability/")


def test_home_tells_what_is_late(small_city: SmallCity, late: Duty) -> None:
    assert "监督职责逾期未履行" in text(small_city, "county_a", "/")
    assert "监督职责逾期未履行" in text(small_city, "leader", "/")
    assert "监督职责逾期未履行" not in text(small_city, "county_b", "/")
    assert "监督职责" not in text(small_city, "clerk_a", "/")
