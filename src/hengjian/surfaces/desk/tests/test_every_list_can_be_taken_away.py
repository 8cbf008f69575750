"""Every list is taken away as Excel and CSV: the rows that its reader sees, no others, no formulas.

The city's supervisor and the stranger of county B read the same addresses, so that each list shows
what is given and what is kept back.
"""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from hengjian.core.organisation.actions import add_unit
from hengjian.core.organisation.models import UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.query_counts import query_count
from hengjian.core.tests.small_city import AT, SINCE, SmallCity
from hengjian.domain.registry.models import PostKind, StaffingEntry, SupervisionBody
from hengjian.domain.registry.staffing.actions import enter_line, fill_post
from hengjian.surfaces.desk import sheet

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TRICK = '=HYPERLINK("http://example.invalid")'
LISTS = {
    "/staffing/": ("city", "单位"),
    "/supervision-bodies/": ("city", "对外名称（挂牌、文书）"),
    "/people/": ("system_admin", "姓名"),
    "/posts/": ("city", "姓名"),
    "/units/": ("city", "单位"),
    "/divisions/": ("city", "名称"),
    "/audit/logins/": ("audit_admin", "时间"),
    "/ledger/": ("audit_admin", "条号"),
}


def as_(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def sheets(client: Client, url: str) -> dict[str, list[tuple[Any, ...]]]:
    answer = client.get(url)
    assert answer.status_code == 200, url
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(answer.getvalue()))
    return {one.title: list(one.values) for one in book.worksheets}


def rows(client: Client, url: str) -> list[tuple[Any, ...]]:
    return next(iter(sheets(client, url).values()))


def csv_rows(client: Client, url: str) -> list[list[str]]:
    text = client.get(url).getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("url", LISTS)
def test_a_list_has_its_button_its_workbook_and_its_csv(small_city: SmallCity, url: str) -> None:
    staffed(small_city)
    who, head = LISTS[url]
    client = as_(getattr(small_city, who))
    page = client.get(url).content.decode()
    assert 'href="export.xlsx' in page
    assert 'href="export.csv' in page
    found = rows(client, f"{url}export.xlsx")
    assert found[0][0] == head
    assert len(found) > 1
    told = csv_rows(client, f"{url}export.csv")
    assert [["" if one is None else str(one) for one in row] for row in found] == told


def staffed(city: SmallCity) -> None:
    """A line, a person and a supervision body in each of two counties."""
    for unit, name in ((city.bureau_a, "甲某"), (city.bureau_b, "乙某")):
        enter_line(
            StaffingEntry.Ledger.POSTS, unit, PostKind.SPECIAL, 5, since=SINCE, document=f"{name}一号",
            note="", by=None, at=AT,
        )  # fmt: skip
        fill_post(
            unit, PostKind.SPECIAL, name, leading=False, since=SINCE, until=None, by=None, at=AT
        )
        SupervisionBody.objects.create(unit=unit, phone="00000000")


def test_staffing_holds_three_tables_of_what_the_reader_sees(small_city: SmallCity) -> None:
    staffed(small_city)
    whole = sheets(as_(small_city.city), "/staffing/export.xlsx")
    assert list(whole) == ["编制使用", "编制账目", "在编人员"]
    assert {row[0] for row in whole["在编人员"][1:]} == {"甲某", "乙某"}
    stranger = as_(small_city.county_b)
    own = sheets(stranger, "/staffing/export.xlsx")
    assert [row[:5] for row in own["编制使用"][1:]] == [
        ("乙县司法局", PostKind.SPECIAL.label, 5, 1, 4)
    ]
    assert [row[5] for row in own["编制账目"][1:]] == ["乙某一号"]
    assert [row[0] for row in own["在编人员"][1:]] == ["乙某"]
    told = csv_rows(stranger, "/staffing/export.csv?table=3")
    assert [row[0] for row in told] == ["姓名", "乙某"]


def test_supervision_bodies_are_those_over_and_within_the_place(small_city: SmallCity) -> None:
    staffed(small_city)

    def names(post: Post) -> set[str]:
        return {row[1] for row in rows(as_(post), "/supervision-bodies/export.xlsx")[1:]}

    assert names(small_city.city) == {"甲县司法局", "乙县司法局"}
    assert names(small_city.county_b) == {"乙县司法局"}


