"""The clerk hands in a month and sees line by line what was refused; a stranger sees nothing."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from hengjian.core.jobs.worker import drain
from hengjian.core.people.actions import enrol_person, give_post
from hengjian.core.people.models import Post, Role
from hengjian.core.tests.small_city import SINCE, SmallCity
from hengjian.domain.records.models import Submission, Token
from hengjian.domain.records.tests.handing_in import AT, month
from hengjian.domain.registry.tests.register import LittleRegister

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BAD = "A1,C0009,行政处罚,普通程序,I1,公民,李四光,占道,二百\nA1,C0010,行政处罚,普通程序,,王五福,李,占道,1\n"
State = Submission.State


def as_(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


@pytest.fixture
def little(small_city: SmallCity, own_archive: Path) -> LittleRegister:
    return LittleRegister.entered(small_city)


@pytest.fixture
def clerk(little: LittleRegister) -> Client:
    """The clerk of the body A1."""
    person = enrol_person("clerk_a1", "陈七", by=None, at=AT)
    return as_(give_post(person, little.a1.unit, Role.BODY_CLERK, since=SINCE, by=None, at=AT))


def upload(client: Client, content: bytes, name: str = "十月.zip", **more: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/submissions/new/", {"file": file, **more})


def worked(client: Client, content: bytes, **more: Any) -> Submission:
    answer = upload(client, content, **more)
    assert answer.status_code == 302, answer.content.decode()
    drain(clock=lambda: AT)
    return Submission.objects.get(pk=int(answer.url.split("/")[-2]))


def test_what_went_back_is_told_line_by_line(clerk: Client) -> None:
    done = worked(clerk, month(also=BAD))
    page = clerk.get(f"/submissions/{done.pk}/").content.decode()
    assert (done.state, done.cases, done.refused) == (State.DONE, 3, 2)
    assert "二百" in page
    assert "不是金额" in page
    assert f"/submissions/{done.pk}/refused.xlsx" in page


def test_refused_rows_are_mended_and_handed_in_as_they_are(clerk: Client) -> None:
    done = worked(clerk, month(also=BAD.splitlines()[0]))
    answer = clerk.get(f"/submissions/{done.pk}/refused.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    sheet = book.worksheets[0]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "二百")
    cell.value = "200"
    mended = io.BytesIO()
    book.save(mended)
    again = worked(clerk, mended.getvalue(), name="退回.xlsx")
    assert (again.state, again.new, again.refused) == (State.DONE, 1, 0)


def test_a_file_has_its_size_and_what_came_without_a_file_has_none(clerk: Client) -> None:
    done = worked(clerk, month())
    pages = ("/submissions/", f"/submissions/{done.pk}/", f"/submissions/{done.pk}/receipt/")
    assert all(" KB" in clerk.get(page).content.decode() for page in pages)
    Submission.objects.filter(pk=done.pk).update(size=0)
    assert not any(" KB" in clerk.get(page).content.decode() for page in pages)


def test_the_page_goes_on_asking_until_it_is_done(clerk: Client) -> None:
    url = upload(clerk, month()).url
    assert "every 2s" in clerk.get(url).content.decode()
    drain(clock=lambda: AT)
    assert "every 2s" not in clerk.get(url, headers={"HX-Request": "true"}).content.decode()


def test_the_second_tab_is_led_to_the_first_ones_submission(clerk: Client) -> None:
    first, second = upload(clerk, month()), upload(clerk, month())
    assert first.url == second.url
    assert "没有收第二次" in clerk.get(second.url).content.decode()


def test_a_stranger_sees_nothing_and_the_supervisor_no_persons(
    clerk: Client, little: LittleRegister
) -> None:
    done = worked(clerk, month(also=BAD))
    supervisor, stranger = as_(little.city.county_a), as_(little.city.county_b)
    pages = ["", "receipt/", "receipt.json", "refused.xlsx"]
    for page in pages:
        assert stranger.get(f"/submissions/{done.pk}/{page}").status_code == 404
    assert "十月.zip" not in stranger.get("/submissions/").content.decode()
    assert "十月.zip" in supervisor.get("/submissions/").content.decode()
    assert supervisor.get(f"/submissions/{done.pk}/refused.xlsx").status_code == 403
    told = supervisor.get(f"/submissions/{done.pk}/").content.decode()
    assert "王五福" in clerk.get(f"/submissions/{done.pk}/").content.decode()
    assert "二百" in told


@pytest.mark.parametrize("who", ["system_admin", "audit_admin", "security_admin"])
def test_administrators_have_no_business_here(
    clerk: Client, little: LittleRegister, who: str
) -> None:
    done = worked(clerk, month())
    client = as_(getattr(little.city, who))
    assert client.get(f"/submissions/{done.pk}/").status_code == 404
    assert client.get("/submissions/new/").status_code == 403
    assert "/submissions/" not in client.get("/jobs/").content.decode()


def test_a_supervisor_hands_in_for_several_bodies_within_reach(little: LittleRegister) -> None:
    both = month(also="B1,C0009,行政处罚,普通程序,I1,公民,李某,占道,200\n")
    done = worked(as_(little.city.county_a), both, body="*")
    assert (done.body, done.cases, done.refused) == (None, 3, 1)


def test_too_large_a_file_is_refused_in_words(clerk: Client, settings: Any) -> None:
    settings.UPLOAD_MB = 0
    answer = upload(clerk, month())
    assert answer.status_code == 422
    assert "上限" in answer.content.decode()
    assert not Submission.objects.exists()


def test_the_script_is_answered_with_where_to_go(clerk: Client) -> None:
    file = SimpleUploadedFile("十月.zip", month())
    header = {"X-Uploading": "1"}
    told = clerk.post("/submissions/new/", {"file": file}, headers=header)
    assert told.status_code == 201
    assert told.json()["url"].startswith("/submissions/")
    wrong = clerk.post("/submissions/new/", {}, headers=header)
    assert (wrong.status_code, wrong.json()) == (422, {"errors": ["请选择要报送的文件。"]})


def test_the_receipt_says_where_the_ledger_holds_it(clerk: Client) -> None:
    done = worked(clerk, month())
    told = clerk.get(f"/submissions/{done.pk}/receipt.json").json()
    assert (told["receipt"], told["file"]["sha256"]) == (done.batch_id, done.sha256)
    assert told["ledger"]["kind"] == "submission.accepted"
    assert done.batch_id in clerk.get(f"/submissions/{done.pk}/receipt/").content.decode()


def test_a_token_is_shown_once_and_revoked(clerk: Client, little: LittleRegister) -> None:
    clerk.post("/submissions/tokens/", {"name": "办案系统", "valid_to": "2027-01-01"})
    first, second = (clerk.get("/submissions/tokens/").content.decode() for _ in range(2))
    token = Token.objects.get()
    assert f"{token.beginning}" in second
    assert first.count("Authorization: Bearer hj_") == 1
    assert "Authorization: Bearer" not in second
    other = as_(little.city.county_a)
    assert other.post(f"/submissions/tokens/{token.pk}/revoke/").status_code == 404
    clerk.post(f"/submissions/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_the_template_lacks_what_the_registers_hold(clerk: Client) -> None:
    book = load_workbook(io.BytesIO(clerk.get("/submissions/template.xlsx").content))
    assert "案件" in book.sheetnames
    assert "执法主体" not in book.sheetnames


def test_the_list_is_taken_away_as_its_reader_sees_it(
    clerk: Client, little: LittleRegister
) -> None:
    done = worked(clerk, month())
    for reader, held in ((clerk, True), (as_(little.city.county_b), False)):
        sheet = load_workbook(io.BytesIO(reader.get("/submissions/export.xlsx").content)).active
        assert sheet is not None
        numbers = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert (done.pk in numbers) is held
