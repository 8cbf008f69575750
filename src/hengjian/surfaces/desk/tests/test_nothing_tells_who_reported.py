"""A reporter's name, phone, place and words stand nowhere but in the 副卷, whoever looks and wherever.

A case goes its way with papers, answers and dossiers; then every page that a reader can reach from his
lists is read, with exports, PDFs and DOCX, and every row of the database.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest
from django.apps import apps
from django.test import Client
from pypdf import PdfReader

from hengjian.core import clock
from hengjian.core.people.models import Post
from hengjian.domain.registry.lists import content
from hengjian.domain.supervision.cases.models import CaseStep
from hengjian.domain.supervision.papers import actions as papers
from hengjian.domain.supervision.papers import making, store
from hengjian.domain.supervision.papers.dossiers import actions as dossiers
from hengjian.domain.supervision.papers.dossiers import volumes
from hengjian.domain.supervision.papers.models import Edition, Paper
from hengjian.domain.supervision.papers.serving import actions as serving
from hengjian.domain.supervision.papers.tests.little_paper import NOTICE, LittlePaper
from hengjian.domain.supervision.secrecy import actions
from hengjian.domain.supervision.secrecy.tests.little_secret import (
    NAME,
    PHONE,
    PHRASE,
    PLACE,
    SECRETS,
    LittleSecret,
    secret,
)
from hengjian.letters.dossier import bind

__all__ = ["secret"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db
FOLLOWED = re.compile(
    r"/(cases|leads|papers|orders|todo|notices|ledger|annex|measures)\b(?!.*\.(png|xlsx)$)"
)


@pytest.fixture
def gone(secret: LittleSecret) -> LittleSecret:
    """The case was notified, inquired, explained; papers were served and drafted; both volumes bound."""
    little, case = secret.little, secret.case
    secret.retold()
    secret.take("notify", words="请书面说明。")
    desk = LittlePaper(little, case)
    notice = desk.numbered(desk.drafted(fields={**NOTICE, "facts": case.facts}))
    desk.do(notice, "seal_by_hand", scan=making.pdf_of(notice).data)
    serving.receive(desk.do(notice, "send"), by=little.clerk, at=little.at)
    secret.take("inquire", words=f"向{NAME}核实。", inside=True)
    answer = {"person": NAME, "matter": PHRASE, "received_on": "2026-03-02"}
    papers.draft(case, "complaint-answer", fields=answer, by=little.first, at=little.at)
    secret.take("explain", words="情况如下。")
    for annex in (False, True):
        pieces = volumes.pieces_of(case, annex=annex)
        cover, envelope = volumes.cover_of(case, annex=annex), volumes.envelope_of(case)
        whole = bind(pieces, content=content(), cover=cover, envelope=envelope, annex=annex)
        dossiers.keep_dossier(
            case, whole.data, annex=annex, pages=whole.pages, pieces=len(pieces), by=little.first,
            at=little.at,
        )  # fmt: skip
    actions.open_annex(case, purpose="answer", words="电话答复", by=little.first, at=little.at)
    return secret


def words_of(data: bytes) -> str:
    """What a page or file says, whatever it is."""
    if data.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if data.startswith(b"PK"):
        packed = zipfile.ZipFile(io.BytesIO(data))
        return "".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())
    return data.decode("utf-8", "ignore")


def told(words: str) -> list[str]:
    plain = "".join(words.split())
    return [one for one in SECRETS if one in plain]


def today_is(at: datetime) -> Any:
    return patch.object(clock, "now", lambda: at)


def client_of(post: Post) -> Client:
    client = Client()
    client.force_login(post.person, backend=BACKEND)
    return client


def reached(client: Client, starts: list[str]) -> Iterator[tuple[str, bytes]]:
    """Each page and file that links lead to, once for each address without its question."""
    waiting, known = list(starts), set()
    while waiting:
        url = waiting.pop()
        path = url.partition("?")[0]
        if path in known or not FOLLOWED.match(path):
            continue
        known.add(path)
        answer = client.get(url)
        if answer.status_code != 200:
            continue
        data = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield url, data
        text = data.decode("utf-8", "ignore")
        waiting += [
            one.replace("&amp;", "&") for one in re.findall(r'(?:href|hx-get|src)="(/[^"]+)"', text)
        ]


STARTS = ["/cases/?ended=1", "/leads/", "/papers/?show=all", "/papers/received/", "/todo/",
          "/notices/", "/ledger/", "/annex/readings/", "/papers/numbers/"]  # fmt: skip


@pytest.mark.parametrize("who", ["body", "other county", "colleague", "city", "audit"])
def test_no_page_and_no_file_tells_it(gone: LittleSecret, who: str) -> None:
    little = gone.little
    post = {
        "body": little.clerk, "other county": little.city.county_b, "colleague": little.third,
        "city": little.city.city, "audit": little.city.audit_admin,
    }[who]  # fmt: skip
    with today_is(little.at):
        client, seen = client_of(post), []
        for url, data in reached(client, STARTS):
            assert told(words_of(data)) == [], url
            seen.append(url)
        for secret_words in (NAME, PHONE, PLACE, PHRASE[:8]):
            for list_of in (
                "/search/?q=",
                "/cases/?ended=1&q=",
                "/leads/?q=",
                "/papers/?show=all&q=",
            ):
                page = client.get(f"{list_of}{secret_words}")
                assert gone.case.title not in page.content.decode(), (list_of, secret_words)
        case = f"/cases/{gone.case.pk}/"
        for hidden in (f"{case}annex/", f"{case}annex/files/{gone.reporter.files.first().pk}/"):
            assert client.get(hidden).status_code == 404
        for one in (*Paper.objects.filter(inside=True),):
            assert client.get(f"/papers/{one.pk}/").status_code == 404
            assert client.get(f"/papers/{one.pk}/paper.pdf").status_code == 404
        for one in gone.case.dossiers.filter(annex=True):
            assert client.get(f"{case}dossier/{one.pk}.pdf").status_code == 404
    if who in ("body", "colleague", "city"):
        assert any(case in url for url in seen)
        assert any(url.endswith(".pdf") for url in seen) or who == "city"


def test_a_handler_finds_it_where_it_belongs(gone: LittleSecret) -> None:
    """The search above would see it: the same pages tell it to whoever may know."""
    with today_is(gone.little.at):
        client = client_of(gone.little.first)
        found = {url for url, data in reached(client, STARTS) if told(words_of(data))}
        assert f"/cases/{gone.case.pk}/annex/" in found
        assert f"/cases/{gone.case.pk}/" in found  # the step for the 副卷
        bound = gone.case.dossiers.get(annex=True)
        volume = client.get(f"/cases/{gone.case.pk}/dossier/{bound.pk}.pdf").content
    text = "".join(words_of(volume).split())
    assert NAME in text
    assert PLACE in text
    main = gone.case.dossiers.get(annex=False)
    assert told(words_of(store.read(main.sha256))) == []


def test_no_row_but_those_of_the_annex_tells_it(gone: LittleSecret) -> None:
    inside = {
        CaseStep: set(CaseStep.objects.filter(inside=True).values_list("pk", flat=True)),
        Paper: set(Paper.objects.filter(inside=True).values_list("pk", flat=True)),
        Edition: set(Edition.objects.filter(paper__inside=True).values_list("pk", flat=True)),
    }
    found = set()
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        for row in model._base_manager.values():
            if told(str(row)) and row.get("id") not in inside.get(model, ()):
                found.add(label)
    assert found == {"supervision.reporter", "supervision.reporterfile"}