def test_posts_are_narrowed_by_reach_and_by_the_filters_of_the_page(small_city: SmallCity) -> None:
    def names(post: Post, asked: str = "") -> set[str]:
        return {row[0] for row in rows(as_(post), f"/posts/export.xlsx{asked}")[1:]}

    assert "李四" in names(small_city.county_a)
    assert "李四" not in names(small_city.county_b)
    assert names(small_city.county_a, "?q=clerk_a") == {"李四"}
    assert names(small_city.county_a, "?standing=past") == set()


def test_units_and_divisions_keep_the_filters_of_the_page(small_city: SmallCity) -> None:
    client = as_(small_city.city)
    units = rows(client, "/units/export.xlsx?kind=body")
    assert [row[0] for row in units] == ["单位", "甲县市场监督管理局"]
    above = small_city.city_division.pk
    divisions = rows(client, f"/divisions/export.xlsx?above={above}")
    assert [row[0] for row in divisions] == ["名称", "甲县", "乙县"]


@pytest.mark.parametrize("url", ["/people/", "/audit/logins/"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_who_may_not_read_a_list_takes_nothing_away(
    small_city: SmallCity, url: str, form: str
) -> None:
    assert as_(getattr(small_city, LISTS[url][0])).get(f"{url}export.{form}").status_code == 200
    assert as_(small_city.county_a).get(f"{url}export.{form}").status_code == 403
    assert Client().get(f"{url}export.{form}").status_code == 302


def test_the_ledger_list_holds_what_one_did_oneself(small_city: SmallCity) -> None:
    add_unit(
        UnitKind.BODY, "甲县城管局", division=small_city.county_a_division,
        by=small_city.system_admin, at=AT,
    )  # fmt: skip
    own = rows(as_(small_city.system_admin), "/ledger/export.xlsx")
    assert [row[6] for row in own[1:]] == ["钱六"]
    assert len(rows(as_(small_city.county_b), "/ledger/export.xlsx")) == 1
    assert len(rows(as_(small_city.audit_admin), "/ledger/export.xlsx")) > 10


def test_it_speaks_the_language_of_the_page(small_city: SmallCity) -> None:
    client = as_(small_city.county_a)
    client.post("/speak/", {"language": "en"})
    assert rows(client, "/posts/export.xlsx")[0][0] == "Name"
    assert csv_rows(client, "/posts/export.csv")[0][0] == "Name"


def test_a_name_that_begins_like_a_formula_is_text(small_city: SmallCity) -> None:
    enrol_person("trick", TRICK, by=None, at=AT)
    client = as_(small_city.system_admin)
    answer = client.get("/people/export.xlsx?q=trick")
    cell = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (TRICK, "s", True)
    assert csv_rows(client, "/people/export.csv?q=trick")[1][0] == f"'{TRICK}"


def test_a_sign_that_no_workbook_holds_does_not_spoil_the_list(small_city: SmallCity) -> None:
    """A login name is written down as it was typed, by whoever it was."""
    Client().post("/account/login/", {"login": "no\x07body", "password": "x"})
    client = as_(small_city.audit_admin)
    told = [row[1] for row in rows(client, "/audit/logins/export.xlsx?show=failed")[1:]]
    assert told == ["nobody"]


def test_too_many_rows_are_told_and_left_to_csv(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_(small_city.city)
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    refused = client.get("/units/export.xlsx")
    assert refused.status_code == 422
    assert "要导出的超过 3 条，一个工作簿放不下" in refused.content.decode()
    assert len(rows(client, "/units/export.xlsx?q=市场")) == 2
    assert len(csv_rows(client, "/units/export.csv")) > 4


@pytest.mark.parametrize("url", LISTS)
def test_what_is_taken_away_costs_the_same_however_much_it_is(
    small_city: SmallCity, url: str
) -> None:
    staffed(small_city)
    client = as_(getattr(small_city, LISTS[url][0]))
    first = query_count(client, f"{url}export.xlsx")
    for number in range(4):
        unit = add_unit(
            UnitKind.BUREAU, f"新局{number}", division=small_city.city_division, by=None, at=AT
        )
        person = enrol_person(f"more{number}", "某人", by=None, at=AT)
        give_post(person, unit, Role.SUPERVISOR, since=date(2026, 1, 1), by=None, at=AT)
        enter_line(
            StaffingEntry.Ledger.POSTS, unit, PostKind.SPECIAL, 5, since=SINCE, document="二号",
            note="", by=None, at=AT,
        )  # fmt: skip
        SupervisionBody.objects.create(unit=unit)
    assert query_count(client, f"{url}export.xlsx") == first
