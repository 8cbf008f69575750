"""What goes wrong with papers is told and breaks nothing: no fonts, names of any length, very many papers."""

from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.core.tests.query_counts import query_count
from hengjian.core.tests.small_city import SmallCity
from hengjian.domain.supervision.cases.tests.little_case import LittleCase
from hengjian.domain.supervision.papers import making
from hengjian.domain.supervision.papers.dossiers import tasks
from hengjian.domain.supervision.papers.models import Paper
from hengjian.domain.supervision.papers.tests.little_paper import NOTICE, LittlePaper
from hengjian.letters import FontsMissingError

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(small_city: SmallCity, tmp_path: Any, settings: Any) -> LittlePaper:
    settings.PAPERS = str(tmp_path / "papers")
    little = LittleCase.ready(small_city)
    return LittlePaper(little, little.opened())


@pytest.fixture(autouse=True)
def today(desk: LittlePaper) -> Any:
    with patch.object(clock, "now", lambda: desk.little.at):
        yield


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def test_without_fonts_an_officer_is_told_what_to_install(desk: LittlePaper) -> None:
    paper, client = desk.drafted(), _client(desk.little.first)
    address = reverse("desk:paper_pdf", args=[paper.pk])
    assert client.get(address).content.startswith(b"%PDF")
    with patch("hengjian.letters.pdf.fonts", side_effect=FontsMissingError):
        answer = client.get(address)
    assert answer.status_code == 409
    assert "没有找到中文字体" in answer.content.decode()
    assert "HENGJIAN_FONTS" in answer.content.decode()


def test_a_body_with_a_very_long_name_is_shown_and_written(desk: LittlePaper) -> None:
    little, name = desk.little, "衡" * 124 + "管理局"
    little.body.name = name
    little.body.save()
    paper = desk.drafted(fields={**NOTICE, "body": "衡" * 197 + "管理局"})
    assert making.pdf_of(paper, blank=True).data.startswith(b"%PDF")
    client = _client(little.first)
    for address in (f"/cases/{desk.case.pk}/", f"/cases/{desk.case.pk}/papers/", "/cases/", "/todo/",
                    f"/bodies/{little.body.pk}/", f"/papers/{paper.pk}/"):  # fmt: skip
        assert name in client.get(address).content.decode(), address


def _many(model: Paper, number: int, begin: int) -> None:
    """So many papers more like it."""
    names = [field.attname for field in Paper._meta.concrete_fields]
    papers = []
    for n in range(begin, begin + number):
        one = Paper(**{name: getattr(model, name) for name in names})
        one.pk, one.code, one.serial = None, f"many{n:06d}", n
        papers.append(one)
    Paper.objects.bulk_create(papers)


def test_two_thousand_papers_cost_a_case_no_more_than_sixty(desk: LittlePaper) -> None:
    client, case, model = _client(desk.little.first), desk.case.pk, desk.sealed()
    _many(model, 59, 1000)
    pages = (f"/cases/{case}/", f"/cases/{case}/papers/")
    costs = [query_count(client, one) for one in pages]
    size = len(client.get(pages[1]).content)
    _many(model, 1940, 2000)
    assert [query_count(client, one) for one in pages] == costs
    page = client.get(pages[1]).content.decode()
    assert "共 1,000 件以上" in page
    assert len(page.encode()) < 1.2 * size
    assert "全部 2,000 件" in client.get(pages[0]).content.decode()


class _Told:
    """What a job tells of its progress."""

    def __init__(self, at: Any) -> None:
        self.at, self.lines = at, []  # type: ignore[var-annotated]

    def say(self, done: int, of: int, words: str) -> None:
        self.lines.append((done, of))


def test_the_progress_of_a_great_dossier_is_told_a_hundred_times(desk: LittlePaper) -> None:
    told = _Told(desk.little.at)
    tell = tasks.telling(told)  # type: ignore[arg-type]
    for done in range(4001):
        tell(done, 4000)
    assert 50 < len(told.lines) <= 102
    assert told.lines[-1] == (4000, 4000)
    told.lines.clear()
    for done in range(7):
        tell(done, 6)
    assert len(told.lines) == 7
