"""A body's own system hands in by its token, asks how far it is, takes refused rows and receipt back."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hengjian.core.jobs.worker import drain
from hengjian.domain.records.actions import Given, give_token, revoke_token
from hengjian.domain.records.models import Submission
from hengjian.domain.records.tests.handing_in import AT, handed, month
from hengjian.domain.registry.tests.register import LittleRegister

URL = "/api/v1/submissions"
BAD = "A1,C0009,行政处罚,普通程序,I1,公民,李某,占道,二百\n"


@pytest.fixture
def system(given: Given) -> Client:
    return Client(headers={"Authorization": f"Bearer {given.secret}"})


def raw(client: Client, content: bytes, **asked: str) -> Any:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return client.post(f"{URL}?{query}", content, content_type="application/octet-stream")


def test_it_hands_in_and_asks_until_it_is_done(system: Client, little: LittleRegister) -> None:
    answer = raw(system, month(also=BAD), file_name="十月.zip")
    assert answer.status_code == 202
    told = answer.json()
    assert (told["state"], told["finished"]) == ("waiting", False)
    drain(clock=lambda: AT)
    done = system.get(f"{URL}/{told['id']}").json()
    assert (done["state"], done["finished"], done["cases"], done["refused"]) == ("done", True, 3, 1)
    lines = system.get(f"{URL}/{told['id']}/problems").json()["items"]
    assert [(one["row"], one["field"], one["value"]) for one in lines] == [(5, "罚款", "二百")]
    book = system.get(f"{URL}/{told['id']}/refused.xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert system.get(f"{URL}/{told['id']}/receipt").json()["receipt"] == done["receipt"]


def test_a_form_with_the_file_does_too(system: Client) -> None:
    file = SimpleUploadedFile("十月.zip", month())
    period = "period_from=2026-10-01&period_to=2026-10-31&whole_period=true"
    answer = system.post(f"{URL}?{period}", {"file": file})
    assert answer.status_code == 202
    assert (answer.json()["file_name"], answer.json()["whole_period"]) == ("十月.zip", True)


def test_the_same_file_at_once_is_taken_once(system: Client) -> None:
    first, second = (raw(system, month(), file_name="十月.zip") for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json()["id"] == second.json()["id"]


def test_it_speaks_for_its_body_alone(system: Client, little: LittleRegister) -> None:
    other = handed(month(body="B1"), unit=little.b1.unit, body=little.b1)
    number = raw(system, month(body="B1"), file_name="十月.zip").json()["id"]
    drain(clock=lambda: AT)
    assert system.get(f"{URL}/{number}").json()["state"] == "refused"
    for page in ("", "/problems", "/refused.xlsx", "/receipt"):
        assert system.get(f"{URL}/{other.pk}{page}").status_code == 404
    assert [one["id"] for one in system.get(URL).json()["items"]] == [number]


@pytest.mark.parametrize("header", ["", "Bearer hj_wrong", "Basic YTpi", "Bearer"])
def test_without_a_token_nothing_is_opened(given: Given, header: str) -> None:
    told = Client(headers={"Authorization": header} if header else {}).get(URL)
    assert told.status_code == 401
    assert "令牌" in told.json()["error"]


def test_a_revoked_or_expired_token_opens_nothing(
    system: Client, given: Given, little: LittleRegister
) -> None:
    clerk = given.token.given_by
    assert system.get(URL).status_code == 200
    revoke_token(given.token, by=clerk, at=AT)
    assert system.get(URL).status_code == 401
    past = give_token(little.a1, name="旧", valid_to=date(2026, 11, 20), by=clerk, at=AT)
    assert Client(headers={"Authorization": f"Bearer {past.secret}"}).get(URL).status_code == 401


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"file_name": "a.zip", "period_from": "2026-10-01"}, 422),
        ({"file_name": "a.zip", "period_from": "2026-10-31", "period_to": "2026-10-01"}, 422),
        ({"file_name": "a.zip", "period_from": "十月"}, 422),
    ],
)
def test_what_is_wrong_is_said(system: Client, asked: dict[str, str], status: int) -> None:
    answer = raw(system, month(), **asked)
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    assert not Submission.objects.exists()


def test_too_large_and_empty_files_are_refused(system: Client, settings: Any) -> None:
    assert raw(system, b"", file_name="a.zip").status_code == 400
    settings.UPLOAD_MB = 0
    assert raw(system, month(), file_name="a.zip").status_code == 413
    assert not Submission.objects.exists()


def test_a_system_that_asks_without_end_is_told_to_wait(system: Client) -> None:
    answers = [raw(system, month(), file_name="a.zip") for _ in range(31)]
    assert [one.status_code for one in answers[-2:]] == [200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_its_page_takes_nothing_from_the_network(client: Client, db: None) -> None:
    page = client.get("/api/v1/docs").content.decode()
    assert "/static/ninja/swagger-ui-bundle.js" in page
    assert "https://" not in page
