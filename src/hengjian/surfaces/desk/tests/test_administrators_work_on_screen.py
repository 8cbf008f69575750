"""From enrolment to an approved post, each step on the page of the one administrator whose work it is."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hengjian.core.organisation.actions import add_unit
from hengjian.core.organisation.models import Division, UnitKind
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Person, Post, PostState, Role
from hengjian.core.rights.routing import section_for
from hengjian.core.tests.small_city import AT, PASSWORD, SINCE, SmallCity

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OWN_LIST = Path(__file__).parents[3] / "content" / "codes" / "divisions" / "2310.csv"


def acting(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def test_a_person_comes_from_enrolment_to_work(small_city: SmallCity) -> None:
    system, security = (
        acting(small_city.system_admin.person),
        acting(small_city.security_admin.person),
    )
    entered = {"login": "new01", "name": "吴九", "phone": "", "email": ""}
    page = system.post("/people/new/", entered).content.decode()
    password = re.findall(r'data-copy="([^"]+)"', page)[0]
    assert "只在这里显示一次" in page
    asked = {"login": "new01", "role": "supervisor", "since": "2026-01-01", "until": "", "note": ""}
    made = system.post(f"/units/{small_city.bureau_a.pk}/appoint/", asked)
    post = Post.objects.get(person__login="new01")
    assert (made.headers["Location"], post.state) == (f"/posts/{post.pk}/", PostState.ASKED)
    assert "待批准的岗位" in security.get("/").content.decode()
    shown = security.get(f"/posts/{post.pk}/").content.decode()
    assert "司法局监督本行政区域内的行政执法" in shown  # what the post would see
    assert system.post(f"/posts/{post.pk}/approve/").status_code == 403
    assert security.post(f"/posts/{post.pk}/approve/").status_code == 302
    person = Client()
    first = person.post("/account/login/", {"login": "new01", "password": password})
    assert first.status_code == 302
    own = "自己的密码-2026"
    changed = {"oldpassword": password, "password1": own, "password2": own}
    assert person.post("/account/password/change/", changed).status_code == 302
    assert "王二" in person.get("/posts/").content.decode()
    history = person.get(f"/posts/{post.pk}/").content.decode()
    assert "批准岗位" in history
    assert "孙七" in history


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/people/", {"system_admin", "security_admin", "audit_admin"}),
        ("/people/new/", {"system_admin"}),
        ("/people/{person}/", {"system_admin", "security_admin", "audit_admin"}),
        ("/people/{person}/correct/", {"system_admin"}),
        ("/units/{unit}/appoint/", {"system_admin"}),
        ("/units/new/", {"system_admin"}),
        ("/units/{unit}/rename/", {"system_admin"}),
        ("/divisions/import/", {"system_admin"}),
        ("/audit/logins/", {"audit_admin"}),
    ],
)
def test_a_page_is_for_its_administrators_only(
    small_city: SmallCity, path: str, allowed: set[str]
) -> None:
    address = path.format(person=small_city.city.person.pk, unit=small_city.bureau_a.pk)
    for who in ("system_admin", "security_admin", "audit_admin", "city", "leader", "clerk_a"):
        answer = acting(getattr(small_city, who).person).get(address)
        assert answer.status_code == (200 if who in allowed else 403), who


@pytest.mark.parametrize("verb", ["lock", "unlock", "reset", "forget"])
def test_an_account_is_in_the_security_administrators_hand(
    small_city: SmallCity, verb: str
) -> None:
    address = f"/people/{small_city.county_a.person.pk}/{verb}/"
    for who in ("system_admin", "audit_admin", "city"):
        assert (
            acting(getattr(small_city, who).person).post(address, {"reason": "x"}).status_code
            == 403
        )
    client = acting(small_city.security_admin.person)
    assert client.post(address, {"reason": "离职"}).status_code in {200, 302}
    own = f"/people/{small_city.security_admin.person_id}/{verb}/"
    assert client.post(own, {"reason": "x"}).status_code == 403


def test_a_list_of_posts_shows_ones_own_reach_and_why(small_city: SmallCity) -> None:
    page = acting(small_city.county_a.person).get("/posts/").content.decode()
    assert "李四" in page
    assert "张三" not in page
    assert "司法局监督本行政区域内的行政执法" in page
    client = acting(small_city.county_a.person)
    assert client.get(f"/posts/{small_city.clerk_a.pk}/").status_code == 200
    assert client.get(f"/posts/{small_city.county_b.pk}/").status_code == 404
    assert "没有这样的岗位" in client.get("/posts/?q=张三").content.decode()


def test_a_list_is_searched_filtered_and_paged(small_city: SmallCity) -> None:
    for number in range(60):
        enrol_person(f"many{number:02}", f"众人{number}", by=None, at=AT)
    client = acting(small_city.system_admin.person)
    first = client.get("/people/?q=众人").content.decode()
    assert "共 60 条" in first
    assert "many59" not in first
    assert "many59" in client.get("/people/?q=众人&page=2").content.decode()
    assert "many00" not in client.get("/people/?q=林一").content.decode()
    assert "没有这样的人" in client.get("/people/?standing=locked").content.decode()
    assert "county_a" not in client.get("/people/?standing=idle").content.decode()
    assert "many00" in client.get("/people/?standing=idle").content.decode()


def test_a_list_of_divisions_is_shown_before_it_is_written(small_city: SmallCity) -> None:
    client = acting(small_city.system_admin.person)
    file = SimpleUploadedFile("2310.csv", OWN_LIST.read_bytes(), "text/csv")
    shown = client.post("/divisions/import/", {"file": file}).content.decode()
    assert "变动 1490 处" in shown
    assert Division.objects.count() == 3
    kept = re.findall(r'name="list" value="([^"]+)"', shown)[0]
    assert client.post("/divisions/import/", {"list": kept[:-2]}).status_code == 200  # tampered
    assert Division.objects.count() == 3
    assert client.post("/divisions/import/", {"list": kept}).status_code == 302
    assert Division.objects.count() == 1493
    found = client.get("/divisions/?q=231085").content.decode()
    assert "231085" in found
    broken = SimpleUploadedFile("x.csv", b"\xff\xfe\x00", "text/csv")
    told = client.post("/divisions/import/", {"file": broken}).content.decode()
    assert "不是 UTF-8 编码" in told


def test_the_general_section_assigns_on_the_page_of_the_body(small_city: SmallCity) -> None:
    kinds = (UnitKind.SECTION_GENERAL, UnitKind.SECTION_DIRECT)
    general, direct = (
        add_unit(kind, str(kind.label), division=small_city.city_division,
                 parent=small_city.bureau, by=None, at=AT)
        for kind in kinds
    )  # fmt: skip
    chief = enrol_person("chief", "周十", by=None, at=AT)
    give_post(chief, general, Role.SUPERVISOR, since=SINCE, by=None, at=AT)
    body = small_city.body_a
    address = f"/units/{body.pk}/"
    assert "指定承办科室" not in acting(small_city.city.person).get(address).content.decode()
    client = acting(chief)
    assert "指定承办科室" in client.get(address).content.decode()
    told = client.post(
        f"{address}assign/", {"section": direct.pk, "reason": "并案办理"}, follow=True
    )
    assert "并案办理" in told.content.decode()
    assert section_for(body, tier=small_city.city_division) == direct
    client.post(f"{address}assign/", {"end": "1"})
    assert section_for(body, tier=small_city.city_division) == small_city.city.unit


def test_an_auditor_reads_logins_and_failures(small_city: SmallCity) -> None:
    Client().post("/account/login/", {"login": "county_a", "password": PASSWORD})
    Client().post("/account/login/", {"login": "county_b", "password": "wrong"})
    client = acting(small_city.audit_admin.person)
    came = client.get("/audit/logins/?q=county").content.decode()
    assert "county_a" in came
    assert "county_b" not in came.replace("value=", "")
    assert "county_a" in client.get("/audit/logins/?q=127.0.0.1").content.decode()
    failed = client.get("/audit/logins/?show=failed&q=county").content.decode()
    assert "county_b" in failed
